// name: department-pairs
// group: responsibility
// title.zh-Hant: 哪些部門一起做事
// title.zh-Hans: 哪些部门一起做事
// title.en: Which departments work together
// about.zh-Hant: 同一任務中出現的兩個部門，不論角色。「市有關單位」之類的統稱，除非要求，不計在內。
// about.zh-Hans: 同一任务中出现的两个部门，不论角色。“市有关单位”之类的统称，除非要求，不计在内。
// about.en: Pairs of departments named in one task, in whatever role. Collectives such as 市有關單位 are left out unless asked for.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: document | document | = | 文件 | 文件 | document
// parameter: collective | boolean | = false | 含統稱 | 含统称 | with collectives
// column: department:department | 部門 | 部门 | department
// column: partner:department | 另一部門 | 另一部门 | partner
// column: tasks | 任務數 | 任务数 | tasks
// column: joint | 共同牽頭 | 共同牵头 | led together
// column: numbers:numbers | 任務編號 | 任务编号 | task numbers
// order: -tasks, -joint, department, partner
// example: zhize query department-pairs
// example: zhize query department-pairs --department 市公安局
MATCH (d:Department)-[r:LEADS|SUPPORTS]->(t:Task)<-[q:LEADS|SUPPORTS]-(p:Department)
WHERE ('' IN $department OR d.id IN $department) AND d.id <> p.id AND (d.id < p.id OR NOT '' IN $department)
  AND ($collective OR (NOT r.collective AND NOT q.collective))
  AND ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH d, p, count(DISTINCT t.id) AS tasks, count(DISTINCT CASE WHEN r.joint AND q.joint THEN t.id END) AS joint,
     collect(DISTINCT t.number) AS numbers
RETURN d.name AS department, p.name AS partner, tasks, joint, numbers
ORDER BY tasks DESC, joint DESC, department, partner
