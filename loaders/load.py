"""The way through, from a file to a graph: read, outline and clauses, mentions, targets, audit, build; nothing else."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import EmptyFile, NoResponsibility
from graph.model import Graph
from loaders.audit import audit
from loaders.build import build
from loaders.facts import Facts, Issue
from loaders.formats import read_source
from loaders.formats.txt import normalise
from loaders.mentions import read_mentions
from loaders.passages import passages
from loaders.references import read_references
from loaders.source import SourceText
from loaders.structure import read_structure
from loaders.targets import read_targets

if TYPE_CHECKING:
    from loaders.corrections import Applied, Corrections, Refused


@dataclass(frozen=True)
class Reading:
    """One document, read: its text, the facts of every stage, the graph made of them, and what was corrected."""

    source: SourceText
    facts: Facts
    graph: Graph
    corrections: tuple[Applied | Refused, ...] = ()

    @property
    def issues(self) -> Sequence[Issue]:
        """What a reader should look at, in the order of the text."""
        return self.facts.issues


def read(
    source: SourceText,
    *,
    jurisdiction: str | None = None,
    document_id: str | None = None,
    corrections: Corrections | None = None,
) -> Reading:
    """Read a source text. It never fails on a text, however odd; what was not understood stands in `issues`.

    Args:
        source: what a format's reader gave.
        jurisdiction: the place that the plan governs, where the text does not say.
        document_id: in place of the id made from jurisdiction, document number and title.
        corrections: of any documents; those meant for this one are applied (see `loaders.corrections`).
    """
    facts = Facts()
    results: tuple[Applied | Refused, ...] = ()
    with _no_collection():
        read_structure(source, facts, jurisdiction=jurisdiction)
        parts = list(passages(source, facts))
        read_mentions(source, facts, parts)
        read_targets(source, facts, parts)
        read_references(source, facts, parts)
        if corrections is not None and corrections.entries:
            from loaders.corrections import apply

            results = tuple(apply(source, facts, corrections, document_id=document_id))
        audit(source, facts)
        return Reading(source, facts, build(source, facts, document_id=document_id), results)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for cycles while a document is read: its thousands of small facts all stay, and hold no cycle.

    With several threads the first one that came switches it on again; the others then only read more slowly.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            if not gc.get_freeze_count():
                # there and back: what was made counts as old now, and is not gone through once more for nothing
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def read_text(
    text: str,
    *,
    source: str = "",
    jurisdiction: str | None = None,
    document_id: str | None = None,
    corrections: Corrections | None = None,
) -> Reading:
    """Read a text that is already in memory.

    Raises:
        EmptyFile: nothing but white space.
        NoResponsibility: no clause says who is responsible for anything.
    """
    if not text.strip():
        raise EmptyFile("the text is empty", where=source)
    return responsible(
        read(
            SourceText(normalise(text), source),
            jurisdiction=jurisdiction,
            document_id=document_id,
            corrections=corrections,
        )
    )


def read_file(
    path: str | os.PathLike[str],
    *,
    jurisdiction: str | None = None,
    document_id: str | None = None,
    corrections: Corrections | None = None,
) -> Reading:
    """Read a file of any known format.

    Raises:
        InputError: the file cannot be read, or holds no responsibility clause.
    """
    return responsible(
        read(read_source(path), jurisdiction=jurisdiction, document_id=document_id, corrections=corrections)
    )


def load_text(
    text: str,
    *,
    jurisdiction: str | None = None,
    document_id: str | None = None,
    corrections: Corrections | None = None,
) -> Graph:
    """The graph of a text (see `read_text`)."""
    return read_text(text, jurisdiction=jurisdiction, document_id=document_id, corrections=corrections).graph


def load_file(
    path: str | os.PathLike[str],
    *,
    jurisdiction: str | None = None,
    document_id: str | None = None,
    corrections: Corrections | None = None,
) -> Graph:
    """The graph of a file (see `read_file`)."""
    return read_file(Path(path), jurisdiction=jurisdiction, document_id=document_id, corrections=corrections).graph


def responsible(reading: Reading) -> Reading:
    """The reading itself.

    Raises:
        NoResponsibility: no clause in it says who is responsible for anything.
    """
    if not any(role.kind in ("LEADS", "SUPPORTS") for role in reading.facts.roles):
        raise NoResponsibility("no responsibility clause was found in the text", where=reading.source.source)
    return reading
