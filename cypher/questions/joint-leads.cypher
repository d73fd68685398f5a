// name: joint-leads
// group: responsibility
// title.zh-Hant: 共同牽頭的任務
// title.zh-Hans: 共同牵头的任务
// title.en: Tasks with several leads
// about.zh-Hant: 有不止一個牽頭單位的任務的每個牽頭單位；指定部門時，是它與其他部門共同牽頭的任務。
// about.zh-Hans: 有不止一个牵头单位的任务的每个牵头单位；指定部门时，是它与其他部门共同牵头的任务。
// about.en: Every lead of each task that has more than one; with a department, the tasks that it leads together with others.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: department:department | 部門 | 部门 | department
// column: rank | 排名 | 排名 | rank
// column: of | 牽頭單位數 | 牵头单位数 | leads in all
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query joint-leads
// example: zhize query joint-leads --department 市公安局
MATCH (t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
  AND ('' IN $department OR EXISTS { MATCH (one:Department)-[:LEADS]->(t) WHERE one.id IN $department })
WITH t, left(t.id, size(t.id) - size(t.number) - 1) AS document, COUNT { MATCH (lead:Department)-[:LEADS]->(t) } AS leads
WHERE leads > 1
MATCH (d:Department)-[r:LEADS]->(t)
RETURN document, t.number AS number, t.title AS title, d.name AS department, r.rank AS rank, leads AS of, r.evidence AS evidence
ORDER BY document, t.position, r.rank
