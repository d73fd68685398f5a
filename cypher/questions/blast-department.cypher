// name: blast-department
// group: dependency
// title.zh-Hant: 部門停擺會影響什麼
// title.zh-Hans: 部门停摆会影响什么
// title.en: What stops when a department stops
// about.zh-Hant: 它牽頭的任務（0），以及依賴這些任務的全部任務。
// about.zh-Hans: 它牵头的任务（0），以及依赖这些任务的全部任务。
// about.en: The tasks that it leads (0), and everything that depends on them.
// parameter: department | department | required | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: distance | 步數 | 步数 | steps
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: due_on:date | 完成時限 | 完成时限 | due on
// example: zhize query blast-department --department 市公安局
MATCH (who:Department)-[:LEADS]->(t:Task)
WHERE who.id IN $department
WITH DISTINCT t
MATCH p = (x:Task)-[:DEPENDS_ON*0..6]->(t)
WITH x, min(length(p)) AS distance, left(x.id, size(x.id) - size(x.number) - 1) AS document
WHERE '' IN $document OR document IN $document
OPTIONAL MATCH (d:Department)-[:LEADS]->(x)
WITH x, distance, document, collect(DISTINCT d.name) AS leads
RETURN document, x.number AS number, x.title AS title, distance, leads, x.due_on AS due_on
ORDER BY distance, document, x.position
