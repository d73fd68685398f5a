// name: new-in
// group: comparison
// title.zh-Hant: 新增的任務
// title.zh-Hans: 新增的任务
// title.en: Tasks that are new
// about.zh-Hant: 任務按完整標題對應；`zhize compare` 還能找出移位和改寫的任務。
// about.zh-Hans: 任务按完整标题对应；`zhize compare` 还能找出移位和改写的任务。
// about.en: Tasks are matched by their whole title; `zhize compare` also finds the moved and reworded ones.
// parameter: old | document | required | 舊文件 | 旧文件 | old document
// parameter: new | document | required | 新文件 | 新文件 | new document
// column: document | 文件 | 文件 | document
// column: number:number | 編號 | 编号 | number
// column: title | 標題 | 标题 | title
// column: leads:departments | 牽頭部門 | 牵头部门 | leads
MATCH (o:Task)
WHERE left(o.id, size(o.id) - size(o.number) - 1) IN $old
WITH collect(o.title) AS titles
MATCH (t:Task)
WHERE left(t.id, size(t.id) - size(t.number) - 1) IN $new AND NOT t.title IN titles
OPTIONAL MATCH (d:Department)-[:LEADS]->(t)
WITH t, collect(DISTINCT d.name) AS leads
RETURN left(t.id, size(t.id) - size(t.number) - 1) AS document, t.number AS number, t.title AS title, leads
ORDER BY document, t.position
