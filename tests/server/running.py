"""A real Neo4j for the tests: the one that the environment names, or one that is started for them."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "neo4j"
NAMES = ("ZHIZE_NEO4J_URL", "ZHIZE_NEO4J_USER", "ZHIZE_NEO4J_PASSWORD")


@dataclass(frozen=True)
class Server:
    """Where the tests' server is, and how to get in."""

    url: str
    user: str
    password: str


@contextmanager
def running_server() -> Iterator[Server]:
    """The environment's server, or one of our own that ends with the tests; its variables are set meanwhile.

    The tests empty the database, so only a server on the loopback is taken, and by one session of tests at a time.
    """
    if os.environ.get("ZHIZE_NO_SERVER") == "1":
        pytest.skip("ZHIZE_NO_SERVER=1")
    cache = ROOT / ".cache" / "neo4j"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "tests.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ours = False
        if not os.environ.get("ZHIZE_NEO4J_URL"):
            ours = subprocess.run([SCRIPT, "status"], capture_output=True).returncode != 0
            # Whatever becomes of this process, the server does not outlive it.
            words = ["start", "--while", str(os.getpid())] if ours else ["start"]
            started = subprocess.run([SCRIPT, *words], capture_output=True, text=True)
            assert started.returncode == 0, started.stderr
            for name, value in re.findall(r"^export (\w+)=(.*)$", started.stdout, re.MULTILINE):
                patch.setenv(name, value)
        server = Server(*(os.environ[name] for name in NAMES))
        assert urlsplit(server.url).hostname in ("127.0.0.1", "localhost", "::1"), "the tests empty the database"
        try:
            yield server
        finally:
            if ours:
                subprocess.run([SCRIPT, "stop"], check=True)
