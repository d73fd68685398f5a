// name: changed-leads
// group: comparison
// title.zh-Hant: 換了牽頭部門的任務
// title.zh-Hans: 换了牵头部门的任务
// title.en: Tasks whose lead changed
// about.zh-Hant: 新增：只在新文件中牽頭；取消：只在舊文件中牽頭。不再有人牽頭的任務也列出，只起歸類作用的任務不列。任務按完整標題對應。
// about.zh-Hans: 新增：只在新文件中牵头；取消：只在旧文件中牵头。不再有人牵头的任务也列出，只起归类作用的任务不列。任务按完整标题对应。
// about.en: added: leads it in the new document only; removed: led it in the old one only. A task that nobody leads any more counts, one that only groups others does not. Tasks are matched by their whole title.
// parameter: old | document | required | 舊文件 | 旧文件 | old document
// parameter: new | document | required | 新文件 | 新文件 | new document
// column: change:code | 變化 | 变化 | change
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: department:department | 部門 | 部门 | department
// column: position:hidden | 次序 | 次序 | position
// order: title, document, position, change, department
MATCH (d:Department)-[:LEADS]->(t:Task)
WHERE left(t.id, size(t.id) - size(t.number) - 1) IN $new
MATCH (o:Task)
WHERE o.title = t.title AND left(o.id, size(o.id) - size(o.number) - 1) IN $old
  AND (EXISTS { MATCH (lead:Department)-[:LEADS]->(o) } OR NOT EXISTS { MATCH (o)-[:HAS_SUBTASK]->(part:Task) })
  AND NOT EXISTS { MATCH (d)-[:LEADS]->(o) }
RETURN 'added' AS change, left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, d.name AS department, t.position AS position
UNION
MATCH (d:Department)-[:LEADS]->(t:Task)
WHERE left(t.id, size(t.id) - size(t.number) - 1) IN $old
MATCH (o:Task)
WHERE o.title = t.title AND left(o.id, size(o.id) - size(o.number) - 1) IN $new
  AND (EXISTS { MATCH (lead:Department)-[:LEADS]->(o) } OR NOT EXISTS { MATCH (o)-[:HAS_SUBTASK]->(part:Task) })
  AND NOT EXISTS { MATCH (d)-[:LEADS]->(o) }
RETURN 'removed' AS change, left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, d.name AS department, t.position AS position
