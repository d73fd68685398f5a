"""A person's Cypher on the server: looked at before it is sent, explained before it is run, cut while it runs.

Read access is no sandbox on Neo4j: it still lets LOAD CSV fetch from the network, TERMINATE end other people's work
and SHOW tell the server's settings. So a statement passes three layers:

1. its words: one statement, without comments, that begins like a question and has no word that does more;
2. its plan: EXPLAIN says that it only reads, and no operator in it is one that leaves the graph;
3. its run: one attempt, with limits on time (by the server, and by a connection that ends), rows and bytes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import neo4j
from neo4j import exceptions as driver_errors

from graph.errors import CypherSyntax, MissingParameter, QueryStopped, RefusedCypher, ServerUnavailable
from graph.ontology import ontology
from graph.stores import analyst
from graph.stores.base import Rows
from graph.stores.server.connection import Address
from graph.stores.server.errors import user_words
from graph.stores.server.relay import Relay
from graph.stores.server.rows import plain
from graph.stores.server.schema import HIDDEN, MARK
from graph.stores.server.write import statement

GRACE = 2.0
"""Seconds that the server gets to end a query by itself before its connection is cut."""

SPACES = frozenset({"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"})
"""Namespaces whose functions only calculate; any other may be a plug-in that does anything."""

OPERATORS = re.compile(
    r"LoadCSV|ProcedureCall|ShowSettings|ShowTransactions|ShowProcedures|ShowFunctions|ShowIndexes|ShowConstraints|"
    r"TerminateTransactions|TransactionForeach|TransactionApply|Create|Merge|Set|Delete|Remove|Foreach"
)
"""Names (or beginnings of names) of operators that do more than read the graph."""

_DOTTED = re.compile(r"([\w`]+)\s*\.\s*(?:[\w`]+\s*\.\s*)*[\w`]+\s*\(")
_HIDDEN = re.compile(rf"\b{HIDDEN}\w*|:\s*{MARK}\b", re.IGNORECASE)
_UNKNOWN = {"01N50": "label", "01N51": "relationship type", "01N52": "property"}
_NAME = re.compile(r"`((?:[^`]|``)*)`")


def refuse(cypher: str) -> str:
    """The statement without a closing semicolon, if its words do no more than ask.

    >>> refuse("MATCH (t:Task) RETURN t.title;")
    'MATCH (t:Task) RETURN t.title'

    Raises:
        RefusedCypher: naming the word or sign, and where it stands.
        CypherSyntax: a quotation mark is never closed, or a name is one that the store keeps for itself.
    """
    text = analyst.refuse(cypher)
    for call in _DOTTED.finditer(analyst.bare(text)):
        if call[1].lower() not in SPACES:
            raise RefusedCypher("only Cypher's own functions are allowed", where=analyst.place(text, call.start()))
    if found := _HIDDEN.search(analyst.bare(text, keep_names=True)):
        name = found[0].lstrip(": ")
        raise CypherSyntax(f"unknown name {name}", where=analyst.place(text, found.start()))
    return text


def operators(plan: Mapping[str, Any] | None) -> Iterator[str]:
    """Every operator's name in a plan, from its root down."""
    if plan:
        yield str(plan.get("operatorType", "")).partition("@")[0]
        for child in plan.get("children", ()):
            yield from operators(child)


def _explain(session: neo4j.Session, text: str, parameters: Mapping[str, Any], timeout: float) -> None:
    # EXPLAIN stands on a line of its own, so that columns in messages are the user's.
    query = neo4j.Query(statement("EXPLAIN\n" + text), timeout=timeout)
    summary = session.run(query, dict(parameters)).consume()
    if summary.query_type != "r":
        raise RefusedCypher("the statement does more than read")
    for name in operators(summary.plan):
        if OPERATORS.match(name):
            raise RefusedCypher(f"the statement leaves the graph ({name})")
    known = _ontology_names()
    for status in summary.gql_status_objects:
        words = [name.replace("``", "`") for name in _NAME.findall(status.status_description)]
        if status.gql_status == "01N60":
            raise MissingParameter(f"the statement has a parameter that was not given: {', '.join(words)}")
        kind = _UNKNOWN.get(status.gql_status)
        if kind and words and words[0] not in known[kind]:
            spot = status.position
            where = f"line {spot.line - 1}, column {spot.column}" if spot is not None else ""
            raise CypherSyntax(f"unknown {kind} {words[0]}", where=where)


def _ontology_names() -> dict[str, frozenset[str]]:
    """Names that are right even while nothing in the store bears them."""
    model = ontology()
    properties = [kind.properties for kind in model.nodes.values()]
    properties += [rule.properties for rule in model.relationships.values()]
    return {
        "label": frozenset(model.nodes),
        "relationship type": frozenset(model.relationships),
        "property": frozenset(name for names in properties for name in names),
    }


def run(
    address: Address, cypher: str, parameters: Mapping[str, Any], *, timeout: float = 10.0, limit: int = 10_000
) -> Rows:
    """Run a person's statement on the server, under all three layers.

    Raises:
        RefusedCypher, CypherSyntax, MissingParameter, QueryStopped: see the contract in `graph.stores.base`.
    """
    text = refuse(cypher)
    chosen = analyst.chosen_parameters(text, parameters)
    analyst.check_limits(timeout, limit)
    begun = time.monotonic()
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    truncated = False
    relay = Relay(address.host, address.port, limit=analyst.BYTES, deadline=begun + timeout + GRACE)
    with relay, user_words(address.url, lines_before=0):
        driver = address.driver(direct=True, resolver=relay.resolve)
        try:
            with driver.session(
                database=address.database,
                default_access_mode=neo4j.READ_ACCESS,
                fetch_size=max(1, min(1000, limit + 1)),
                notifications_min_severity="WARNING",
            ) as session:
                with user_words(address.url, lines_before=1):
                    _explain(session, text, chosen, timeout)
                # No managed transaction: that would try again for half a minute after a memory error.
                result = session.run(neo4j.Query(statement(text), timeout=timeout), chosen)
                columns = tuple(result.keys())
                for record in result:
                    if len(rows) >= limit:
                        truncated = True
                        break
                    rows.append(tuple(plain(value) for value in record))
                result.consume()
        except (driver_errors.DriverError, OSError, ServerUnavailable) as error:
            if relay.late:
                raise QueryStopped("the query ran into its limit of time", where=address.url) from error
            if not relay.full:
                raise
            truncated = True
        finally:
            driver.close()
    return Rows(columns, rows, truncated or relay.full, time.monotonic() - begun)
