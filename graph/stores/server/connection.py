"""Where the server is, who asks, and whether it is one that will do."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j

from graph.errors import SecretInAddress, UnknownScheme, UntrustedServer, WrongPassword, WrongServer
from graph.settings import NEO4J_CA, NEO4J_DATABASE, NEO4J_PASSWORD, NEO4J_USER
from graph.stores.server.errors import user_words

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
OLDEST = (5, 26)
PORT = 7687

_AGENT = re.compile(r"^Neo4j/(\d+)\.(\d+)")

# What the driver has to say is said once, as an error; without a handler Python would print its log as well.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address, and what the environment says of it. The password never shows in a repr."""

    url: str
    host: str
    port: int
    secure: bool
    routed: bool
    user: str = field(repr=False, default="")
    password: str | None = field(repr=False, default=None)
    database: str = ""
    authority: str | None = None
    any_certificate: bool = False

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read an address such as `neo4j://host:7687`; user, password and database come from the environment.

        Raises:
            UnknownScheme: not one of the schemes, or without a host.
            SecretInAddress: the address holds a user or a password.
        """
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES:
            raise UnknownScheme(f"unknown kind of store: {parts.scheme or 'none'}")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise SecretInAddress("the store's address holds more than a host and a port", where=parts.scheme + "://…")
        try:
            host, port = parts.hostname, parts.port or PORT
        except ValueError:
            host, port = None, PORT
        if not host or parts.path not in ("", "/"):
            raise UnknownScheme("the store's address needs a host, and nothing after its port", where=url)
        shown = f"{parts.scheme}://{parts.netloc.rstrip('/')}"
        return cls(
            shown,
            host,
            port,
            "+" in parts.scheme,
            parts.scheme.startswith("neo4j"),
            NEO4J_USER.value or "",
            NEO4J_PASSWORD.value,
            NEO4J_DATABASE.value or "neo4j",
            NEO4J_CA.value,
            parts.scheme.endswith("+ssc"),
        )

    def driver(self, *, direct: bool = False, resolver: Callable[[Any], Any] | None = None) -> neo4j.Driver:
        """A driver for the address; `direct` asks this very server, without routing."""
        options: dict[str, Any] = {
            "connection_timeout": 5.0,
            "connection_acquisition_timeout": 15.0,
            "liveness_check_timeout": 10.0,
            "keep_alive": True,
            "user_agent": "zhize",
        }
        if resolver is not None:
            options["resolver"] = resolver
        if self.secure or self.authority:
            options["encrypted"] = True
            options["trusted_certificates"] = self._trust()
        scheme = "bolt" if direct or not self.routed else "neo4j"
        host = f"[{self.host}]" if ":" in self.host else self.host
        auth = neo4j.basic_auth(self.user, self.password) if self.password is not None else None
        return neo4j.GraphDatabase.driver(f"{scheme}://{host}:{self.port}", auth=auth, **options)

    def _trust(self) -> neo4j.TrustStore:
        if self.authority:
            if not Path(self.authority).is_file() or not os.access(self.authority, os.R_OK):
                raise UntrustedServer("the authority's certificate cannot be read", where=self.authority)
            return neo4j.TrustCustomCAs(self.authority)
        return neo4j.TrustAll() if self.any_certificate else neo4j.TrustSystemCAs()


def connect(address: Address) -> neo4j.Driver:
    """A driver whose server answers, lets us in, and is of a version that will do.

    Raises:
        ServerUnavailable, WrongPassword, WrongServer, UntrustedServer, UnknownDatabase: whatever stands in the way.
    """
    driver = address.driver()
    try:
        mode = neo4j.READ_ACCESS
        with user_words(address.url), driver.session(database=address.database, default_access_mode=mode) as session:
            agent = session.run("RETURN 1").consume().server.agent
        found = _AGENT.match(agent)
        if found is None or "compatible" in agent or (int(found[1]), int(found[2])) < OLDEST:
            raise WrongServer(f"the server says that it is {agent}", where=address.url)
    except WrongPassword as error:
        driver.close()
        if address.password is None:
            raise WrongPassword("the server wants a user and a password", where=address.url) from error
        raise
    except BaseException:
        driver.close()
        raise
    return driver
