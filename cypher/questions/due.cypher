// name: due
// group: target
// title.zh-Hant: 某日前到期的任務與指標
// title.zh-Hans: 某日前到期的任务与指标
// title.en: What is due by a date
// about.zh-Hant: 完成時限在截止日當天或之前（給了起始日時，不早於起始日）的任務和目標。
// about.zh-Hans: 完成时限在截止日当天或之前（给了起始日时，不早于起始日）的任务和目标。
// about.en: Tasks and targets whose date is on or before `by` (and on or after `since`).
// parameter: by | date | required | 截至 | 截至 | by
// parameter: since | date | = | 自 | 自 | since
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
// example: zhize query due --by 2021-12-31
MATCH (t:Task)
WHERE t.due_on IS NOT NULL AND t.due_on <= $by AND ($since = '' OR t.due_on >= $since)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, document, collect(DISTINCT d.name) AS leads
RETURN t.due_on AS due_on, 'Task' AS kind, document, t.number AS number, t.title AS title, coalesce(t.due_text, '') AS text,
       leads, t.position AS position, t.id AS part
UNION ALL
MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WHERE g.due_on IS NOT NULL AND g.due_on <= $by AND ($since = '' OR g.due_on >= $since)
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, g, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, g, document, collect(DISTINCT d.name) AS leads
RETURN g.due_on AS due_on, 'Target' AS kind, document, t.number AS number, t.title AS title, g.text AS text,
       leads, t.position AS position, g.id AS part
