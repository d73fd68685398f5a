// name: targets-by-platform
// group: target
// title.zh-Hant: 按平臺列指標
// title.zh-Hans: 按平台列指标
// title.en: Targets by platform
// parameter: platform | platform | = | 平臺 | 平台 | platform
// parameter: document | document | = | 文件 | 文件 | document
// column: platform | 平臺 | 平台 | platform
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: target | 指標 | 指标 | target
// column: metric | 指標名稱 | 指标名称 | metric
// column: operator | 關係 | 关系 | operator
// column: value | 數值 | 数值 | value
// column: unit | 單位 | 单位 | unit
// column: due_on:date | 完成時限 | 完成时限 | due on
// column: evidence:detail | 原文 | 原文 | evidence
// example: zhize query targets-by-platform --platform 粵省事
MATCH (t:Task)-[r:HAS_TARGET]->(g:Target)
WHERE g.subject IS NOT NULL AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH t, r, g, left(t.id, size(t.id) - size(t.number) - 1) AS document
MATCH (f:Platform {id: g.subject})
WHERE '' IN $platform OR f.id IN $platform
RETURN f.name AS platform, document, t.number AS number, t.title AS title, g.text AS target, g.metric AS metric, g.operator AS operator, g.value AS value, g.unit AS unit,
       coalesce(g.due_on, t.due_on) AS due_on, r.evidence AS evidence
ORDER BY platform, document, t.position, g.id
