"""Corrections that somebody proposed and somebody else decides on: a second file, written whole or not at all.

A proposal is `proposed`, `accepted` or `rejected`; only accepted ones are applied. Two writers wait for each other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from graph.errors import CannotWrite, InvalidCorrection, UnknownProposal
from loaders.correction_file import Correction, Corrections, checked, entries_of, parse_entry, place_of, read_yaml

STATES = ("proposed", "accepted", "rejected")
_OWN = ("id", "state", "reviewer", "decided_on", "decision")
_WAIT = 10.0  # seconds for another writer
_DEAD = 60.0  # seconds after which a writer's lock is one of a dead process


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction and what became of it. `decision` is the reviewer's reason."""

    id: str
    state: str
    correction: Correction
    reviewer: str | None = None
    decided_on: str | None = None
    decision: str | None = None

    def entry(self) -> dict[str, Any]:
        """The entry as the file holds it."""
        own = {n: getattr(self, n) for n in _OWN if getattr(self, n) is not None}
        return {**own, **self.correction.entry()}


def read_proposals(path: str | Path) -> tuple[Proposal, ...]:
    """Every proposal of a file, in its order; none where there is no file.

    Raises:
        InvalidCorrection: naming file, line and column.
    """
    file = Path(path)
    if not file.exists():
        return ()
    root = read_yaml(file)
    if root is None:
        return ()
    found: list[Proposal] = []
    for node in entries_of(root, file.name, "proposals"):
        own = {str(k.value): v for k, v in node.value if k.value in _OWN}
        correction = parse_entry(node, file.name, skip=_OWN)
        values = {name: str(value.value) for name, value in own.items()}
        state = values.get("state", "proposed")
        if state not in STATES:
            raise InvalidCorrection(
                f"unknown state {state}",
                where=place_of(own["state"], file.name),
                advice=f"Valid are {', '.join(STATES)}.",
            )
        found.append(
            Proposal(
                values.get("id") or correction.id,
                state,
                correction,
                values.get("reviewer"),
                values.get("decided_on"),
                values.get("decision"),
            )
        )
    return tuple(found)


def accepted_corrections(path: str | Path) -> Corrections:
    """What of a file of proposals was accepted, ready to be applied."""
    proposals = read_proposals(path)
    return Corrections(tuple(p.correction for p in proposals if p.state == "accepted"), Path(path).name)


def propose(path: str | Path, correction: Correction | Mapping[str, Any]) -> str:
    """Add a correction to a file of proposals.

    Args:
        path: the file; made where it is not there.
        correction: a correction, or the keys and values of one; without `date` that of today.

    Returns:
        The proposal's id. What was proposed before has the id that it had, and keeps its state.

    Raises:
        InvalidCorrection: the entry is not of its kind's form.
        CannotWrite: the file cannot be written, or another writer holds it.
    """
    if not isinstance(correction, Correction):
        correction = checked({"date": date.today().isoformat(), **correction})
    with _held(Path(path)) as file:
        proposals = read_proposals(file)
        known = next((p for p in proposals if p.correction.id == correction.id), None)
        if known is not None:
            return known.id
        _write(file, (*proposals, Proposal(correction.id, "proposed", correction)))
    return correction.id


def decide(
    path: str | Path, proposal_id: str, accepted: bool, reviewer: str, reason: str, *, on: str | None = None
) -> Proposal:
    """Accept or reject a proposal that is open.

    Args:
        path: the file of proposals.
        proposal_id: see `propose`.
        accepted: whether it is to be applied.
        reviewer: who decides.
        reason: why.
        on: the day, ISO; today by default.

    Raises:
        UnknownProposal: none of that id, or it was decided on before.
        InvalidCorrection: no reviewer or no reason is given.
        CannotWrite: the file cannot be written, or another writer holds it.
    """
    if not reviewer.strip() or not reason.strip():
        raise InvalidCorrection("a decision needs a reviewer and a reason", advice="Give both.")
    with _held(Path(path)) as file:
        proposals = read_proposals(file)
        found = next((p for p in proposals if p.id == proposal_id), None)
        if found is None:
            raise UnknownProposal(f"there is no proposal {proposal_id}", where=file.name)
        if found.state != "proposed":
            raise UnknownProposal(f"proposal {proposal_id} was {found.state} on {found.decided_on}", where=file.name)
        done = replace(
            found,
            state="accepted" if accepted else "rejected",
            reviewer=reviewer.strip(),
            decided_on=on or date.today().isoformat(),
            decision=reason.strip(),
        )
        _write(file, tuple(done if p is found else p for p in proposals))
    return done


def _write(file: Path, proposals: tuple[Proposal, ...]) -> None:
    content = yaml.safe_dump(
        {"proposals": [p.entry() for p in proposals]}, allow_unicode=True, sort_keys=False, width=120
    )
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CannotWrite(f"the proposals cannot be written: {error.strerror}", where=str(file)) from None


@contextmanager
def _held(file: Path) -> Iterator[Path]:
    """The file, while no other process or thread writes it."""
    lock = file.with_name(file.name + ".lock")
    until = time.monotonic() + _WAIT
    while True:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            try:
                if time.time() - lock.stat().st_mtime > _DEAD:
                    lock.unlink(missing_ok=True)
                    continue
            except OSError:
                continue
            if time.monotonic() > until:
                raise CannotWrite(
                    "another writer holds the proposals",
                    where=str(lock),
                    advice="Try again; remove the lock if it stays.",
                ) from None
            time.sleep(0.02)
        except OSError as error:
            raise CannotWrite(f"the proposals cannot be written: {error.strerror}", where=str(file)) from None
    try:
        yield file
    finally:
        lock.unlink(missing_ok=True)
