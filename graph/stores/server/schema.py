"""The server's constraints and indexes, made from the ontology.

What the store adds to the ontology for itself begins with `zhize_` and never shows in an answer:

    (:Zhize)                 the extra label of every node of ours; nothing else is ever changed or deleted
    zhize_document           on a node that one document owns: that document's id
    zhize_ordinal            its place in the document's order, on nodes and relationships
    zhize_across             on a dependency that leads from one document to another: the id of the node between them
    zhize_search             names and titles as search compares them
    zhize_spellings/holders  on a shared node: the ways in which it is written, and how many documents write it so
    zhize_form, zhize_digest, zhize_tasks, zhize_relationships, zhize_version   on a document: see `form.py`
    zhize_log, zhize_editions   on a document, or on the (:ZhizeRemoved) that it leaves: see `memory.py`
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Node
from graph.ontology import ontology
from graph.stores.spelling import SHARED_LABELS, search_keys

MARK = "Zhize"
HIDDEN = "zhize_"
ACROSS = "zhize_across"
VERSION = 4
"""Of the hidden part; a store with a higher one was written by a newer version of Zhize.

1   without log and editions: read as a document that has no past; it gets one when it is next replaced or removed
2   with them
3   search takes no notice of case
4   dependencies lead across documents; an older store gets them before its first write
"""

UPGRADES = (
    # search takes no notice of case
    "MATCH (n:Zhize) WHERE n.zhize_search <> toLower(n.zhize_search) "
    "CALL (n) { SET n.zhize_search = toLower(n.zhize_search) } IN TRANSACTIONS OF 10000 ROWS",
    f"MATCH (d:Document:Zhize) WHERE d.zhize_version < {VERSION} "
    f"CALL (d) {{ SET d.zhize_version = {VERSION} }} IN TRANSACTIONS OF 10000 ROWS",
)
"""What makes an older store's hidden part one of this version; all may be run again, also half-way through."""

_SEARCH_LIMIT = 8_000


def statements() -> Iterator[str]:
    """Each statement of the schema, in a fixed order; all may be run again."""
    yield f"CREATE CONSTRAINT zhize_id IF NOT EXISTS FOR (n:{MARK}) REQUIRE n.id IS UNIQUE"
    for label, kind in ontology().nodes.items():
        for name, rule in kind.properties.items():
            if rule.key:
                yield (
                    f"CREATE CONSTRAINT zhize_{label.lower()}_{name} IF NOT EXISTS "
                    f"FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
                )
            elif rule.kind == "date" or (label in SHARED_LABELS and rule.required and rule.search):
                yield f"CREATE INDEX zhize_{label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
    yield f"CREATE INDEX zhize_document IF NOT EXISTS FOR (n:{MARK}) ON (n.zhize_document)"
    yield "CREATE CONSTRAINT zhize_removed IF NOT EXISTS FOR (n:ZhizeRemoved) REQUIRE n.zhize_removed IS UNIQUE"
    yield f"CREATE INDEX {ACROSS} IF NOT EXISTS FOR ()-[r:DEPENDS_ON]-() ON (r.{ACROSS})"
    yield f"CREATE TEXT INDEX zhize_search IF NOT EXISTS FOR (n:{MARK}) ON (n.zhize_search)"


def neo4j_schema() -> str:
    """The schema as a file that cypher-shell runs (`cypher/schema/neo4j.cypher`)."""
    head = (
        "// Made from graph/ontology.yaml. Neo4j 5.26 and later; the store runs it by itself before its first write.\n"
    )
    return head + "".join(f"{statement};\n" for statement in statements())


def search_text(node: Node) -> str:
    """What search looks through: each searchable value folded by `spelling.search_key`, one a line, first and last line empty.

    So a value begins after a newline and ends before one, and `CONTAINS` tells exact, prefix and inner matches.
    """
    return ("\n" + "\n".join(search_keys(node)) + "\n")[:_SEARCH_LIMIT]
