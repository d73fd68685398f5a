"""What `zhize export --format csv` writes, brought into an empty server by the server's own import command."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import neo4j
import pytest

from exports import EXPORTS
from exports.neo4j_csv import arguments
from graph.stores import open_store
from loaders.load import load_file
from queries.catalogue import ask_question, catalogue
from tests.server.running import ROOT, SCRIPT

SAMPLE = ROOT / "samples/heyuan-2021-digest.txt"
ASKED = (
    ("who-leads", {"department": "市公安局"}),
    ("workload", {}),
    ("platforms", {}),
    ("downstream", {"task": "2"}),
    ("targets-by-date", {}),
)


def unordered(rows: list[tuple[object, ...]]) -> list[str]:
    return sorted(str([sorted(map(str, v)) if isinstance(v, list | tuple) else v for v in row]) for row in rows)


def test_a_first_load_by_the_import_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load_file(SAMPLE)
    EXPORTS["csv"].write([graph], tmp_path / "csv")
    monkeypatch.setenv("ZHIZE_NEO4J_CACHE", str(tmp_path / "server"))
    command = [SCRIPT, "admin", "database", "import", "full", "neo4j", "--overwrite-destination"]
    done = subprocess.run(
        [*command, *arguments(tmp_path / "csv")], capture_output=True, text=True, cwd=tmp_path, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    started = subprocess.run([SCRIPT, "start", "--keep", "--while", str(os.getpid())], capture_output=True, text=True)
    try:
        assert started.returncode == 0, started.stderr
        for name, value in re.findall(r"^export (\w+)=(.*)$", started.stdout, re.MULTILINE):
            monkeypatch.setenv(name, value)
        with (
            neo4j.GraphDatabase.driver(
                os.environ["ZHIZE_NEO4J_URL"], auth=("neo4j", os.environ["ZHIZE_NEO4J_PASSWORD"])
            ) as server,
            open_store(f"ladybug:{tmp_path / 'embedded'}") as embedded,
        ):
            embedded.replace([graph])
            for name, parameters in ASKED:
                question = catalogue()[name]
                bound = ask_question(embedded, name, parameters).bound
                here = embedded.query(question.cypher, bound)
                there, _, columns = server.execute_query(question.cypher, bound)  # type: ignore[arg-type]
                assert here.rows, name
                assert tuple(columns) == here.columns, name
                assert unordered([tuple(row) for row in there]) == unordered(here.rows), name
            # nothing was lost on the way but empty lists, which CSV cannot tell from null
            records, _, _ = server.execute_query("MATCH (n:Zhize) RETURN properties(n) AS p")
            arrived = {r["p"]["id"]: {k: v for k, v in r["p"].items() if k != "id"} for r in records}
            assert arrived == {
                n.id: {
                    k: list(v) if isinstance(v, tuple) else v for k, v in n.properties.items() if v not in (None, ())
                }
                for n in graph.nodes
            }
    finally:
        subprocess.run([SCRIPT, "stop"], check=True)
