"""What is remembered beside what is stored: who is at work, which version stood when, and the past as JSON."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, tzinfo
from typing import Any

from graph.errors import NoEdition
from graph.settings import WHO
from graph.stores.base import Edition, LogEntry, Past, Store

_LONGEST = 200  # characters of a name or a note in the log


def whoami() -> str:
    """Who is at work: ZHIZE_WHO, else the system's name for the user.

    It is what the account says of itself, no proof of who sat before the screen.
    """
    try:
        return said(WHO.value or getpass.getuser()) or "?"
    except (OSError, KeyError):  # a container's user without a name
        return "?"


def said(text: str) -> str:
    """A name or a note as the log keeps it: one line of printable characters, at most 200.

    >>> said("  王\\x1b[31m五 ")
    '王[31m五'
    """
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())[:_LONGEST]


def moment(text: str, zone: tzinfo | None = None) -> datetime:
    """A date (its last moment) or a time in ISO form, in this machine's zone or `zone` where it names none.

    >>> moment("2021-05-31", UTC).isoformat()
    '2021-05-31T23:59:59.999999+00:00'

    Raises:
        NoEdition: it is no date.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NoEdition(f"{text!r} is no date", advice="Write 2021-05-31, or 2021-05-31T12:00.") from None
    if len(text.strip()) <= len("2021-05-31"):
        found = datetime.combine(found, time.max)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone) if zone is not None else found.astimezone()
    return found.astimezone(UTC)


def edition_at(editions: Iterable[Edition], at: datetime) -> Edition | None:
    """The version that stood at a moment: loaded by then, and not yet replaced or removed."""
    standing = [
        one
        for one in editions
        if datetime.fromisoformat(one.loaded_on) <= at
        and (one.ended_on is None or at < datetime.fromisoformat(one.ended_on))
    ]
    return standing[-1] if standing else None


def to_adopt(known: Sequence[Edition], past: Past) -> list[tuple[Edition, str | None]]:
    """The editions of another store's past that are not known here; one that stood there ends when ours was loaded.

    Args:
        known: what is remembered here of the document, the version that stands last.
        past: what the other store remembers of it.
    """
    stands = known[-1] if known and known[-1].ended_on is None else None
    held = {(one.sha256, one.loaded_on, one.ended_on) for one in known}
    found = []
    for edition, text in past.editions:
        if edition.ended_on is None:
            if stands is None or stands.loaded_on <= edition.loaded_on:
                continue
            edition = replace(edition, ended_on=stands.loaded_on)
        if (edition.sha256, edition.loaded_on, edition.ended_on) not in held:
            found.append((edition, text))
    return found


def text_at(store: Store, document_id: str, at: str | None = None) -> tuple[Edition, str]:
    """What a document said at a date (see `moment`), or says now.

    Raises:
        UnknownDocument: no document of that id was ever stored.
        NoEdition: none of its versions stood then, or the text is not kept.
    """
    editions = store.history(document_id)
    found = edition_at(editions, moment(at)) if at else next((e for e in editions if e.ended_on is None), None)
    if found is None:
        first, last = editions[0], editions[-1]
        until = f", until {last.ended_on}" if last.ended_on else ""
        when = f"on {at}" if at else "now"
        raise NoEdition(f"no version stood {when}: the first was loaded {first.loaded_on}{until}", where=document_id)
    text = store.edition_text(document_id, found.sha256)
    if text is None:
        raise NoEdition(f"the text loaded {found.loaded_on} is no longer kept", where=document_id)
    return found, text


def past_to_dict(past: Past) -> dict[str, Any]:
    """As JSON holds it."""
    return {
        "document": past.document,
        "editions": [{**asdict(edition), "text": text} for edition, text in past.editions],
        "log": [asdict(entry) for entry in past.log],
    }


def past_from_dict(held: Mapping[str, Any]) -> Past:
    """The inverse of `past_to_dict`.

    Raises:
        KeyError, TypeError: it is none.
    """
    editions = []
    for one in held["editions"]:
        values = dict(one)
        text = values.pop("text")
        editions.append((Edition(**values), text))
    return Past(str(held["document"]), tuple(editions), tuple(LogEntry(**entry) for entry in held["log"]))
