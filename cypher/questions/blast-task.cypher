// name: blast-task
// group: dependency
// title.zh-Hant: 任務延誤會影響什麼
// title.zh-Hans: 任务延误会影响什么
// title.en: What a late task holds up
// about.zh-Hant: 該任務及其子任務（0），以及依賴它們的全部任務。
// about.zh-Hans: 该任务及其子任务（0），以及依赖它们的全部任务。
// about.en: The task and its subtasks (0), and everything that depends on them.
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: distance | 步數 | 步数 | steps
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: due_on:date | 完成時限 | 完成时限 | due on
// example: zhize query blast-task --task 2
MATCH (top:Task)-[:HAS_SUBTASK*0..6]->(t:Task)
WHERE top.id IN $task
WITH DISTINCT t
MATCH p = (x:Task)-[:DEPENDS_ON*0..6]->(t)
WITH x, min(length(p)) AS distance, left(x.id, size(x.id) - size(x.number) - 1) AS document
WHERE '' IN $document OR document IN $document
OPTIONAL MATCH (d:Department)-[:LEADS]->(x)
WITH x, distance, document, collect(DISTINCT d.name) AS leads
RETURN document, x.number AS number, x.title AS title, distance, leads, x.due_on AS due_on
ORDER BY distance, document, x.position
