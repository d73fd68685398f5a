// name: data
// group: platform
// title.zh-Hant: 數據由誰產出、由誰使用
// title.zh-Hans: 数据由谁产出、由谁使用
// title.en: Who produces and who consumes each body of data
// parameter: data | data | = | 數據 | 数据 | data domain
// parameter: document | document | = | 文件 | 文件 | document
// column: data | 數據 | 数据 | data domain
// column: role:code | 角色 | 角色 | role
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: verb | 動詞 | 动词 | verb
// column: mention:detail | 原文名稱 | 原文名称 | mention
// column: evidence:detail | 原文 | 原文 | evidence
// column: position:hidden | 次序 | 次序 | position
// order: data, role, document, position
// example: zhize query data
MATCH (t:Task)-[r:PRODUCES]->(f:DataDomain)
WHERE ('' IN $data OR f.id IN $data)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, f, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, r, f, document, collect(DISTINCT d.name) AS leads
RETURN f.name AS data, 'PRODUCES' AS role, document, t.number AS number, t.title AS title, leads, r.verb AS verb,
       r.mention AS mention, r.evidence AS evidence, t.position AS position
UNION ALL
MATCH (t:Task)-[r:CONSUMES]->(f:DataDomain)
WHERE ('' IN $data OR f.id IN $data)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, f, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, r, f, document, collect(DISTINCT d.name) AS leads
RETURN f.name AS data, 'CONSUMES' AS role, document, t.number AS number, t.title AS title, leads, r.verb AS verb,
       r.mention AS mention, r.evidence AS evidence, t.position AS position
