// name: search
// group: document
// title.zh-Hant: 查找
// title.zh-Hans: 查找
// title.en: Search
// about.zh-Hant: 在標題、名稱、別名、目標和任務正文中查找，繁體、簡體都能找到。
// about.zh-Hant: 幾個詞以空格隔開時，須依次相連。
// about.zh-Hans: 在标题、名称、别名、目标和任务正文中查找，繁体、简体都能找到。
// about.zh-Hans: 几个词以空格隔开时，须依次相连。
// about.en: Finds words in titles, names, aliases, targets and the text of tasks, in traditional and simplified characters alike.
// about.en: Several words with a space between must follow one another.
// parameter: text | words | required | 文字 | 文字 | text
// column: kind:code | 類別 | 类别 | kind
// column: name | 名稱 | 名称 | name
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: id | 標識 | 标识 | id
// column: part:hidden | 部分 | 部分 | part
// order: part, document, number, name, id
// example: zhize query search --text 視頻監控
MATCH (x:Task)
WHERE x.title =~ $text
RETURN 'Task' AS kind, x.title AS name, left(x.id, size(x.id) - size(x.number) - 1) AS document, x.number AS number, x.id AS id, 1 AS part
UNION
MATCH (x:Task)
WHERE NOT x.title =~ $text AND x.text =~ $text
RETURN 'text' AS kind, x.title AS name, left(x.id, size(x.id) - size(x.number) - 1) AS document, x.number AS number, x.id AS id, 7 AS part
UNION
MATCH (x:Department)
WHERE x.name =~ $text OR coalesce(x.canonical, '') =~ $text
RETURN 'Department' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 2 AS part
UNION
MATCH (x:Official)
WHERE x.name =~ $text
RETURN 'Official' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 3 AS part
UNION
MATCH (x:Platform)
WHERE x.name =~ $text
RETURN 'Platform' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 4 AS part
UNION
MATCH (x:DataDomain)
WHERE x.name =~ $text
RETURN 'DataDomain' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 5 AS part
UNION
MATCH (x:Platform)
UNWIND x.aliases AS other
WITH x, other
WHERE other =~ $text
RETURN 'Platform' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 4 AS part
UNION
MATCH (x:DataDomain)
UNWIND x.aliases AS other
WITH x, other
WHERE other =~ $text
RETURN 'DataDomain' AS kind, x.name AS name, '' AS document, '' AS number, x.id AS id, 5 AS part
UNION
MATCH (t:Task)-[:HAS_TARGET]->(x:Target)
WHERE x.text =~ $text
RETURN 'Target' AS kind, x.text AS name, left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, x.id AS id, 6 AS part
