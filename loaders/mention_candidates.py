"""What may be a name of a platform or of data, and the verb that the members of an enumeration share."""

from __future__ import annotations

from typing import NamedTuple

from graph.places import Tier
from graph.platforms import KnownPlatform

BETWEEN = ("、", "和", "与", "及", "以及", "或", "和、")
"""What may stand between two members of an enumeration."""


class Candidate(NamedTuple):
    """A name like a platform's or a database's, in `Passage.text`: a fact, or declared none (`role` None).

    `start`, `end` bound the mention with its quotation marks, `verb` the word that decides the role; `rule` says what accepted or declined it; `suffix` is
    a word that the name lacks in print (智能接處警、智慧指揮等系統).
    """

    start: int
    end: int
    role: str | None
    verb: tuple[int, int] | None
    rule: str
    tier: Tier | None = None
    suffix: str = ""
    known: KnownPlatform | None = None


def with_shared_verbs(text: str, found: list[Candidate]) -> list[Candidate]:
    """A verb behind the last member of an enumeration is that of the members before it, too."""
    for at in range(len(found) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        if (
            one.rule in ("mention.no-verb", "mention.waits")
            and following.role
            and text[one.end : following.start] in BETWEEN
        ):
            found[at] = one._replace(role=following.role, verb=following.verb, rule=following.rule)
    return found
