"""Platforms and data domains that the items name, each with its verb, its sentence and its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from graph.platforms import Identity, describe
from loaders.facts import Facts, Mention, Used
from loaders.mention_data import DataReader
from loaders.mention_names import field_name
from loaders.mention_platforms import Candidate, PlatformReader
from loaders.mention_words import scan
from loaders.passages import Passage, passages
from loaders.source import SourceText
from loaders.words import lexicon

_DROPPED = re.compile(r"[\s“”「」『』‘’\"]+")


def read_mentions(source: SourceText, facts: Facts, parts: Iterable[Passage] | None = None) -> None:
    """Read every platform and data domain into `facts.mentions`.

    Every name that looks like one is accounted for in `facts.used`: in a fact (`used`), or declared none by a rule
    (`furniture`), so that the audit finds what no rule has considered.

    Args:
        source: the text.
        facts: the items must have been read.
        parts: the passages, where the caller has them.
    """
    traditional = source.traditional
    by_item: dict[str, list[tuple[Passage, Candidate, str]]] = {}
    for passage in passages(source, facts) if parts is None else parts:
        words = scan(passage.text)
        if not words.ids:
            continue
        for start, end in words.titles:
            facts.used.append(Used(passage.span(start, end), "furniture", "mention.title"))
        platforms = PlatformReader(words).read()
        row = by_item.setdefault(passage.item, [])
        row += [(passage, c, "Platform") for c in platforms]
        row += [(passage, c, "DataDomain") for c in DataReader(words, platforms).read()]
    for found in by_item.values():
        for passage, candidate, label in _distinct(found):
            _write(source, facts, passage, candidate, label, traditional)


def _distinct(found: list[tuple[Passage, Candidate, str]]) -> list[tuple[Passage, Candidate, str]]:
    """One thing of an item has one role: what it builds it also uses, what it collects it also works on.

    A general name that another platform of the item ends with is that platform (政務雲平臺 … 雲平臺).
    """
    # spelled backwards and sorted, a name stands directly before those that end with it
    backward = sorted({_spelled(p, c)[::-1] for p, c, label in found if label == "Platform" and c.role})
    delivered = {c.known.name for _, c, _ in found if c.known is not None and c.role == "DELIVERS"}
    produced = {_spelled(p, c) for p, c, _ in found if c.role == "PRODUCES"}
    out = []
    for passage, c, label in found:
        reason = None
        if label == "DataDomain":
            if c.role == "CONSUMES" and _spelled(passage, c) in produced:
                reason = "mention.same-data"
        elif c.known is not None:
            if c.role == "USES" and c.known.name in delivered:
                reason = "mention.same-platform"
        elif c.role and not c.suffix:
            key = _spelled(passage, c)[::-1]
            following = bisect_right(backward, key)
            if following < len(backward) and backward[following].startswith(key):
                reason = "mention.same-platform"
        out.append((passage, c._replace(role=None, rule=reason) if reason else c, label))
    return out


def _spelled(passage: Passage, candidate: Candidate) -> str:
    return passage.text[candidate.start : candidate.end].translate(_NO_QUOTES)


def _write(
    source: SourceText, facts: Facts, passage: Passage, candidate: Candidate, label: str, traditional: bool
) -> None:
    span = passage.span(candidate.start, candidate.end)
    if candidate.role is None:
        facts.used.append(Used(span, "furniture", candidate.rule))
        return
    printed = _DROPPED.sub("", source.text[span.start : span.end])
    if label == "DataDomain":
        who = Identity(
            field_name(printed, passage.text[candidate.start : candidate.end], candidate.rule), (), None, None
        )
    else:
        name = printed + _suffix(candidate.suffix, traditional) if candidate.suffix else printed
        place = facts.head.jurisdiction
        who = describe(name, candidate.known, place, owner_tier=candidate.tier, traditional=traditional)
    facts.mentions.append(
        Mention(
            item=passage.item,
            label=label,
            type=candidate.role,
            name=who.name,
            span=span,
            evidence=passage.span(*passage.sentence_at(candidate.start, candidate.end)),
            verb=_printed(source, passage, candidate.verb),
            rule=candidate.rule,
            tier=who.tier,
            jurisdiction=who.jurisdiction,
            aliases=who.aliases,
        )
    )
    facts.used.append(Used(span, "used", candidate.rule))


def _printed(source: SourceText, passage: Passage, verb: tuple[int, int] | None) -> str | None:
    if verb is None or verb[0] == verb[1]:
        return None
    span = passage.span(*verb)
    return "".join(source.text[span.start : span.end].split())


def _suffix(word: str, traditional: bool) -> str:
    """The ending that a member of an enumeration shares, in the document's script."""
    return lexicon("platforms")["shared"].get(word, word) if traditional else word
