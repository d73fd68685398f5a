// name: documents
// group: document
// title.zh-Hant: 已載入的文件
// title.zh-Hans: 已载入的文件
// title.en: Documents in the store
// column: document | 文件 | 文件 | document
// column: title | 標題 | 标题 | title
// column: doc_number | 發文字號 | 发文字号 | document number
// column: issuer | 發文機關 | 发文机关 | issuer
// column: issued_on:date | 成文日期 | 成文日期 | issued on
// column: jurisdiction | 地區 | 地区 | jurisdiction
// column: tasks | 任務數 | 任务数 | tasks
// example: zhize query documents
MATCH (t:Task)
WITH left(t.id, size(t.id) - size(t.number) - 1) AS document, count(t.id) AS tasks
MATCH (plan:Document {id: document})
RETURN document, plan.title AS title, plan.doc_number AS doc_number, plan.issuer AS issuer, plan.issued_on AS issued_on,
       plan.jurisdiction AS jurisdiction, tasks
ORDER BY document
