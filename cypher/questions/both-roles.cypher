// name: both-roles
// group: responsibility
// title.zh-Hant: 既牽頭又配合的部門
// title.zh-Hans: 既牵头又配合的部门
// title.en: Departments that lead here and support there
// parameter: document | document | = | 文件 | 文件 | document
// parameter: collective | boolean | = true | 含統稱 | 含统称 | with collectives
// column: department:department | 部門 | 部门 | department
// column: leads:numbers | 牽頭任務 | 牵头任务 | leads
// column: supports:numbers | 配合任務 | 配合任务 | supports
// order: department
// example: zhize query both-roles
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document) AND ($collective OR NOT r.collective)
WITH d, collect(DISTINCT t.number) AS leads
MATCH (d)-[r:SUPPORTS]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document) AND ($collective OR NOT r.collective)
WITH d, leads, collect(DISTINCT t.number) AS supports
RETURN d.name AS department, leads, supports
ORDER BY department
