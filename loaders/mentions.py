"""Platforms and data domains that the items name, each with its verb, its sentence and its place."""

from __future__ import annotations

import re

from graph.platforms import identify
from graph.identity import name_key
from loaders.facts import Facts, Mention, Used
from loaders.mention_data import DataReader
from loaders.mention_platforms import Candidate, PlatformReader
from loaders.mention_words import scan
from loaders.passages import Passage, passages
from loaders.source import SourceText, Span
from loaders.mention_names import field_name

_DROPPED = re.compile(r"[\s“”「」『』‘’\"]+")


def read_mentions(source: SourceText, facts: Facts) -> None:
    """Read every platform and data domain into `facts.mentions`.

    Every name that looks like one is accounted for in `facts.used`: in a fact (`used`), or declared none by a rule
    (`furniture`), so that the audit finds what no rule has considered.
    """
    traditional = _traditional(source)
    by_item: dict[str, list[tuple[Passage, Candidate, str]]] = {}
    for passage in passages(source, facts):
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
    """An unquoted general name that another platform of the item ends with is that platform: 政務雲平臺 … 雲平臺."""
    keys = {name_key(p.text[c.start : c.end]) for p, c, label in found if label == "Platform" and c.role}
    delivered = {c.known.name for _, c, _ in found if c.known is not None and c.role == "DELIVERS"}
    produced = {_spelled(p, c) for p, c, _ in found if c.role == "PRODUCES"}
    out = []
    for passage, c, label in found:
        if label == "Platform" and c.role and c.known is None and not c.suffix:
            key = name_key(passage.text[c.start : c.end])
            if any(len(other) > len(key) and other.endswith(key) for other in keys):
                c = Candidate(c.start, c.end, None, None, "mention.same-platform")
        elif c.role == "CONSUMES" and _spelled(passage, c) in produced:
            c = Candidate(c.start, c.end, None, None, "mention.same-data")
        elif c.role == "USES" and c.known is not None and c.known.name in delivered:
            # what the task builds it also uses
            c = Candidate(c.start, c.end, None, None, "mention.same-platform")
        out.append((passage, c, label))
    return out


def _spelled(passage: Passage, candidate: Candidate) -> str:
    return name_key(passage.text[candidate.start : candidate.end])


def _write(
    source: SourceText, facts: Facts, passage: Passage, candidate: Candidate, label: str, traditional: bool
) -> None:
    span = passage.span(candidate.start, candidate.end)
    if candidate.role is None:
        facts.used.append(Used(span, "furniture", candidate.rule))
        return
    printed = _DROPPED.sub("", source.text[span.start : span.end])
    evidence = _sentence(passage, candidate)
    place = facts.head.jurisdiction
    if label == "Platform":
        name = printed + (candidate.suffix if not traditional else {"系统": "系統", "平台": "平臺"}.get(candidate.suffix, candidate.suffix))
        if candidate.known is not None:
            name = candidate.known.name
        who = identify(name, place, owner_tier=candidate.tier, traditional=traditional)
        facts.mentions.append(
            Mention(
                passage.item, label, candidate.role, who.name, span, evidence, candidate.verb, candidate.rule,
                who.tier, who.jurisdiction, who.aliases,
            )
        )
    else:
        name = field_name(printed, passage.text[candidate.start : candidate.end], candidate.rule)
        facts.mentions.append(
            Mention(passage.item, label, candidate.role, name, span, evidence, candidate.verb, candidate.rule)
        )
    facts.used.append(Used(span, "used", candidate.rule))


_STOPS = "。!?;"


def _sentence(passage: Passage, candidate: Candidate) -> Span:
    text = passage.text
    start = max(text.rfind(c, 0, candidate.start) for c in _STOPS) + 1
    ends = [at for c in _STOPS if (at := text.find(c, candidate.end)) >= 0]
    return passage.span(start, min(ends) + 1 if ends else len(text))


def _traditional(source: SourceText) -> bool:
    """Whether the text is printed in traditional characters, told from its beginning."""
    sample, plain = source.text[:800], source.shadow[:800]
    changed = sum(a != b and "\u4e00" <= a <= "\u9fff" for a, b in zip(sample, plain, strict=True))
    return changed * 50 > len(sample)
