// name: no-deadline
// group: target
// title.zh-Hant: 沒有時限的任務
// title.zh-Hans: 没有时限的任务
// title.en: Tasks without a date
// about.zh-Hant: 沒有子任務，且自身、目標和上級任務都沒有日期的任務；時限原文可能是「持續推進」。
// about.zh-Hans: 没有子任务，且自身、目标和上级任务都没有日期的任务；时限原文可能是“持续推进”。
// about.en: Tasks without subtasks that have no date themselves, in a target or in a task above; due_text may say 持續推進.
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: due_text | 時限原文 | 时限原文 | due as printed
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
// example: zhize query no-deadline
MATCH (t:Task)
WHERE t.due_on IS NULL
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
  AND NOT EXISTS { MATCH (t)-[:HAS_SUBTASK]->(below:Task) }
  AND NOT EXISTS { MATCH (above:Task)-[:HAS_SUBTASK*1..6]->(t) WHERE above.due_on IS NOT NULL }
  AND NOT EXISTS { MATCH (t)-[:HAS_TARGET]->(g:Target) WHERE g.due_on IS NOT NULL }
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, document, collect(DISTINCT d.name) AS leads
RETURN document, t.number AS number, t.title AS title, t.due_text AS due_text, leads
ORDER BY document, t.position
