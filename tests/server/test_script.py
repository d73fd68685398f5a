"""scripts/neo4j, as a developer uses it."""

from __future__ import annotations

import subprocess
from urllib.parse import urlsplit

from tests.server.running import SCRIPT, Server


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *words], capture_output=True, text=True)


def test_a_wrong_word_prints_the_use() -> None:
    done = ask("restart")
    assert done.returncode == 2
    assert 'eval "$(scripts/neo4j start)"' in done.stdout
    assert ask("--help").returncode == 0


def test_starting_twice_gives_the_same_server(server: Server) -> None:
    status = ask("status")
    if status.returncode != 0:
        assert status.stderr == "not running\n"  # the environment names a server of its own
        return
    port = urlsplit(server.url).port
    assert f":{port}, process" in status.stdout
    again = ask("start")
    assert f"export ZHIZE_NEO4J_URL=bolt://127.0.0.1:{port}\n" in again.stdout
    assert ask("status").stdout == status.stdout
