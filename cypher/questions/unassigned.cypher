// name: unassigned
// group: responsibility
// title.zh-Hant: 只寫統稱、沒有點名的任務
// title.zh-Hans: 只写统称、没有点名的任务
// title.en: Duties given to nobody by name
// about.zh-Hant: 交給「市有關單位」之類統稱的職責：需要有人指明是哪些部門。
// about.zh-Hans: 交给“市有关单位”之类统称的职责：需要有人指明是哪些部门。
// about.en: Roles given to a collective such as 市有關單位: somebody has to name the departments that are meant.
// parameter: document | document | = | 文件 | 文件 | document
// column: role:code | 角色 | 角色 | role
// column: department:department | 部門 | 部门 | department
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: evidence:detail | 原文 | 原文 | evidence
// column: position:hidden | 次序 | 次序 | position
// order: role, document, position, department
// example: zhize query unassigned
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE r.collective
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN 'LEADS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.evidence AS evidence,
       t.position AS position
UNION ALL
MATCH (d:Department)-[r:SUPPORTS]->(t:Task)
WHERE r.collective
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN 'SUPPORTS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.evidence AS evidence,
       t.position AS position
