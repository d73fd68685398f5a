// name: waits-for
// group: dependency
// title.zh-Hant: 誰在等誰
// title.zh-Hans: 谁在等谁
// title.en: Who waits for whom
// about.zh-Hant: 牽頭一項任務的部門，等待牽頭其前置任務的部門。
// about.zh-Hans: 牵头一项任务的部门，等待牵头其前置任务的部门。
// about.en: A department that leads a task waits for one that leads a task which the first depends on.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// column: department:department | 部門 | 部门 | department
// column: waits_for:department | 等待 | 等待 | waits for
// column: tasks | 任務數 | 任务数 | tasks
// column: numbers:numbers | 等待的任務 | 等待的任务 | waiting tasks
// column: needs:numbers | 前置任務 | 前置任务 | tasks needed
// column: via:names | 經由 | 经由 | via
// order: -tasks, department, waits_for
// example: zhize query waits-for
MATCH (d:Department)-[:LEADS]->(t:Task)-[r:DEPENDS_ON]->(u:Task)<-[:LEADS]-(o:Department)
WHERE d.id <> o.id AND ('' IN $department OR d.id IN $department) AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
OPTIONAL MATCH (v:Platform)
WHERE v.id = r.via
OPTIONAL MATCH (w:DataDomain)
WHERE w.id = r.via
WITH d, o, count(DISTINCT t.id) AS tasks, collect(DISTINCT t.number) AS numbers, collect(DISTINCT u.number) AS needs,
     collect(DISTINCT coalesce(v.name, w.name)) AS via
RETURN d.name AS department, o.name AS waits_for, tasks, numbers, needs, via
ORDER BY tasks DESC, department, waits_for
