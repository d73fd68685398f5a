"""Neo4j as a store: `Neo4jStore(url)`, and `neo4j_schema()`, the text of cypher/schema/neo4j.cypher."""

from __future__ import annotations

from graph.stores.server.schema import neo4j_schema
from graph.stores.server.store import Neo4jStore

__all__ = ["Neo4jStore", "neo4j_schema"]
