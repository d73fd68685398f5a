// name: outline
// group: document
// title.zh-Hant: 文件的章節與任務
// title.zh-Hans: 文件的章节与任务
// title.en: Outline of a document
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: section | 章 | 章 | section
// column: number:number | 編號 | 编号 | number
// column: printed_label | 原文編號 | 原文编号 | printed label
// column: title | 標題 | 标题 | title
// column: depth | 層級 | 层级 | depth
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: due_on:date | 完成時限 | 完成时限 | due on
// example: zhize query outline
MATCH (t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (s:Section)-[:HAS_TASK]->(item:Task)-[:HAS_SUBTASK*0..6]->(t)
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, document, s, collect(DISTINCT d.name) AS leads
RETURN document, s.title AS section, t.number AS number, t.printed_label AS printed_label, t.title AS title, t.depth AS depth,
       leads, t.due_on AS due_on
ORDER BY document, t.position
