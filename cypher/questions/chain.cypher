// name: chain
// group: dependency
// title.zh-Hant: 任務的依賴鏈
// title.zh-Hans: 任务的依赖链
// title.en: Chain of a task, step by step
// about.zh-Hant: 從一項任務到它所等待的一切，逐步列出：哪項任務需要哪項任務，經由什麼。
// about.zh-Hans: 从一项任务到它所等待的一切，逐步列出：哪项任务需要哪项任务，经由什么。
// about.en: Each step of the way from a task to everything that it waits for: which task needs which other, through what.
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// given: parts | parts
// column: distance | 步數 | 步数 | steps
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: needs_document | 前置文件 | 前置文件 | document needed
// column: needs_number:number | 前置編號 | 前置编号 | number needed
// column: needs_title | 前置任務 | 前置任务 | task needed
// column: kind:code | 類別 | 类别 | kind
// column: via | 經由 | 经由 | via
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query chain --task 14.4
MATCH (t:Task)
WHERE t.id IN $parts
WITH DISTINCT t
MATCH p = (t)-[:DEPENDS_ON*0..6]->(x:Task)
WITH x, min(length(p)) + 1 AS distance
MATCH (x)-[r:DEPENDS_ON]->(y:Task)
OPTIONAL MATCH (v:Platform)
WHERE v.id = r.via
OPTIONAL MATCH (w:DataDomain)
WHERE w.id = r.via
RETURN distance, left(x.id, size(x.id) - size(x.number) - 1) AS document, x.number AS number, x.title AS title, left(y.id, size(y.id) - size(y.number) - 1) AS needs_document,
       y.number AS needs_number, y.title AS needs_title, r.kind AS kind, coalesce(v.name, w.name) AS via, r.evidence AS evidence
ORDER BY distance, document, x.position, needs_document, y.position, via
