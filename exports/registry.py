"""The formats for whole graphs, by name."""

from __future__ import annotations

from exports.base import Exporter
from exports.cypher_script import CypherScript
from exports.gexf import Gexf
from exports.graphml import GraphML
from exports.jsonl import JsonLines
from exports.jsonld import JsonLd
from exports.neo4j_csv import Neo4jCsv
from exports.parquet import Parquet
from exports.turtle import Turtle

EXPORTS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (GraphML(), Gexf(), JsonLines(), Neo4jCsv(), CypherScript(), Turtle(), JsonLd(), Parquet())
}
