// name: platform-flow
// group: platform
// title.zh-Hant: 平臺由哪項任務建、供哪項任務用
// title.zh-Hans: 平台由哪项任务建、供哪项任务用
// title.en: Which task delivers a platform for which
// parameter: platform | platform | = | 平臺 | 平台 | platform
// parameter: document | document | = | 文件 | 文件 | document
// column: platform | 平臺 | 平台 | platform
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: to_document | 使用方文件 | 使用方文件 | document of the user
// column: to_number:number | 使用方編號 | 使用方编号 | number of the user
// column: to_title | 使用方任務 | 使用方任务 | task of the user
// column: to_leads:departments | 使用方牽頭部門 | 使用方牵头部门 | leads of the user
// example: zhize query platform-flow
MATCH (t:Task)-[:DELIVERS]->(f:Platform)<-[:USES]-(u:Task)
WHERE t.id <> u.id AND ('' IN $platform OR f.id IN $platform)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH DISTINCT t, f, u, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, f, u, document, collect(DISTINCT d.name) AS leads
OPTIONAL MATCH (d:Department)-[:LEADS]->(u)
WITH t, f, u, document, leads, collect(DISTINCT d.name) AS to_leads
RETURN f.name AS platform, document, t.number AS number, t.title AS title, leads, left(u.id, size(u.id) - size(u.number) - 1) AS to_document,
       u.number AS to_number, u.title AS to_title, to_leads
ORDER BY platform, document, t.position, to_document, u.position
