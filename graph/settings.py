"""Every environment variable that Zhize reads, in one place. Secrets come from here and from nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, default and meaning; a secret is never printed."""

    name: str
    default: str | None
    about: str
    secret: bool = False

    @property
    def value(self) -> str | None:
        """The variable's value, or its default; an empty variable counts as unset."""
        return os.environ.get(self.name) or self.default


STORE = Setting(
    "ZHIZE_STORE", "ladybug:data/zhize", "where graphs are kept: ladybug:FOLDER, neo4j://HOST:7687 or bolt://HOST:7687"
)
NEO4J_USER = Setting("ZHIZE_NEO4J_USER", "neo4j", "user of the Neo4j server")
NEO4J_PASSWORD = Setting("ZHIZE_NEO4J_PASSWORD", None, "password of that user", secret=True)
NEO4J_DATABASE = Setting("ZHIZE_NEO4J_DATABASE", "neo4j", "database on the server")
NEO4J_CA = Setting(
    "ZHIZE_NEO4J_CA", None, "file with the certificate authority's certificate, for TLS with a private authority"
)
ORGANISATIONS = Setting(
    "ZHIZE_ORGANISATIONS", None, "an office's own table of organisations, merged over graph/names/organisations.yaml"
)
EXPLORER_IMPORT = Setting(
    "ZHIZE_EXPLORER_IMPORT", None, "1 lets readers of the explorer load plans (zhize serve --allow-import)"
)
WHO = Setting(
    "ZHIZE_WHO", None, "the name under which the log says who loaded or removed; the system's user by default"
)
USER_HEADER = Setting(
    "ZHIZE_USER_HEADER",
    None,
    "header in which the web server before the explorer says who came, for the log; unset, headers are not believed",
)
OFFICE = Setting(
    "ZHIZE_OFFICE", None, "folder of an office's own data (assignments, reports); beside an embedded store by default"
)
QUESTIONS = Setting("ZHIZE_QUESTIONS", None, "folder of the analysts' own questions; cypher/own by default")

SETTINGS = (
    STORE,
    NEO4J_USER,
    NEO4J_PASSWORD,
    NEO4J_DATABASE,
    NEO4J_CA,
    ORGANISATIONS,
    EXPLORER_IMPORT,
    WHO,
    USER_HEADER,
    OFFICE,
    QUESTIONS,
)
"""Every setting, in the order of docs/settings.md."""
