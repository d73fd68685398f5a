// name: leader-load
// group: responsibility
// title.zh-Hant: 各位領導分管多少任務
// title.zh-Hans: 各位领导分管多少任务
// title.en: How many tasks each official oversees
// parameter: document | document | = | 文件 | 文件 | document
// column: official | 領導 | 领导 | official
// column: tasks | 任務數 | 任务数 | tasks
// column: departments:departments | 牽頭單位 | 牵头单位 | leading departments
// example: zhize query leader-load
MATCH (o:Official)-[:OVERSEES]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH o, count(DISTINCT t.id) AS tasks, collect(DISTINCT d.name) AS departments
RETURN o.name AS official, tasks, departments
ORDER BY tasks DESC, official
