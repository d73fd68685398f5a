// name: not-yet-assigned
// group: responsibility
// title.zh-Hant: 統稱尚未指定具體單位的任務
// title.zh-Hans: 统称尚未指定具体单位的任务
// title.en: Collectives that nobody is named for yet
// about.zh-Hant: 交給「市有關單位」之類、而辦公室尚未指明部門的職責（`zhize assign`，辦公室分解）。
// about.zh-Hant: 「各縣（區）」指每一個縣區，不需要分解。
// about.zh-Hans: 交给“市有关单位”之类、而办公室尚未指明部门的职责（`zhize assign`，办公室分解）。
// about.zh-Hans: “各县（区）”指每一个县区，不需要分解。
// about.en: Roles given to 市有關單位 and the like for which the office has named no department (`zhize assign`, 辦公室分解).
// about.en: 各縣(區) means every one and is not asked for.
// parameter: document | document | = | 文件 | 文件 | document
// given: assigned | assigned
// column: role:code | 角色 | 角色 | role
// column: department:department | 統稱 | 统称 | collective
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: evidence:detail | 原文 | 原文 | evidence
// column: position:hidden | 次序 | 次序 | position
// order: document, position, role, department
// example: zhize query not-yet-assigned
MATCH (d:Department)-[r:LEADS]->(t:Task)
WHERE r.collective AND NOT r.implied
  AND (r.mention CONTAINS '有關' OR r.mention CONTAINS '有关' OR r.mention CONTAINS '相關' OR r.mention CONTAINS '相关')
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
WHERE ('' IN $document OR document IN $document) AND NOT (t.id + '|' + r.mention) IN $assigned
RETURN 'LEADS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.evidence AS evidence,
       t.position AS position
UNION ALL
MATCH (d:Department)-[r:SUPPORTS]->(t:Task)
WHERE r.collective AND NOT r.implied
  AND (r.mention CONTAINS '有關' OR r.mention CONTAINS '有关' OR r.mention CONTAINS '相關' OR r.mention CONTAINS '相关')
WITH d, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
WHERE ('' IN $document OR document IN $document) AND NOT (t.id + '|' + r.mention) IN $assigned
RETURN 'SUPPORTS' AS role, d.name AS department, document, t.number AS number, t.title AS title, r.evidence AS evidence,
       t.position AS position
