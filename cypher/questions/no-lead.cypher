// name: no-lead
// group: responsibility
// title.zh-Hant: 無人牽頭的任務
// title.zh-Hans: 无人牵头的任务
// title.en: Tasks without a lead
// about.zh-Hant: 沒有子任務，且自身及上級任務的責任條款都沒有交給牽頭單位的任務。
// about.zh-Hans: 没有子任务，且自身及上级任务的责任条款都没有交给牵头单位的任务。
// about.en: Tasks without subtasks that no clause of their own and none of a task above them gives to a lead.
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: printed_label | 原文編號 | 原文编号 | printed label
// example: zhize query no-lead
MATCH (t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
  AND NOT EXISTS { MATCH (d:Department)-[:LEADS]->(t) }
  AND NOT EXISTS { MATCH (d:Department)-[:LEADS]->(above:Task)-[:HAS_SUBTASK*1..6]->(t) }
  AND NOT EXISTS { MATCH (t)-[:HAS_SUBTASK]->(below:Task) }
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN document, t.number AS number, t.title AS title, t.printed_label AS printed_label
ORDER BY document, t.position
