// name: cycles
// group: dependency
// title.zh-Hant: 互相等待的任務
// title.zh-Hans: 互相等待的任务
// title.en: Tasks that wait for each other
// about.zh-Hant: 處於不超過六步的依賴環上的任務；長度是最短的環。
// about.zh-Hans: 处于不超过六步的依赖环上的任务；长度是最短的环。
// about.en: Tasks on a circle of dependencies of at most six steps; length is the shortest circle.
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: length | 環長 | 环长 | length
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// example: zhize query cycles
MATCH p = (t:Task)-[:DEPENDS_ON*1..6]->(back:Task)
WHERE t.id = back.id AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, min(length(p)) AS length, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, length, document, collect(DISTINCT d.name) AS leads
RETURN document, t.number AS number, t.title AS title, length, leads
ORDER BY document, t.position
