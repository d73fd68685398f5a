"""The driver's and the server's errors in a user's words. No message ever holds a secret."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from graph.errors import (
    CypherSyntax,
    MissingParameter,
    QueryStopped,
    ServerUnavailable,
    StoreError,
    StoreNotWritable,
    UnknownDatabase,
    UntrustedServer,
    WrongPassword,
    WrongServer,
    ZhizeError,
)

STOPPED = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.Terminated",
    "Neo.ClientError.Transaction.Terminated",
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.TransactionOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
    "Neo.DatabaseError.General.StackOverFlowError",
)
"""Codes that say that a query ran into a limit of time or memory."""

_PLACE = re.compile(r"\(line (\d+), column (\d+)")
_FULL = re.compile(r"No space left|disk|read-?only", re.IGNORECASE)


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and everything that it came from, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [other for other in (one.__cause__, one.__context__) if other is not None]
        waiting += [other for other in one.args if isinstance(other, BaseException)]


def place(message: str, lines_before: int = 0) -> str:
    """`line L, column C` out of a server's message, counted without `lines_before` lines of ours.

    >>> place("Invalid input 'RETRUN' (line 2, column 11 (offset: 20))", 1)
    'line 1, column 11'
    """
    found = _PLACE.search(message)
    return f"line {max(1, int(found[1]) - lines_before)}, column {found[2]}" if found else ""


def first_sentence(message: str) -> str:
    """A server's message without the place, the quoted statement and the caret below it."""
    return _PLACE.split(message)[0].split('\n"')[0].strip().rstrip(".")


def translate(error: BaseException, where: str, *, lines_before: int = 0) -> ZhizeError:
    """The project's error for one of the driver's.

    Args:
        error: what the driver raised.
        where: the store's address.
        lines_before: how many lines stand before the user's statement in what was sent.
    """
    if isinstance(error, ZhizeError):
        return error
    code = getattr(error, "code", None) or ""
    message = str(getattr(error, "message", None) or error)
    if code in STOPPED:
        memory = "Memory" in code or "StackOverFlow" in code
        limit = "memory" if memory else "time"
        return QueryStopped(f"the query ran into its limit of {limit}", where=where)
    if code == "Neo.ClientError.Statement.ParameterMissing":
        names = ", ".join(re.findall(r"[\w$]+", message.partition(":")[2]))
        return MissingParameter(f"the statement has a parameter that was not given: {names}", where=where)
    if code.startswith("Neo.ClientError.Statement."):
        return CypherSyntax(first_sentence(message), where=place(message, lines_before) or where)
    if code.startswith("Neo.ClientError.Database."):
        return UnknownDatabase("the server has no such database", where=where)
    if code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return WrongPassword("too many wrong passwords", where=where, advice="Wait a few seconds, then try again.")
    if code == "Neo.ClientError.Security.CredentialsExpired":
        return WrongPassword("the password must be changed before its first use", where=where)
    if isinstance(error, driver.Forbidden) or code == "Neo.ClientError.Security.Forbidden":
        return StoreNotWritable("the user has no right to do this on the server", where=where)
    if isinstance(error, driver.AuthError):
        return WrongPassword("the server refuses the user or the password", where=where)
    if isinstance(error, (driver.DriverError, OSError)):
        return _connection(error, where)
    if _FULL.search(message):
        return StoreNotWritable("the server cannot write", where=where)
    return StoreError(f"the server refused: {first_sentence(message)}", where=where)


def _connection(error: BaseException, where: str) -> StoreError:
    words = " ".join(str(one) for one in chain(error))
    secure = any(isinstance(one, ssl.SSLError) for one in chain(error)) or "certificate" in words.lower()
    if secure or "TLS" in words or "SSL" in words:
        reason = next((str(one) for one in chain(error) if isinstance(one, ssl.SSLCertVerificationError)), "")
        detail = f": {reason.partition('certificate verify failed: ')[2].partition(' (_ssl')[0]}" if reason else ""
        return UntrustedServer(f"no encrypted connection to the server{detail}", where=where)
    http = "HTTP" in words
    if http or isinstance(error, driver.UnsupportedServerProduct) or "handshake" in words:
        return WrongServer("what answers there is no Neo4j (Bolt) server", where=where)
    return ServerUnavailable("the database server does not answer", where=where)


@contextmanager
def user_words(where: str, *, lines_before: int = 0) -> Iterator[None]:
    """Turn whatever the driver raises inside into the project's errors."""
    try:
        yield
    except (driver.Neo4jError, driver.DriverError, OSError) as error:
        raise translate(error, where, lines_before=lines_before) from error
