"""What can be wrong about a fact that the panel shows, and the correction that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Graph, Node, Relationship

MENTIONS = {"DELIVERS": "Platform", "USES": "Platform", "PRODUCES": "DataDomain", "CONSUMES": "DataDomain"}
MISSING = ("LEADS", "SUPPORTS", "DELIVERS", "USES", "PRODUCES", "CONSUMES")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the panel shows: a relationship and its task, a task alone, or a thing that is named."""

    graph: Graph
    task: Node | None
    relationship: Relationship | None = None
    thing: Node | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a fact is wrong: `fields` must be typed, `may` can be."""

    key: str
    fields: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


_OF_TASK = (Fault("missing", ("type", "name", "quote")), Fault("due", (), ("due_on", "quote")))
_OF_TYPE: dict[str, tuple[Fault, ...]] = {
    "LEADS": (Fault("not_stated"), Fault("is_support"), Fault("other_body", ("name",))),
    "SUPPORTS": (Fault("not_stated"), Fault("is_lead"), Fault("other_body", ("name",))),
    **dict.fromkeys(("DELIVERS", "USES"), (Fault("not_stated"), Fault("no_platform"))),
    **dict.fromkeys(("PRODUCES", "CONSUMES"), (Fault("not_stated"), Fault("no_data"))),
    "HAS_TARGET": (Fault("not_stated"),),
    "OVERSEES": (Fault("not_stated"),),
}
_OF_THING: dict[str, tuple[Fault, ...]] = {
    "Department": (Fault("same_as", ("name",)),),
    "Platform": (Fault("no_platform"), Fault("same_as", ("name",))),
    "DataDomain": (Fault("no_data"), Fault("same_as", ("name",))),
}


def faults_of(subject: Subject) -> Sequence[Fault]:
    """The ways in which a fact can be wrong, the likeliest first; none where nothing can be stated about it here.

    A dependency that follows from a platform or from data has none of its own: it goes with what it follows from.
    """
    r = subject.relationship
    if r is not None and r.type == "DEPENDS_ON":
        return (Fault("not_stated"),) if r.get("kind") == "reference" else ()
    if r is not None:
        return (*_OF_TYPE.get(r.type, ()), *(_OF_TASK if subject.task else ()))
    if subject.task is not None:
        return _OF_TASK
    return _OF_THING.get(subject.thing.label, ()) if subject.thing else ()


def entry_of(subject: Subject, fault: Fault, given: Mapping[str, str]) -> dict[str, Any]:
    """The correction's entry, without reason, date and person.

    Args:
        subject: what the panel shows; its graph is the one document that holds it.
        fault: one of `faults_of`.
        given: what the reader typed, by field.

    Raises:
        KeyError: a field that the fault needs was not given.
    """
    base: dict[str, Any] = {"document": subject.graph.document.id}
    if subject.task is not None:
        base["item"] = str(subject.task.get("number"))
    r, typed = subject.relationship, {k: v.strip() for k, v in given.items() if v.strip()}
    match fault.key:
        case "missing":
            return {"kind": "add", **base, **{name: typed[name] for name in fault.fields}}
        case "due":
            entry = {"kind": "due", **base, "due_on": typed.get("due_on", "none")}
            return entry | ({"quote": typed["quote"]} if "quote" in typed else {})
        case "same_as":
            assert subject.thing is not None
            return {
                "kind": "alias",
                "document": base["document"],
                "label": subject.thing.label,
                "name": typed["name"],
                "alias": str(subject.thing.get("name")),
            }
        case "no_platform" | "no_data":
            kind = "not-a-platform" if fault.key == "no_platform" else "not-a-data-domain"
            name = subject.thing or subject.graph.by_id[r.end if r else ""]
            return {"kind": kind, "document": base["document"], "name": str(name.get("name"))}
    assert r is not None
    if fault.key == "not_stated":
        return {"kind": "remove", **base, "type": r.type, **_named(subject, r)}
    wanted = {"is_support": "SUPPORTS", "is_lead": "LEADS"}.get(fault.key, r.type)
    names = bodies_of(subject, wanted)
    own = str(subject.graph.by_id[r.start].get("name"))
    names = [typed["name"] if n == own else n for n in names] if fault.key == "other_body" else [*names, own]
    kind = "lead" if wanted == "LEADS" else "support"
    quote = str(r.get("evidence") or "")
    return {"kind": kind, **base, "names": names, **({"quote": quote} if quote else {})}


def _named(subject: Subject, r: Relationship) -> dict[str, str]:
    """What tells this relationship from others of its type in the item."""
    nodes = subject.graph.by_id
    if r.type == "HAS_TARGET":
        text = str(subject.graph.document.get("text"))
        return {"quote": text[int(r.get("char_start")) : int(r.get("char_end"))]}
    if r.type == "DEPENDS_ON":
        return {"target": str(nodes[r.end].get("number"))}
    other = r.end if r.type in MENTIONS else r.start
    return {"name": str(nodes[other].get("name"))}


def bodies_of(subject: Subject, kind: str) -> list[str]:
    """Who leads or supports the task, in rank."""
    assert subject.task is not None
    found = [r for r in subject.graph.of_type(kind) if r.end == subject.task.id]
    found.sort(key=lambda r: int(r.get("rank") or 0))
    return [str(subject.graph.by_id[r.start].get("name")) for r in found]
