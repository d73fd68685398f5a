// name: consumed-not-produced
// group: platform
// title.zh-Hant: 使用而無人產出的數據
// title.zh-Hans: 使用而无人产出的数据
// title.en: Data consumed but never produced
// about.zh-Hant: 另一方在庫內全部文件中尋找。
// about.zh-Hans: 另一方在库内全部文件中寻找。
// about.en: The other side is looked for in every document of the store.
// parameter: document | document | = | 文件 | 文件 | document
// column: data | 數據 | 数据 | data domain
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query consumed-not-produced
MATCH (t:Task)-[r:CONSUMES]->(f:DataDomain)
WHERE NOT EXISTS { MATCH (maker:Task)-[:PRODUCES]->(f) }
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, f, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, r, f, document, collect(DISTINCT d.name) AS leads
RETURN f.name AS data, document, t.number AS number, t.title AS title, leads, r.evidence AS evidence
ORDER BY data, document, t.position
