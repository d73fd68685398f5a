"""Platforms and data domains that the items name, each with its verb, its sentence and its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from graph.platforms import describe
from loaders.facts import Facts, Mention, Used
from loaders.mention_candidates import Candidate
from loaders.mention_data import DataReader
from loaders.mention_names import field_name
from loaders.mention_platforms import PlatformReader, without_quotes
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
    used = facts.used
    for passage in passages(source, facts) if parts is None else parts:
        words = scan(passage.text)
        if words.titles and words.ids:
            used += [Used(passage.span(start, end), "furniture", "mention.title") for start, end in words.titles]
        if not words.names:
            continue
        platforms = PlatformReader(words).read()
        data = DataReader(words, platforms).read()
        if platforms or data:
            row = by_item.setdefault(passage.item, [])
            row += [(passage, c, "Platform") for c in platforms]
            row += [(passage, c, "DataDomain") for c in data]
    for found in by_item.values():
        for passage, candidate, label in _distinct(found) if len(found) > 1 else found:
            if candidate.role is None:
                used.append(Used(passage.span(candidate.start, candidate.end), "furniture", candidate.rule))
            else:
                _write(source, facts, passage, candidate, label, traditional)


def _distinct(found: list[tuple[Passage, Candidate, str]]) -> list[tuple[Passage, Candidate, str]]:
    """One thing of an item has one role: what it builds it also uses, what it collects it also works on.

    A general name that another platform of the item ends with is that platform (政務雲平臺 … 雲平臺).
    """
    platforms, delivered, produced = [], set(), set()
    for passage, c, label in found:
        if c.role is None:
            continue
        if label == "Platform":
            platforms.append((passage, c))
            if c.known is not None and c.role == "DELIVERS":
                delivered.add(c.known.name)
        elif c.role == "PRODUCES":
            produced.add(_spelled(passage, c))
    # spelled backwards and sorted, a name stands directly before those that end with it
    backward = sorted({_spelled(p, c)[::-1] for p, c in platforms}) if len(platforms) > 1 else []
    if not (backward or delivered or produced):
        return found
    out = []
    for passage, c, label in found:
        reason = None
        if label == "DataDomain":
            if c.role == "CONSUMES" and produced and _spelled(passage, c) in produced:
                reason = "mention.same-data"
        elif c.known is not None:
            if c.role == "USES" and c.known.name in delivered:
                reason = "mention.same-platform"
        elif backward and c.role and not c.suffix:
            key = _spelled(passage, c)[::-1]
            following = bisect_right(backward, key)
            if following < len(backward) and backward[following].startswith(key):
                reason = "mention.same-platform"
        out.append((passage, c._replace(role=None, rule=reason), label) if reason else (passage, c, label))
    return out


def _spelled(passage: Passage, candidate: Candidate) -> str:
    return without_quotes(passage.text[candidate[0] : candidate[1]])


def _write(
    source: SourceText, facts: Facts, passage: Passage, candidate: Candidate, label: str, traditional: bool
) -> None:
    start, end, role, verb, rule, tier, suffix, known = candidate
    text = source.text
    span = passage.span(start, end)
    printed = text[span[0] : span[1]]
    if not printed.isalnum():
        printed = _DROPPED.sub("", printed)
    aliases: tuple[str, ...] = ()
    owner = None
    if label == "DataDomain":
        name = field_name(printed, passage.text[start:end], rule)
    else:
        name = printed + _suffix(suffix, traditional) if suffix else printed
        name, aliases, tier, owner = describe(
            name, known, facts.head.jurisdiction, owner_tier=tier, traditional=traditional
        )
    spoken = None
    if verb is not None and verb[0] < verb[1]:
        first, last = passage.span(*verb)
        spoken = text[first:last]
        if not spoken.isalnum():
            spoken = "".join(spoken.split())
    evidence = passage.span(*passage.sentence_at(start, end))
    facts.mentions.append(
        Mention(passage.item, label, role or "", name, span, evidence, spoken, rule, tier, owner, aliases)
    )
    facts.used.append(Used(span, "used", rule))


def _suffix(word: str, traditional: bool) -> str:
    """The ending that a member of an enumeration shares, in the document's script."""
    return lexicon("platforms")["shared"].get(word, word) if traditional else word
