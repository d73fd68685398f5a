"""Z2xx: where graphs are kept."""

from __future__ import annotations

from graph.errors.base import ZhizeError


class StoreError(ZhizeError):
    """Something about the place where graphs are kept."""

    code = "Z200"


class UnknownScheme(StoreError):
    """The store's address begins with a scheme that is not known."""

    code = "Z201"
    advice = "Valid addresses are ladybug:FOLDER, neo4j://HOST:7687, neo4j+s://HOST:7687, bolt://HOST:7687 and bolt+s://HOST:7687."


class NotAStore(StoreError):
    """The folder exists, but is no store."""

    code = "Z202"
    advice = "Name another folder, or an empty one."


class NewerStore(StoreError):
    """The store was written by a newer version of Zhize."""

    code = "Z203"
    advice = "Use that version, or load the plans again."


class StoreLocked(StoreError):
    """Another loader is at work on the store."""

    code = "Z204"
    advice = "Wait for it, or give a longer --wait."


class UnknownDocument(StoreError):
    """No document of that id is in the store."""

    code = "Z205"
    advice = "`zhize status` lists the documents."


class StoreDamaged(StoreError):
    """A file of the store is not what was written."""

    code = "Z206"
    advice = "Bring back a backup, or load the plans again."


class EmptyStore(StoreError):
    """There is nothing in the store yet."""

    code = "Z207"
    advice = "Load a plan first: zhize load PLAN.txt"


class StoreNotWritable(StoreError):
    """The store cannot be written: a read-only or a full disk, or missing rights."""

    code = "Z208"
    advice = "Free space or rights, then try again; nothing was changed."


class ServerUnavailable(StoreError):
    """The database server does not answer."""

    code = "Z210"
    advice = "Check the address and that the server runs."


class WrongPassword(StoreError):
    """The database server refuses the user or the password."""

    code = "Z211"
    advice = "Set ZHIZE_NEO4J_USER and ZHIZE_NEO4J_PASSWORD."


class ForeignData(StoreError):
    """The database holds nodes under the project's labels that are not the project's."""

    code = "Z212"
    advice = "Name another database with ZHIZE_NEO4J_DATABASE."


class WrongServer(StoreError):
    """The server is of a version that is not supported, or no Neo4j at all."""

    code = "Z213"
    advice = "Neo4j 5.26 or later is needed."


class UnknownDatabase(StoreError):
    """The server has no database of that name."""

    code = "Z214"
    advice = "Name one with ZHIZE_NEO4J_DATABASE."


class SecretInAddress(StoreError):
    """The store's address holds a user or a password, which a list of processes or a log would show."""

    code = "Z215"
    advice = "Leave them out and set ZHIZE_NEO4J_USER and ZHIZE_NEO4J_PASSWORD."


class UntrustedServer(StoreError):
    """The encrypted connection cannot be made: the server's certificate is not trusted, or it speaks no TLS."""

    code = "Z216"
    advice = "Name the authority's certificate with ZHIZE_NEO4J_CA, and check that the server has TLS switched on."


class NoEdition(StoreError):
    """No version of the document stood then, or its text went when the document was taken out of the store."""

    code = "Z217"
    advice = "`zhize versions DOCUMENT` lists what is on record."
