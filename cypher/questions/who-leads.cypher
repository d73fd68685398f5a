// name: who-leads
// group: responsibility
// title.zh-Hant: 誰牽頭什麼任務
// title.zh-Hans: 谁牵头什么任务
// title.en: Who leads what
// about.zh-Hant: 每個部門、每項任務一行。以編號指定的任務包括其子任務。
// about.zh-Hans: 每个部门、每项任务一行。以编号指定的任务包括其子任务。
// about.en: One row for each department and task. A task given by its number stands for its subtasks too.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: task | task | = | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// parameter: collective | boolean | = true | 含統稱 | 含统称 | with collectives
// given: parts | parts
// column: department:department | 部門 | 部门 | department
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: joint | 共同牽頭 | 共同牵头 | joint
// column: rank | 排名 | 排名 | rank
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: mention:detail | 原文名稱 | 原文名称 | mention
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query who-leads --department 市公安局
// example: zhize query who-leads --task 13.2
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE ('' IN $department OR d.id IN $department)
  AND ($collective OR NOT r.collective)
  AND ('' IN $parts OR t.id IN $parts)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN d.name AS department, document, t.number AS number, t.title AS title, r.joint AS joint, r.rank AS rank,
       t.due_on AS due_on, r.mention AS mention, r.evidence AS evidence
ORDER BY document, t.position, r.rank
