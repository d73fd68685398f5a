// name: external
// group: dependency
// title.zh-Hant: 計劃外的平臺
// title.zh-Hans: 计划外的平台
// title.en: Platforms external to the plan
// about.zh-Hant: 屬上級：屬於高於本文件層級的平臺；無任務建設：圖中沒有任務建設它。
// about.zh-Hant: 上級的平臺也可能在本地交付：擴展、部署或推廣。
// about.zh-Hans: 属上级：属于高于本文件层级的平台；无任务建设：图中没有任务建设它。
// about.zh-Hans: 上级的平台也可能在本地交付：扩展、部署或推广。
// about.en: tier_above: it belongs to a tier above the plan's own; undelivered: no task in the graph delivers it.
// about.en: A platform of a tier above may be delivered here as well: extended, deployed or promoted.
// parameter: document | document | = | 文件 | 文件 | document
// given: above | tiers
// column: document | 文件 | 文件 | document
// column: platform | 平臺 | 平台 | platform
// column: tier:code | 層級 | 层级 | tier
// column: owner | 所屬 | 所属 | owner
// column: reason:code | 原因 | 原因 | reason
// column: delivered | 有任務建設 | 有任务建设 | delivered in the graph
// column: numbers:numbers | 相關任務 | 相关任务 | tasks
// order: document, reason, platform
// example: zhize query external
MATCH (t:Task)-[:DELIVERS|USES]->(f:Platform)
WHERE ('' IN $document OR left(t.id, size(t.id) - size(t.number) - 1) IN $document)
WITH f, left(t.id, size(t.id) - size(t.number) - 1) AS document, collect(DISTINCT t.number) AS numbers
MATCH (plan:Document {id: document})
WITH f, document, numbers, (coalesce(plan.jurisdiction, '') + '|' + coalesce(f.tier, '')) IN $above AS above,
     EXISTS { MATCH (maker:Task)-[:DELIVERS]->(f) } AS delivered
WHERE above OR NOT delivered
RETURN document, f.name AS platform, f.tier AS tier, f.jurisdiction AS owner,
       CASE WHEN above THEN 'tier_above' ELSE 'undelivered' END AS reason, delivered, numbers
ORDER BY document, platform
