// name: hubs
// group: dependency
// title.zh-Hant: 樞紐：多到不逐項連線的平臺和數據
// title.zh-Hans: 枢纽：多到不逐项连线的平台和数据
// title.en: Hubs: platforms and data that too many tasks share
// about.zh-Hant: 需要它的任務數乘以提供它的任務數超過 64，因此跨文件的依賴鏈不經過它。可改問它停了會影響什麼，或誰在使用它。
// about.zh-Hans: 需要它的任务数乘以提供它的任务数超过 64，因此跨文件的依赖链不经过它。可改问它停了会影响什么，或谁在使用它。
// about.en: Tasks that need it times tasks that give it come to more than 64, so chains from one document to another do not lead through it. Ask what stops when it stops, or who uses it.
// column: name | 名稱 | 名称 | name
// column: kind:code | 類別 | 类别 | kind
// column: needing | 使用任務 | 使用任务 | tasks that need it
// column: giving | 建設任務 | 建设任务 | tasks that give it
// column: id:hidden | 標識 | 标识 | id
// order: -needing, -giving, name, kind, id
// example: zhize query hubs
MATCH (t:Task)-[:USES]->(v:Platform)
WITH v, count(DISTINCT t.id) AS needing
MATCH (u:Task)-[:DELIVERS]->(v)
WITH v.id AS id, v.name AS name, needing, count(DISTINCT u.id) AS giving
WHERE needing * giving > 64
RETURN name, 'platform' AS kind, needing, giving, id
UNION ALL
MATCH (t:Task)-[:CONSUMES]->(v:DataDomain)
WITH v, count(DISTINCT t.id) AS needing
MATCH (u:Task)-[:PRODUCES]->(v)
WITH v.id AS id, v.name AS name, needing, count(DISTINCT u.id) AS giving
WHERE needing * giving > 64
RETURN name, 'data' AS kind, needing, giving, id
