// name: workload
// group: responsibility
// title.zh-Hant: 各部門任務量
// title.zh-Hans: 各部门任务量
// title.en: Workload of each department
// about.zh-Hant: 牽頭、配合數的是帶有責任條款的任務，不論層級。
// about.zh-Hant: 牽頭項、配合項把子任務歸到上級：一個事項不論有幾項子任務提到該部門，只計一次。
// about.zh-Hans: 牵头、配合数的是带有责任条款的任务，不论层级。
// about.zh-Hans: 牵头项、配合项把子任务归到上级：一个事项不论有几项子任务提到该部门，只计一次。
// about.en: leads and supports count the tasks that carry a clause, whatever their depth.
// about.en: lead_items and support_items roll subtasks up: an item counts once, however many of its subtasks name the department.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// parameter: collective | boolean | = true | 含統稱 | 含统称 | with collectives
// column: department:department | 部門 | 部门 | department
// column: jurisdiction | 地區 | 地区 | jurisdiction
// column: leads | 牽頭 | 牵头 | leads
// column: lead_items | 牽頭大項 | 牵头大项 | items led
// column: joint | 其中共同牽頭 | 其中共同牵头 | of these joint
// column: supports | 配合 | 配合 | supports
// column: support_items | 配合大項 | 配合大项 | items supported
// column: total | 合計 | 合计 | total
// order: -leads, -supports, department, jurisdiction
// example: zhize query workload
MATCH (d:Department)
WHERE '' IN $department OR d.id IN $department
OPTIONAL MATCH (d)-[r:LEADS]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document) AND ($collective OR NOT r.collective)
OPTIONAL MATCH (item:Task)-[:HAS_SUBTASK*0..6]->(t)
WHERE item.depth = 1
WITH d, count(DISTINCT t.id) AS leads, count(DISTINCT item.id) AS lead_items,
     count(DISTINCT CASE WHEN r.joint THEN t.id END) AS joint
OPTIONAL MATCH (d)-[r:SUPPORTS]->(t:Task)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document) AND ($collective OR NOT r.collective)
OPTIONAL MATCH (item:Task)-[:HAS_SUBTASK*0..6]->(t)
WHERE item.depth = 1
WITH d, leads, lead_items, joint, count(DISTINCT t.id) AS supports, count(DISTINCT item.id) AS support_items
WHERE leads + supports > 0
RETURN d.name AS department, d.jurisdiction AS jurisdiction, leads, lead_items, joint, supports, support_items,
       leads + supports AS total
ORDER BY leads DESC, supports DESC, department, jurisdiction
