// name: targets-by-department
// group: target
// title.zh-Hant: 按部門列指標
// title.zh-Hans: 按部门列指标
// title.en: Targets by department
// about.zh-Hant: 任務的牽頭單位對該任務及其子任務的目標負責。
// about.zh-Hans: 任务的牵头单位对该任务及其子任务的目标负责。
// about.en: Who leads a task answers for its targets and for those of its subtasks.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// column: department:department | 部門 | 部门 | department
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
// column: position:hidden | 次序 | 次序 | position
// column: goal:hidden | 標識 | 标识 | id
// order: department, document, position, goal
// example: zhize query targets-by-department --department 市政務服務數據管理局
MATCH (d:Department)-[:LEADS]->(owner:Task)-[:HAS_SUBTASK*0..6]->(t:Task)-[r:HAS_TARGET]->(g:Target)
WHERE ('' IN $department OR d.id IN $department) AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH DISTINCT d, t, r, g, left(t.id, size(t.id) - size(t.number) - 1) AS document
RETURN d.name AS department, document, t.number AS number, t.title AS title, g.text AS target, g.metric AS metric, g.operator AS operator, g.value AS value, g.unit AS unit,
       coalesce(g.due_on, t.due_on) AS due_on, r.evidence AS evidence, t.position AS position, g.id AS goal
ORDER BY department, document, t.position, g.id
