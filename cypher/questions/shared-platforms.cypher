// name: shared-platforms
// group: platform
// title.zh-Hant: 多個部門共用的平臺
// title.zh-Hans: 多个部门共用的平台
// title.en: Platforms shared by several departments
// about.zh-Hant: 牽頭或配合建設、使用該平臺的任務的部門；統稱不計。
// about.zh-Hans: 牵头或配合建设、使用该平台的任务的部门；统称不计。
// about.en: Departments that lead or support a task which delivers or uses the platform; collectives are not counted.
// parameter: least | integer | = 2 | 最少部門數 | 最少部门数 | departments at least
// parameter: document | document | = | 文件 | 文件 | document
// column: platform | 平臺 | 平台 | platform
// column: shared | 部門數 | 部门数 | departments
// column: tasks | 任務數 | 任务数 | tasks
// column: departments:departments | 部門 | 部门 | which
// example: zhize query shared-platforms
// example: zhize query shared-platforms --least 3
MATCH (d:Department)-[r:LEADS|SUPPORTS]->(t:Task)-[:DELIVERS|USES]->(f:Platform)
WHERE NOT r.collective AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH f, count(DISTINCT d.id) AS shared, count(DISTINCT t.id) AS tasks, collect(DISTINCT d.name) AS departments
WHERE shared >= $least
RETURN f.name AS platform, shared, tasks, departments
ORDER BY shared DESC, tasks DESC, platform
