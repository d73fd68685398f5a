// name: task-card
// group: document
// title.zh-Hant: 任務卡片
// title.zh-Hans: 任务卡片
// title.en: Everything about one task
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: aspect:code | 項目 | 项目 | aspect
// column: name | 內容 | 内容 | name
// column: detail | 說明 | 说明 | detail
// column: evidence:detail | 原文 | 原文 | evidence
// column: part:hidden | 部分 | 部分 | part
// column: rank:hidden | 排名 | 排名 | rank
// order: document, number, part, rank, name, evidence
// example: zhize query task-card --task 13.2
// example: zhize query task-card --task "(十三)2"
MATCH (t:Task)
WHERE t.id IN $task
MATCH (s:Section)-[:HAS_TASK]->(item:Task)-[:HAS_SUBTASK*0..6]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'section' AS aspect, s.title AS name, s.number AS detail, '' AS evidence, 1 AS part, 0 AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (x:Task)-[:HAS_SUBTASK]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'parent' AS aspect, x.title AS name, x.number AS detail, '' AS evidence, 2 AS part, 0 AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task AND (t.due_text IS NOT NULL OR t.due_on IS NOT NULL)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'due' AS aspect, coalesce(t.due_text, '') AS name, coalesce(t.due_on, '') AS detail, '' AS evidence, 3 AS part, 0 AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (o:Official)-[r:OVERSEES]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'OVERSEES' AS aspect, o.name AS name, coalesce(r.word, '') AS detail, r.evidence AS evidence, 4 AS part, 0 AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (d:Department)-[r:LEADS]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'LEADS' AS aspect, d.name AS name, coalesce(r.word, '') AS detail, r.evidence AS evidence, 5 AS part, r.rank AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (d:Department)-[r:SUPPORTS]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'SUPPORTS' AS aspect, d.name AS name, coalesce(r.word, '') AS detail, r.evidence AS evidence, 6 AS part, r.rank AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:DELIVERS]->(x:Platform)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'DELIVERS' AS aspect, x.name AS name, coalesce(r.verb, '') AS detail, r.evidence AS evidence, 7 AS part, r.char_start AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:USES]->(x:Platform)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'USES' AS aspect, x.name AS name, coalesce(r.verb, '') AS detail, r.evidence AS evidence, 8 AS part, r.char_start AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:PRODUCES]->(x:DataDomain)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'PRODUCES' AS aspect, x.name AS name, coalesce(r.verb, '') AS detail, r.evidence AS evidence, 9 AS part, r.char_start AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:CONSUMES]->(x:DataDomain)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'CONSUMES' AS aspect, x.name AS name, coalesce(r.verb, '') AS detail, r.evidence AS evidence, 10 AS part, r.char_start AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:HAS_TARGET]->(x:Target)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'HAS_TARGET' AS aspect, x.text AS name, coalesce(x.due_on, '') AS detail, r.evidence AS evidence, 11 AS part, r.char_start AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:HAS_SUBTASK]->(x:Task)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'subtask' AS aspect, x.title AS name, x.number AS detail, '' AS evidence, 12 AS part, x.position AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (t)-[r:DEPENDS_ON]->(x:Task)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'DEPENDS_ON' AS aspect, x.title AS name, x.number AS detail, coalesce(r.evidence, '') AS evidence, 13 AS part, x.position AS rank
UNION
MATCH (t:Task)
WHERE t.id IN $task
MATCH (x:Task)-[r:DEPENDS_ON]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title,
       'needed_by' AS aspect, x.title AS name, x.number AS detail, coalesce(r.evidence, '') AS evidence, 14 AS part, x.position AS rank
