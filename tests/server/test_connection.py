"""What stands between a user and the server, in the user's words."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import neo4j
import pytest

from graph.errors import (
    SecretInAddress,
    ServerUnavailable,
    UnknownDatabase,
    UnknownScheme,
    UntrustedServer,
    WrongPassword,
    WrongServer,
)
from graph.model import Graph
from graph.stores.neo4j import Neo4jStore
from graph.stores.server import connection
from graph.stores.server.connection import Address
from graph.stores.server.relay import Relay
from tests.graphs import small_graph
from tests.server.running import Server


def port_of(server: Server) -> int:
    return int(urlsplit(server.url).port or 7687)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://localhost:7687", UnknownScheme),
        ("localhost:7687", UnknownScheme),
        ("bolt://", UnknownScheme),
        ("bolt://host:port", UnknownScheme),
        ("bolt://host:7687/database", UnknownScheme),
        ("bolt://neo4j:secret-word@host:7687", SecretInAddress),
        ("neo4j+s://neo4j@host", SecretInAddress),
        ("bolt://host?password=secret-word", SecretInAddress),
    ],
)
def test_addresses_that_are_none(url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        Address.parse(url)
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize("scheme", connection.SCHEMES)
def test_addresses(scheme: str) -> None:
    found = Address.parse(f"{scheme}://plans.example.org")
    assert (found.host, found.port, found.secure, found.routed) == (
        "plans.example.org",
        7687,
        "+" in scheme,
        "neo4j" in scheme,
    )


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_NEO4J_PASSWORD", "secret-word")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"bolt://127.0.0.1:{probe.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(ServerUnavailable) as error:
            Neo4jStore(url)
    assert time.monotonic() - begun < 60
    assert url in str(error.value)
    assert "secret-word" not in str(error.value)


def test_something_else_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            link, _ = listener.accept()
            with link:
                link.recv(100)
                link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(WrongServer):
            Neo4jStore(f"bolt://127.0.0.1:{listener.getsockname()[1]}")


def test_an_old_version(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST", (9999, 1))
    with pytest.raises(WrongServer, match="Neo4j/"):
        Neo4jStore(server.url)


def test_a_wrong_and_a_missing_password(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_NEO4J_PASSWORD", "wrong-word")
    with pytest.raises(WrongPassword) as error:
        Neo4jStore(server.url)
    assert "wrong-word" not in str(error.value)
    monkeypatch.delenv("ZHIZE_NEO4J_PASSWORD")
    with pytest.raises(WrongPassword, match="wants a user and a password"):
        Neo4jStore(server.url)


def test_an_unknown_database(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_NEO4J_DATABASE", "nothere")
    with pytest.raises(UnknownDatabase):
        Neo4jStore(server.url)


def test_routed_addresses_work_too(server: Server, empty: neo4j.Driver) -> None:
    with Neo4jStore(server.url.replace("bolt://", "neo4j://")) as store:
        store.replace([small_graph()])
        assert store.verify() == []
        assert store.analyst("MATCH (t:Task) RETURN count(t) AS n").rows == [(6,)]


def test_a_server_that_goes_away_half_way(server: Server, store: Neo4jStore) -> None:
    kept, lost = small_graph(), small_graph("青府辦〔2024〕9號", "另一份要點", tasks=30)
    with Relay("127.0.0.1", port_of(server), limit=2**40, deadline=time.monotonic() + 60) as relay:
        [(_, port)] = relay.resolve(None)
        with Neo4jStore(f"bolt://127.0.0.1:{port}") as mine:
            mine.replace([kept])

            def graphs() -> Iterator[Graph]:
                yield lost
                relay.cut()

            begun = time.monotonic()
            with pytest.raises(ServerUnavailable) as error:
                mine.replace(graphs())
            assert time.monotonic() - begun < 60
            assert "\n" not in str(error.value)
    assert [entry.id for entry in store.documents()] == [kept.document.id]
    assert store.verify() == []


def test_a_plain_server_asked_for_encryption(server: Server) -> None:
    with pytest.raises(UntrustedServer):
        Neo4jStore(server.url.replace("bolt://", "bolt+s://"))


@contextmanager
def encrypted(server: Server, folder: Path) -> Iterator[tuple[str, Path]]:
    """The server behind TLS with a certificate that nobody knows: its address, and the certificate."""
    assert shutil.which("openssl"), "openssl is needed to make a certificate"
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))

    links: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            try:
                near = context.wrap_socket(raw, server_side=True)
            except OSError:
                raw.close()
                continue
            far = socket.create_connection(("127.0.0.1", port_of(server)))
            links.extend((near, far))
            for pair in ((near, far), (far, near)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    server_thread = threading.Thread(target=serve, daemon=True)
    server_thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", certificate
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        server_thread.join()
        for link in links:
            link.close()


def test_encryption_with_a_private_authority(
    server: Server, empty: neo4j.Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with encrypted(server, tmp_path) as (host, certificate):
        with pytest.raises(UntrustedServer, match="self-signed certificate"):
            Neo4jStore(f"bolt+s://{host}")
        with Neo4jStore(f"bolt+ssc://{host}") as store:
            assert store.documents() == []
        monkeypatch.setenv("ZHIZE_NEO4J_CA", str(certificate))
        for scheme in ("bolt", "bolt+s"):
            with Neo4jStore(f"{scheme}://{host}") as store:
                assert store.analyst("RETURN 1 AS one").rows == [(1,)]
        monkeypatch.setenv("ZHIZE_NEO4J_CA", str(tmp_path / "nothing.pem"))
        with pytest.raises(UntrustedServer, match="cannot be read"):
            Neo4jStore(f"bolt+s://{host}")
