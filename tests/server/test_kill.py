"""A loader that is killed: each document whole or absent, and the store as sound as before."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from graph.stores.digest import graph_digest
from graph.stores.neo4j import Neo4jStore
from tests.graphs import small_graph
from tests.server.running import ROOT, Server

LOADER = """
import sys
from graph.stores.neo4j import Neo4jStore
from graph.stores.server import groups
from tests.graphs import small_graph
groups.GROUP = 400
with Neo4jStore(sys.argv[1]) as store:
    print("ready", flush=True)
    for turn in range(1000):
        store.replace(small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=5 + turn % 2) for n in range(12))
        print("turn", flush=True)
"""


def kill_after(server: Server, seconds: float) -> None:
    loader = subprocess.Popen([sys.executable, "-c", LOADER, server.url], cwd=ROOT, stdout=subprocess.PIPE)
    assert loader.stdout is not None
    assert loader.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    assert loader.poll() is None
    loader.send_signal(signal.SIGKILL)
    loader.wait()
    loader.stdout.close()


def check(server: Server) -> int:
    wholes = {
        graph_digest(small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=tasks))
        for n in range(12)
        for tasks in (5, 6)
    }
    with Neo4jStore(server.url) as store:
        assert store.verify() == []
        entries = store.documents()
        assert {graph_digest(store.graph(entry.id)) for entry in entries} <= wholes
    return len(entries)


@pytest.mark.parametrize("seconds", [0.15, 0.6, 1.1])
def test_killed_while_loading(server: Server, store: Neo4jStore, seconds: float) -> None:
    kill_after(server, seconds)
    assert check(server) <= 12
    store.replace([small_graph()])
    assert store.verify() == []


@pytest.mark.soak
def test_killed_twenty_times_on_one_store(server: Server, store: Neo4jStore) -> None:
    for number in range(20):
        kill_after(server, 0.05 + 0.37 * number % 1.7)
        check(server)
