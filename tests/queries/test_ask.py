"""Questions in Chinese: a table of phrasings with the named question that each means, and what must get no answer."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.stores import open_store
from graph.stores.base import Store
from loaders.load import load_file
from queries.ask import LONGEST, MOST_ALTERNATIVES, Understanding, ask, understand
from queries.catalogue import ask_question, catalogue
from tests.queries.plans import waiting_plan

SAMPLE = Path(__file__).parents[2] / "samples" / "heyuan-2021-digest.txt"
TODAY = date(2021, 6, 1)
TABLE = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text(encoding="utf-8"))
EVERY = [entry for part in TABLE.values() for entry in part]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample plan."""
    with open_store(f"ladybug:{tmp_path_factory.mktemp('sample') / 'store'}") as store:
        store.replace([load_file(SAMPLE)])
        yield store


@pytest.fixture
def stores(sample: Store, waiting: Store) -> dict[str, Store]:
    return {"sample": sample, "years": waiting}


def expected(entry: dict[str, Any], store: Store) -> dict[str, Any]:
    """The parameters of an entry; a document is written there as its year."""
    ids = {str(d.year): d.id for d in store.documents()}
    return {
        name: ids[value] if name in ("document", "old", "new") else value
        for name, value in (entry.get("parameters") or {}).items()
    }


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry["ask"])
def test_a_phrasing_is_understood_as_the_table_says(entry: dict[str, Any], stores: dict[str, Store]) -> None:
    store = stores[entry.get("plans", "sample")]
    found = understand(store, entry["ask"], today=TODAY)
    if "question" in entry:
        assert (found.question, found.parameters) == (entry["question"], expected(entry, store)), found
        assert (found.reason, found.alternatives) == ("", ())
    else:
        assert found.question is None, found
        assert found.reason
        assert found.code == entry.get("code", found.code)


def test_the_table_is_large_and_much_of_it_cannot_be_answered() -> None:
    assert len({entry["ask"] for entry in EVERY}) == len(EVERY) >= 200
    assert sum("question" not in entry for entry in EVERY) >= 60
    assert {e["question"] for e in EVERY if "question" in e} == {q.name for q in catalogue().values() if not q.own}


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry["ask"])
def test_whatever_is_offered_can_be_asked(entry: dict[str, Any], stores: dict[str, Store]) -> None:
    store = stores[entry.get("plans", "sample")]
    found = understand(store, entry["ask"], today=TODAY)
    assert len(found.alternatives) <= MOST_ALTERNATIVES
    for alternative in found.alternatives:
        assert ask_question(store, alternative.question, alternative.parameters).columns
    for chip in found.understood:
        assert found.text[chip.start : chip.stop] == chip.text


def test_the_answer_is_that_of_the_named_question(sample: Store) -> None:
    reply = ask(sample, "市公安局牽頭哪些任務")
    assert reply.answer is not None
    assert [row["number"] for row in reply.answer.records()] == ["9", "10", "13.2", "24.2"]


def test_chips_say_what_was_understood_and_where(sample: Store) -> None:
    found = understand(sample, " “粤省事”平臺 故障影响什么", today=TODAY)
    assert [(c.text, c.kind, c.value) for c in found.understood] == [
        ("粤省事”平臺", "platform", "粵省事"),
        ("故障", "broken", "故障"),
        ("影响", "affect", "影响"),
    ]


def test_a_part_of_a_title_is_less_sure_than_the_title(sample: Store) -> None:
    whole, part = (understand(sample, f"{words}由誰牽頭") for words in ("建設智慧消防", "智慧消防"))
    assert (whole.confidence, whole.parameters) == (1.0, part.parameters)
    assert part.confidence < 1.0


def test_an_unknown_department_gets_near_ones_and_no_answer(sample: Store) -> None:
    reply = ask(sample, "市农村农业局牵头哪些任务")
    assert reply.answer is None
    assert reply.understanding.about == "市农村农业局"
    offered = [(a.question, a.parameters) for a in reply.understanding.alternatives]
    assert ("who-leads", {"department": "市農業農村局"}) in offered


def test_a_reason_is_given_in_the_script_of_the_question_and_in_any_language(sample: Store) -> None:
    simplified, traditional = (understand(sample, text) for text in ("市公安局的预算", "市公安局的預算"))
    assert (simplified.reason, traditional.reason) == ("图谱没有经费:“预算”", "圖譜沒有經費:「預算」")
    assert simplified.reason_in("en") == "the graph holds no money: “预算”"


def test_no_question_and_a_very_long_one_are_refused(sample: Store, nothing: Store) -> None:
    assert understand(sample, " \u200b\n").code == "empty"
    assert understand(sample, "市" * (LONGEST + 1)).code == "long"
    assert understand(nothing, "市公安局牽頭哪些任務").code == "nothing-loaded"


def test_names_follow_the_store(tmp_path: Path) -> None:
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        store.replace([waiting_plan()])
        assert understand(store, "市公安局牽頭哪些任務").question is None
        store.replace([load_file(SAMPLE)])
        assert understand(store, "市公安局牽頭哪些任務").question == "who-leads"


def test_a_closed_store_is_not_kept_alive(tmp_path: Path) -> None:
    store = open_store(f"ladybug:{tmp_path / 'store'}")
    store.replace([waiting_plan()])
    understand(store, "誰在等誰")
    store.close()
    kept = weakref.ref(store)
    del store
    gc.collect()
    assert kept() is None


def test_half_a_character_and_control_characters_are_text_like_any_other(sample: Store) -> None:
    for text in ("\ud83d市公安局牽頭哪些任務", "\x00\u202e", "市公安局\u202e牽頭哪些任務", "🎉" * 40, "((((((一)" * 20):
        found = understand(sample, text)
        assert isinstance(found, Understanding)
