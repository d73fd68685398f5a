"""A statement saved as a question is one of the catalogue, and what the catalogue could not read or ask is never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import CannotWrite, QueryError
from graph.stores import open_store
from queries.catalogue import ask_question, catalogue
from queries.own_questions import save_question
from tests.graphs import small_graph

TITLES = {"zh-Hant": "誰牽頭最多", "zh-Hans": "谁牵头最多", "en": "Who leads most"}
STATEMENT = "MATCH (d:Department)-[:LEADS]->(t:Task)\nRETURN d.name AS name, count(t.id) AS n\nORDER BY n DESC, name"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ZHIZE_QUESTIONS", str(tmp_path / "own"))
    return tmp_path / "own"


def test_it_is_asked_like_any_other(folder: Path, tmp_path: Path) -> None:
    made = save_question("who-leads-most", TITLES, STATEMENT + ";", ("name", "n"), about="按任務數")
    assert (made.group, made.own, list(made.columns)) == ("own", True, ["name", "n"])
    # a property's word in each language, the name where the ontology has none
    assert made.columns["name"].labels["zh-Hant"] != "name"
    assert made.columns["n"].labels["zh-Hant"] == "n"
    assert catalogue()["who-leads-most"].titles == TITLES
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        graph = small_graph()
        store.replace([graph])
        found = ask_question(store, "who-leads-most")
    assert sum(row[1] for row in found.rows) == len(graph.of_type("LEADS"))
    assert [path.name for path in folder.iterdir()] == ["who-leads-most.cypher"]


def test_nothing_is_overwritten(folder: Path) -> None:
    save_question("mine", TITLES, STATEMENT, ("name", "n"))
    before = (folder / "mine.cypher").read_bytes()
    with pytest.raises(QueryError, match="already"):
        save_question("mine", TITLES, "MATCH (t:Task) RETURN t.id AS id", ("id",))
    with pytest.raises(QueryError, match="already"):
        save_question("who-leads", TITLES, STATEMENT, ("name", "n"))
    assert (folder / "mine.cypher").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "statement", "columns", "said"),
    [
        ("../outside", STATEMENT, ("name", "n"), "small letters"),
        ("Groß", STATEMENT, ("name", "n"), "small letters"),
        ("mine", "MATCH (t:Task) RETURN sum(t.depth) AS n", ("n",), "line 1"),
        ("mine", "MATCH (t:Task)\nSET t.title = 'x'\nRETURN t.id AS id", ("id",), "line 2"),
        ("mine", "MATCH (t:Task) WHERE t.number = $which RETURN t.id AS id", ("id",), "parameter"),
        ("mine", "MATCH (t:Task) RETURN t.id AS 編號", ("編號",), "column"),
        ("mine", "", ("id",), "no statement"),
    ],
)
def test_what_the_catalogue_could_not_ask_is_refused(
    folder: Path, name: str, statement: str, columns: tuple[str, ...], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        save_question(name, TITLES, statement, columns)
    assert not list(folder.glob("**/*.cypher"))
    assert "mine" not in catalogue()


def test_a_title_cannot_write_a_header_line(folder: Path) -> None:
    made = save_question("mine", {**TITLES, "en": "a\n// group: evidence | b"}, STATEMENT, ("name", "n"))
    assert made.group == "own"
    assert made.titles["en"] == "a // group: evidence b"


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("ZHIZE_QUESTIONS", str(tmp_path / "file"))
    with pytest.raises(CannotWrite):
        save_question("mine", TITLES, STATEMENT, ("name", "n"))


def test_a_file_that_was_changed_is_read_anew(folder: Path) -> None:
    save_question("mine", TITLES, STATEMENT, ("name", "n"))
    path = folder / "mine.cypher"
    path.write_text(path.read_text(encoding="utf-8").replace("Who leads most", "Most leads of all"), encoding="utf-8")
    assert catalogue()["mine"].titles["en"] == "Most leads of all"
