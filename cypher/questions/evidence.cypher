// name: evidence
// group: document
// title.zh-Hant: 任務每一關係的原文依據
// title.zh-Hans: 任务每一关系的原文依据
// title.en: Where each fact of a task was read
// about.zh-Hant: 起、止是文件正文中的字符位置，該處的文字就是所列的原文名稱。
// about.zh-Hant: 上級任務包括其子任務。
// about.zh-Hans: 起、止是文件正文中的字符位置，该处的文字就是所列的原文名称。
// about.zh-Hans: 上级任务包括其子任务。
// about.en: char_start and char_end are offsets into the document's text, in characters; the text there is the mention.
// about.en: A parent task stands for its subtasks too.
// parameter: task | task | required | 任務 | 任务 | task
// parameter: document | document | = | 文件 | 文件 | document
// given: parts | parts
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: role:code | 角色 | 角色 | role
// column: name | 名稱 | 名称 | name
// column: mention | 原文名稱 | 原文名称 | mention
// column: evidence | 原文 | 原文 | evidence
// column: char_start | 起 | 起 | from
// column: char_end | 止 | 止 | to
// column: position:hidden | 次序 | 次序 | position
// order: document, position, char_start, role, name
// example: zhize query evidence --task 9
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (x:Department)-[r:LEADS]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'LEADS' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (x:Department)-[r:SUPPORTS]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'SUPPORTS' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (x:Official)-[r:OVERSEES]->(t)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'OVERSEES' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (t)-[r:DELIVERS]->(x:Platform)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'DELIVERS' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (t)-[r:USES]->(x:Platform)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'USES' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (t)-[r:PRODUCES]->(x:DataDomain)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'PRODUCES' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (t)-[r:CONSUMES]->(x:DataDomain)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'CONSUMES' AS role, x.name AS name,
       r.mention AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
UNION ALL
MATCH (t:Task)
WHERE t.id IN $parts
MATCH (t)-[r:HAS_TARGET]->(x:Target)
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, 'HAS_TARGET' AS role, x.text AS name,
       x.text AS mention, r.evidence AS evidence, r.char_start AS char_start, r.char_end AS char_end, t.position AS position
