// name: upstream
// group: dependency
// title.zh-Hant: 這項任務要等哪些任務
// title.zh-Hans: 这项任务要等哪些任务
// title.en: What a task waits for
// about.zh-Hant: 它直接（1）或經由別的任務（2 及以上）所依賴的任務。
// about.zh-Hans: 它直接（1）或经由别的任务（2 及以上）所依赖的任务。
// about.en: The tasks that it depends on, directly (1) or through others (2 and more).
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// given: parts | parts
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: distance | 步數 | 步数 | steps
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: due_on:date | 完成時限 | 完成时限 | due on
// example: zhize query upstream --task 14.4
MATCH (t:Task)
WHERE t.id IN $parts
WITH DISTINCT t
MATCH p = (t)-[:DEPENDS_ON*1..6]->(x:Task)
WITH x, min(length(p)) AS distance
WHERE NOT x.id IN $task
OPTIONAL MATCH (d:Department)-[:LEADS]->(x)
WITH x, distance, collect(DISTINCT d.name) AS leads
RETURN left(x.id, size(x.id) - size(x.number) - 1) AS document, x.number AS number, x.title AS title, distance, leads, x.due_on AS due_on
ORDER BY distance, document, x.position
