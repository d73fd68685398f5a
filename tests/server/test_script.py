"""scripts/neo4j, as a developer uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import neo4j

from tests.server.running import SCRIPT, Server


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *words], capture_output=True, text=True)


def test_a_wrong_word_prints_the_use() -> None:
    done = ask("restart")
    assert done.returncode == 2
    assert 'eval "$(scripts/neo4j start)"' in done.stdout
    assert ask("--help").returncode == 0


def test_the_server_is_of_the_version_that_was_asked_for(server: Server, admin: neo4j.Driver) -> None:
    """So that a run on another version can never be one on the usual version by mistake."""
    asked = os.environ.get("ZHIZE_NEO4J_VERSION")
    found = {one["name"]: one["versions"] for one in admin.execute_query("CALL dbms.components()").records}
    assert asked is None or found["Neo4j Kernel"] == [asked]


def test_a_java_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    old.chmod(0o755)
    code = "import runpy, sys; sys.argv = [sys.argv[1], 'java']; runpy.run_path(sys.argv[0], run_name='__main__')"
    hidden = "import pathlib; pathlib.Path.glob = lambda *_: iter(()); " + code  # nothing under /usr/lib/jvm
    done = subprocess.run(
        [sys.executable, "-c", hidden, str(SCRIPT)],
        capture_output=True,
        text=True,
        env={"PATH": str(old.parent), "JAVA_HOME": str(tmp_path), "ZHIZE_NEO4J_VERSION": "2026.08.1"},
    )
    assert done.returncode == 1
    assert "Neo4j 2026.08.1 needs Java 25 or later; found: Java 11" in done.stderr
    assert len(done.stderr.splitlines()) == 1


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
