// name: platforms
// group: platform
// title.zh-Hant: 平臺由誰建、由誰用
// title.zh-Hans: 平台由谁建、由谁用
// title.en: Who delivers and who uses each platform
// parameter: platform | platform | = | 平臺 | 平台 | platform
// parameter: document | document | = | 文件 | 文件 | document
// column: platform | 平臺 | 平台 | platform
// column: role:code | 角色 | 角色 | role
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: verb | 動詞 | 动词 | verb
// column: mention:detail | 原文名稱 | 原文名称 | mention
// column: evidence:detail | 原文 | 原文 | evidence
// column: position:hidden | 次序 | 次序 | position
// order: platform, role, document, position
// example: zhize query platforms --platform 粵省事
// example: zhize query platforms
MATCH (t:Task)-[r:DELIVERS]->(f:Platform)
WHERE ('' IN $platform OR f.id IN $platform)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, f, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, r, f, document, collect(DISTINCT d.name) AS leads
RETURN f.name AS platform, 'DELIVERS' AS role, document, t.number AS number, t.title AS title, leads, r.verb AS verb,
       r.mention AS mention, r.evidence AS evidence, t.position AS position
UNION ALL
MATCH (t:Task)-[r:USES]->(f:Platform)
WHERE ('' IN $platform OR f.id IN $platform)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, f, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, r, f, document, collect(DISTINCT d.name) AS leads
RETURN f.name AS platform, 'USES' AS role, document, t.number AS number, t.title AS title, leads, r.verb AS verb,
       r.mention AS mention, r.evidence AS evidence, t.position AS position
