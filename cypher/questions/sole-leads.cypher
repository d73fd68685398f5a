// name: sole-leads
// group: responsibility
// title.zh-Hant: 單獨牽頭的任務
// title.zh-Hans: 单独牵头的任务
// title.en: Tasks with one lead alone
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// parameter: collective | boolean | = true | 含統稱 | 含统称 | with collectives
// column: department:department | 部門 | 部门 | department
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query sole-leads --department 市公安局
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE ('' IN $department OR d.id IN $department) AND NOT r.joint AND ($collective OR NOT r.collective)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN d.name AS department, document, t.number AS number, t.title AS title, t.due_on AS due_on, r.evidence AS evidence
ORDER BY document, t.position
