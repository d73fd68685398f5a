"""Platforms and data domains."""

from __future__ import annotations

import re

from graph.platforms import identify
from loaders.facts import Facts, Mention, Used
from loaders.passages import passages
from loaders.source import SourceText

_NAME = re.compile(
    "(?P<verb>依托|基于|对接|建设|完善|推进|推动|构建|建立|打造|升级)(?P<name>[^,。;:、和及的]{2,24}?(?:平台|系统))"
)


def read_mentions(source: SourceText, facts: Facts) -> None:
    """Append every platform and data domain to `facts.mentions` and its span to `facts.used`."""
    for passage in passages(source, facts):
        for sentence in passage.sentences():
            for found in _NAME.finditer(passage.text, sentence.start, sentence.end):
                span = passage.span(*found.span("name"))
                who = identify("".join(source.text[span.start : span.end].split()).strip("“”"), facts.head.jurisdiction)
                kind = "USES" if found["verb"] in ("依托", "基于", "对接") else "DELIVERS"
                facts.mentions.append(
                    Mention(
                        passage.item, "Platform", kind, who.name, span, passage.span(sentence.start, sentence.end),
                        found["verb"], "mention.platform", who.tier, who.jurisdiction, who.aliases,
                    )
                )
                facts.used.append(Used(span, "used", "mention.platform"))
