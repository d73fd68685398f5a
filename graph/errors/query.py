"""Z3xx: a question, a parameter, a person's Cypher."""

from __future__ import annotations

from graph.errors.base import ZhizeError


class QueryError(ZhizeError):
    """A question cannot be asked or answered."""

    code = "Z300"


class UnknownQuestion(QueryError):
    """No question of that name is in the catalogue."""

    code = "Z301"
    advice = "`zhize questions` lists them."


class UnknownParameter(QueryError):
    """The question has no parameter of that name."""

    code = "Z302"


class MissingParameter(QueryError):
    """A parameter without a default was not given."""

    code = "Z303"


class WrongValue(QueryError):
    """A parameter's value is not of its type."""

    code = "Z304"


class UnknownName(QueryError):
    """No department, task, platform or data domain of that name is in the store."""

    code = "Z305"


class RefusedCypher(QueryError):
    """The statement does more than read the graph."""

    code = "Z310"
    advice = "Only MATCH … RETURN over the graph is allowed."


class CypherSyntax(QueryError):
    """The engine cannot parse the statement, or a name in it is unknown."""

    code = "Z311"


class QueryStopped(QueryError):
    """The query ran into its time or memory limit."""

    code = "Z312"
    advice = "Narrow it, or give a longer --timeout."


class Unguarded(QueryError):
    """This platform lacks the limits that a person's Cypher runs under."""

    code = "Z313"
    advice = "Use named questions (`zhize questions`), or ask a Neo4j server."
