"""Synthetic plans with known truth: any number, seeded, each by its index alone, as text and as a graph.

A plan's form (outline, brackets, clause forms, script, where deadlines stand) is drawn by chance from the forms that
governments use; who leads what follows Zipf's law, as it does in real plans. The truth is what the generator meant
before it wrote a word: leads and supports in rank, deadlines, numbers and titles.

    python -m benchmarks.corpus FOLDER COUNT [SEED]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from graph.identity import shadow
from graph.places import listed, resolve

CHINESE = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class TrueTask:
    """What one leaf task was meant to say; names are as the plan prints them."""

    number: str
    title: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    due_on: str | None


@dataclass(frozen=True, slots=True)
class TruePlan:
    """One plan: its text, and what it means."""

    name: str
    text: str
    place: str
    doc_number: str
    title: str
    tasks: tuple[TrueTask, ...]


@dataclass(frozen=True, slots=True)
class _Style:
    """The habits of one plan."""

    chapters: bool
    item: str
    sub: str
    brackets: tuple[str, str]
    forms: tuple[str, ...]
    simplified: bool
    half: bool


@dataclass(slots=True)
class _Writer:
    rng: random.Random
    style: _Style
    word: str
    place: str
    year: int
    lines: list[str] = field(default_factory=list)
    tasks: list[TrueTask] = field(default_factory=list)


# {X} the leads, {Y} the supports; a form without {Y} is for tasks without supports
_LEAD_ONLY = ("{X}牽頭", "{X}負責", "責任單位：{X}", "牽頭單位：{X}", "{X}牽頭負責", "{X}按職責分工負責")
_BOTH = (
    "{X}牽頭，{Y}配合",
    "{X}牽頭，{Y}按職責分工配合",
    "牽頭單位：{X}；配合單位：{Y}",
    "牽頭單位：{X}；責任單位：{Y}",
    "{X}牽頭，{Y}按職責分工負責",
    "{X}牽頭，{Y}參與",
    "責任單位：{X}；配合單位：{Y}",
)
_OWN_LINE = ("責任單位：{X}", "牽頭單位：{X}；配合單位：{Y}")
_BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("[", "]"), ("【", "】"))


@cache
def _words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("corpus.yaml").read_text(encoding="utf-8"))
    return found


@cache
def _weights() -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, len(_words()["bodies"]) + 1)))


@cache
def places() -> tuple[str, ...]:
    """Every place that the plans take turns in."""
    return listed("province", "city", "county")


def chinese(number: int) -> str:
    """1 to 99 as 一 … 九十九."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return CHINESE[ones]
    return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[ones] if ones else "")


def _label(form: str, number: int) -> str:
    match form:
        case "一、":
            return f"{chinese(number)}、"
        case "（一）":
            return f"（{chinese(number)}）"
        case "1.":
            return f"{number}."
        case "1、":
            return f"{number}、"
        case "（1）":
            return f"（{number}）"
        case "①":
            return chr(ord("①") + number - 1)
        case _:
            raise ValueError(f"no label of the form {form}")


def make_plan(index: int, *, seed: int = 1, tasks: int = 60) -> TruePlan:
    """The plan of this index; it depends on index, seed and size alone.

    Args:
        index: 0 and up; place, year and document number follow from it, so that no two plans are one document.
        seed: another seed, another corpus.
        tasks: leaf tasks of a plan, on average.
    """
    rng = random.Random(f"{seed}:{index}")
    known_places = places()
    place = known_places[index % len(known_places)]
    known = resolve(place)
    year = 2015 + index // len(known_places) % 10
    serial = 1 + index // (len(known_places) * 10)
    chapters = rng.random() < 0.8
    style = _Style(
        chapters=chapters,
        item=rng.choice(("（一）", "1.", "1、") if chapters else ("一、", "1.")),
        sub="",
        brackets=rng.choice(_BRACKETS),
        forms=tuple(rng.sample(_BOTH, 2)),
        simplified=rng.random() < 0.7,
        half=False,
    )
    sub = {"（一）": "1.", "1.": "（1）", "1、": "（1）", "一、": "（一）"}[style.item]
    style = _Style(style.chapters, style.item, sub, style.brackets, style.forms, style.simplified, style.half)
    word = {"province": "省", "city": "市"}.get(known.tier if known else "city", place[-1])
    title = f"{place}數字政府建設{year}年工作要點"
    number = f"{place[:1]}數辦〔{year}〕{serial * 7 + 1}號"
    writer = _Writer(rng, style, word, place, year)
    writer.lines += [title, number, ""]
    _body(writer, tasks)
    writer.lines += ["", f"{place}人民政府辦公室", f"{year}年{rng.randint(1, 5)}月{rng.randint(1, 28)}日"]
    text = "\n".join(writer.lines) + "\n"
    if style.simplified:
        text, title, number, place = (_simplify(t) for t in (text, title, number, place))
        writer.tasks = [_simple_task(t) for t in writer.tasks]
    return TruePlan(f"{index:07d}.txt", text, place, number, title, tuple(writer.tasks))


def _simplify(text: str) -> str:
    """Traditional to simplified, punctuation as printed."""
    return "".join(shadow(c) if "\u3400" <= c <= "\u9fff" else c for c in text)


def _simple_task(task: TrueTask) -> TrueTask:
    return TrueTask(
        task.number,
        _simplify(task.title),
        tuple(map(_simplify, task.leads)),
        tuple(map(_simplify, task.supports)),
        task.due_on,
    )


def _body(writer: _Writer, tasks: int) -> None:
    rng = writer.rng
    wanted = max(2, round(rng.gauss(tasks, tasks / 5)))
    running = rng.random() < 0.5
    count = chapter = 0
    position = 0
    per_chapter = max(1, wanted // rng.randint(3, 6)) if writer.style.chapters else wanted
    repeated = writer.style.chapters and not running and wanted > per_chapter
    while len(writer.tasks) < wanted:
        if writer.style.chapters:
            chapter += 1
            position = position if running else 0
            heading = _words()["chapters"][(chapter - 1) % len(_words()["chapters"])]
            writer.lines.append(f"{_label('一、', chapter)}{heading}")
        begun = len(writer.tasks)
        while len(writer.tasks) < wanted and len(writer.tasks) - begun < per_chapter:
            position += 1
            count += 1
            number = f"{chapter}.{position}" if repeated else str(position)
            if rng.random() < 0.15:
                title = _heading(rng)
                writer.lines.append(f"{_label(writer.style.item, position)}{title}。")
                for below in range(1, rng.randint(2, 5) + 1):
                    _task(writer, f"{number}.{below}", _label(writer.style.sub, below))
            else:
                _task(writer, number, _label(writer.style.item, position))


def _heading(rng: random.Random) -> str:
    words = _words()
    return f"{rng.choice(words['verbs'])}{rng.choice(words['objects'])}"


def _task(writer: _Writer, number: str, label: str) -> None:
    rng, words = writer.rng, _words()
    title = _heading(rng)
    sentences = [f"{title}。"]
    for _ in range(rng.randint(1, 3)):
        sentences.append("，".join(rng.sample(words["measures"], rng.randint(1, 3))) + "。")
    if rng.random() < 0.25:
        name = f"{writer.word}{rng.choice(words['platforms'])}"
        verb = rng.choice(words["delivers"] if rng.random() < 0.6 else words["uses"])
        sentences.append(f"{verb}{name}。")
    if rng.random() < 0.15:
        sentences.append(f"匯聚{rng.choice(words['data'])}數據。")
    if rng.random() < 0.2:
        sentences.append(f"{rng.choice(words['metrics'])}達到{rng.randint(60, 99)}%以上。")
    due_on, due = _due(writer)
    leads, supports = _names(writer)
    clause = _clause(writer, leads, supports)
    if due and rng.random() < 0.5:
        sentences.append(f"{due}完成。")
        due = ""
    if due:
        clause += f"；完成時限：{due}"
    body = "".join(sentences)
    if clause.startswith(("責任單位", "牽頭單位")) and rng.random() < 0.3:
        writer.lines += [f"{label}{body}", clause]
    else:
        left, right = writer.style.brackets
        writer.lines.append(f"{label}{body}{left}{clause}{right}")
    writer.tasks.append(TrueTask(number, title, tuple(leads), tuple(supports), due_on))


def _due(writer: _Writer) -> tuple[str | None, str]:
    draw = writer.rng.random()
    year = writer.year
    if draw < 0.6:
        return None, ""
    if draw < 0.8:
        return f"{year}-12-31", f"{year}年底前"
    month = writer.rng.choice((3, 6, 9))
    return f"{year}-{month:02d}-{31 if month == 3 else 30}", f"{year}年{month}月底前"


def _names(writer: _Writer) -> tuple[list[str], list[str]]:
    rng, words = writer.rng, _words()
    drawn: list[str] = []
    for body in rng.choices(words["bodies"], cum_weights=_weights(), k=8):
        if body not in drawn:
            drawn.append(body)
    leads = 1 if rng.random() < 0.85 else 2
    supports = rng.choice((0, 0, 0, 1, 2, 4))
    names = [writer.word + body for body in drawn]
    lead, support = names[:leads], names[leads : leads + supports]
    if rng.random() < 0.15:
        support = [*support, rng.choice(words["collectives"]).format(place=writer.word)]
    return lead, support


def _clause(writer: _Writer, leads: list[str], supports: list[str]) -> str:
    form = writer.rng.choice(writer.style.forms if supports else _LEAD_ONLY)
    return form.format(X="、".join(leads), Y="、".join(supports))


def plans(count: int, *, seed: int = 1, first: int = 0, tasks: int = 60) -> Iterator[TruePlan]:
    """`count` plans from index `first` on."""
    for index in range(first, first + count):
        yield make_plan(index, seed=seed, tasks=tasks)


def write_corpus(folder: Path, count: int, *, seed: int = 1, first: int = 0, tasks: int = 60) -> list[Path]:
    """Write plans as UTF-8 text files, a thousand in a folder; returns their paths in order."""
    paths = []
    for plan in plans(count, seed=seed, first=first, tasks=tasks):
        path = folder / plan.name[:4] / plan.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan.text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def faults(plan: TruePlan, graph: Any) -> list[str]:
    """Where a graph read from the plan's text departs from the truth; empty when it is exact."""
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    number = {node.id: node.get("number") for node in graph.labelled("Task")}
    for r in graph.of_type("LEADS", "SUPPORTS"):
        found.setdefault(number[r.end], {}).setdefault(r.type, []).append((r.get("rank"), r.get("mention")))
    nodes = {node.get("number"): node for node in graph.labelled("Task")}
    wrong = []
    for task in plan.tasks:
        node = nodes.get(task.number)
        if node is None:
            wrong.append(f"{task.number} {task.title}: no such task")
            continue
        for kind, names in (("LEADS", task.leads), ("SUPPORTS", task.supports)):
            read = tuple(name for _, name in sorted(found.get(task.number, {}).get(kind, [])))
            if read != names:
                wrong.append(f"{task.number} {kind}: {read} for {names}")
        if node.get("title") != task.title:
            wrong.append(f"{task.number}: titled {node.get('title')} for {task.title}")
        if node.get("due_on") != task.due_on:
            wrong.append(f"{task.number}: due {node.get('due_on')} for {task.due_on}")
    leaves = {r.start for r in graph.of_type("HAS_SUBTASK")}
    extra = {number[n.id] for n in graph.labelled("Task") if n.id not in leaves} - {t.number for t in plan.tasks}
    wrong += [f"{n}: a task that was never meant" for n in sorted(extra)]
    document = graph.document
    for name, meant in (("title", plan.title), ("doc_number", plan.doc_number), ("jurisdiction", plan.place)):
        if document.get(name) != meant:
            wrong.append(f"{name} {document.get(name)} for {meant}")
    return wrong


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]), seed=int(sys.argv[3]) if len(sys.argv) > 3 else 1)
