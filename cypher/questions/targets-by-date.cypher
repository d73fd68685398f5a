// name: targets-by-date
// group: target
// title.zh-Hant: 按時限列指標
// title.zh-Hans: 按时限列指标
// title.en: Targets by date
// about.zh-Hant: 自身有日期或所屬任務有日期的目標，早的在前。
// about.zh-Hans: 自身有日期或所属任务有日期的目标，早的在前。
// about.en: Targets that have a date of their own or whose task has one, earliest first.
// parameter: document | document | = | 文件 | 文件 | document
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: target | 指標 | 指标 | target
// column: metric | 指標名稱 | 指标名称 | metric
// column: operator | 關係 | 关系 | operator
// column: value | 數值 | 数值 | value
// column: unit | 單位 | 单位 | unit
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query targets-by-date
MATCH (t:Task)-[r:HAS_TARGET]->(g:Target)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, g, left(t.id, size(t.id) - size(t.number) - 1) AS document, coalesce(g.due_on, t.due_on, '') AS due_on
WHERE due_on <> ''
RETURN due_on, document, t.number AS number, t.title AS title, g.text AS target, g.metric AS metric, g.operator AS operator, g.value AS value, g.unit AS unit,
       r.evidence AS evidence
ORDER BY due_on, document, t.position, g.id
