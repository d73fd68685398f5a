// name: downstream
// group: dependency
// title.zh-Hant: 哪些任務在等這項任務
// title.zh-Hans: 哪些任务在等这项任务
// title.en: What waits for a task
// about.zh-Hant: 直接（1）或經由別的任務（2 及以上）依賴它的任務。
// about.zh-Hans: 直接（1）或经由别的任务（2 及以上）依赖它的任务。
// about.en: The tasks that depend on it, directly (1) or through others (2 and more).
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// given: parts | parts
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: distance | 步數 | 步数 | steps
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: due_on:date | 完成時限 | 完成时限 | due on
// example: zhize query downstream --task 2
MATCH (t:Task)
WHERE t.id IN $parts
WITH DISTINCT t
MATCH p = (x:Task)-[:DEPENDS_ON*1..6]->(t)
WITH x, min(length(p)) AS distance
WHERE NOT x.id IN $task
OPTIONAL MATCH (d:Department)-[:LEADS]->(x)
WITH x, distance, collect(DISTINCT d.name) AS leads
RETURN left(x.id, size(x.id) - size(x.number) - 1) AS document, x.number AS number, x.title AS title, distance, leads, x.due_on AS due_on
ORDER BY distance, document, x.position
