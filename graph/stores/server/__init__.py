"""A Neo4j server as a store: connection, schema, writing, reading, and the guard for a person's Cypher."""
