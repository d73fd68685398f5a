// name: overdue
// group: target
// title.zh-Hant: 已過時限的任務與指標
// title.zh-Hans: 已过时限的任务与指标
// title.en: What is past its date
// about.zh-Hant: 日期在該日之前的任務和目標。文件不會說明此後做了什麼：這裡列出的是需要過問的。
// about.zh-Hans: 日期在该日之前的任务和目标。文件不会说明此后做了什么：这里列出的是需要过问的。
// about.en: Tasks and targets whose date lies before the day. A plan does not say what was done since: this lists what has to be asked about.
// parameter: day | date | = today | 日期 | 日期 | day
// parameter: document | document | = | 文件 | 文件 | document
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: kind:code | 類別 | 类别 | kind
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: text | 內容 | 内容 | what
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// column: position:hidden | 次序 | 次序 | position
// column: part:hidden | 標識 | 标识 | id
// order: due_on, document, position, part
// example: zhize query overdue --day 2022-01-01
MATCH (t:Task)
WHERE t.due_on IS NOT NULL AND t.due_on < $day
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, document, collect(DISTINCT d.name) AS leads
RETURN t.due_on AS due_on, 'Task' AS kind, document, t.number AS number, t.title AS title, coalesce(t.due_text, '') AS text,
       leads, t.position AS position, t.id AS part
UNION ALL
MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WHERE g.due_on IS NOT NULL AND g.due_on < $day
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, g, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, g, document, collect(DISTINCT d.name) AS leads
RETURN g.due_on AS due_on, 'Target' AS kind, document, t.number AS number, t.title AS title, g.text AS text,
       leads, t.position AS position, g.id AS part
