// name: bottlenecks
// group: dependency
// title.zh-Hant: 瓶頸部門
// title.zh-Hans: 瓶颈部门
// title.en: Bottlenecks
// about.zh-Hant: 其他部門直接或經由別的任務等待的部門。
// about.zh-Hans: 其他部门直接或经由别的任务等待的部门。
// about.en: Departments that others wait for, directly or through other tasks.
// parameter: document | document | = | 文件 | 文件 | document
// column: department:department | 部門 | 部门 | department
// column: departments | 等待的部門數 | 等待的部门数 | departments waiting
// column: tasks | 等待的任務數 | 等待的任务数 | tasks waiting
// column: numbers:numbers | 被等待的任務 | 被等待的任务 | tasks waited for
// order: -tasks, -departments, department
// example: zhize query bottlenecks
MATCH (o:Department)-[:LEADS]->(t:Task)-[:DEPENDS_ON*1..6]->(u:Task)<-[:LEADS]-(d:Department)
WHERE d.id <> o.id AND ('' IN $document OR left(u.id, size(u.id) - size(u.number) - 1) IN $document)
WITH d, count(DISTINCT o.id) AS departments, count(DISTINCT t.id) AS tasks, collect(DISTINCT u.number) AS numbers
RETURN d.name AS department, departments, tasks, numbers
ORDER BY tasks DESC, departments DESC, department
