// Made from graph/ontology.yaml. Neo4j 5.26 and later; the store runs it by itself before its first write.
CREATE CONSTRAINT zhize_id IF NOT EXISTS FOR (n:Zhize) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT zhize_document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_document_issued_on IF NOT EXISTS FOR (n:Document) ON (n.issued_on);
CREATE CONSTRAINT zhize_section_id IF NOT EXISTS FOR (n:Section) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT zhize_task_id IF NOT EXISTS FOR (n:Task) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_task_due_on IF NOT EXISTS FOR (n:Task) ON (n.due_on);
CREATE CONSTRAINT zhize_department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_department_name IF NOT EXISTS FOR (n:Department) ON (n.name);
CREATE CONSTRAINT zhize_official_id IF NOT EXISTS FOR (n:Official) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_official_name IF NOT EXISTS FOR (n:Official) ON (n.name);
CREATE CONSTRAINT zhize_platform_id IF NOT EXISTS FOR (n:Platform) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_platform_name IF NOT EXISTS FOR (n:Platform) ON (n.name);
CREATE CONSTRAINT zhize_datadomain_id IF NOT EXISTS FOR (n:DataDomain) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_datadomain_name IF NOT EXISTS FOR (n:DataDomain) ON (n.name);
CREATE CONSTRAINT zhize_target_id IF NOT EXISTS FOR (n:Target) REQUIRE n.id IS UNIQUE;
CREATE INDEX zhize_target_due_on IF NOT EXISTS FOR (n:Target) ON (n.due_on);
CREATE INDEX zhize_document IF NOT EXISTS FOR (n:Zhize) ON (n.zhize_document);
CREATE TEXT INDEX zhize_search IF NOT EXISTS FOR (n:Zhize) ON (n.zhize_search);
