// name: who-oversees
// group: responsibility
// title.zh-Hant: 領導分管什麼任務
// title.zh-Hans: 领导分管什么任务
// title.en: Which official oversees what
// parameter: document | document | = | 文件 | 文件 | document
// column: official | 領導 | 领导 | official
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: word | 原文用詞 | 原文用词 | word
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query who-oversees
MATCH (o:Official)-[r:OVERSEES]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH o, r, t, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN o.name AS official, document, t.number AS number, t.title AS title, r.word AS word, r.evidence AS evidence
ORDER BY document, t.position, official
