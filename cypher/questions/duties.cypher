// name: duties
// group: responsibility
// title.zh-Hant: 一個部門的全部任務
// title.zh-Hans: 一个部门的全部任务
// title.en: All duties of a department
// parameter: department | department | required | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// column: role:code | 角色 | 角色 | role
// column: department:department | 部門 | 部门 | department
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: rank | 排名 | 排名 | rank
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: evidence:detail | 原文 | 原文 | evidence
// column: position:hidden | 次序 | 次序 | position
// order: role, document, position, rank
// example: zhize query duties --department 市發展改革局
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE d.id IN $department
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN 'LEADS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.rank AS rank,
       t.due_on AS due_on, r.evidence AS evidence, t.position AS position
UNION ALL
MATCH (d:Department)-[r:SUPPORTS]->(t:Task)
WHERE d.id IN $department
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN 'SUPPORTS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.rank AS rank,
       t.due_on AS due_on, r.evidence AS evidence, t.position AS position
