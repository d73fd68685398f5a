"""Enumerations of bodies: where one name ends and the next begins.

`、` `，` `；` 及 和 以及 与 等, line breaks and spaces separate names; inside a name they do not: 市人力資源和社會保障局,
各市、縣(市、區)政府, 各鄉鎮人民政府、街道辦事處, 市直有關部門、單位, 市委宣傳部(市文明辦).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.source import Span
from loaders.words import either, lexicon, words

OPENING = "([〔【{"
CLOSING = ")]〕】}"
_BRACKET = re.compile(r"[(\[〔【{)\]〕】}]")
_FILL = "\u25ae"  # stands for a character inside nested brackets, which separates nothing

_SEPARATOR = re.compile(
    "\\s*[、,;。.·|/]\\s*|\\s*(?:以及|(?<=[^涉波企普])及(?!其|时)|和|与)\\s*|(?<![高中初平同均对])等+\\s*|\\s+"
)
_AFTER_ETC = re.compile(
    "(?:[\\d一二三四五六七八九十百几多]+[个家]?)?(?:[市省区县州])?(?:部门|单位|机构|部委|厅局|地区|企业|局委|局)?(?:按照?)?$"
)
_LEAD_IN = re.compile(
    "(?:[★☆*※▲△◆#—–-]|\\d{1,2}[.、](?!\\d)|具体由|由|以(?=[市省县区各])|请|其中|分别由|以及|及|会同|\\d{1,2}\\s*:|:|\\s)+"
)
# what marks a body out: ★市渔业局, 市渔业局* (標★的為牽頭單位)
MARKS = "★☆*※▲△◆#"
_TRAIL = re.compile("(?:等|分别|共同|具体|:|\\s|[-—~★☆*※▲△◆#])+$")
_TRAILING = "等别同体"  # what the words of it that are letters end with
_REMARK = re.compile(r"\s*[(\[〔【][^()\[\]〔〕【】]*:[^()\[\]〔〕【】]*[)\]〕】]$")  # 市渔业局(联系人:林甲)
_SPACE = re.compile("\\s+")


@dataclass(frozen=True, slots=True)
class _Forms:
    ending: re.Pattern[str]
    plain: re.Pattern[str]
    region_left: re.Pattern[str]
    region_right: re.Pattern[str]
    unit_left: re.Pattern[str]
    collective: re.Pattern[str]
    nobody: frozenset[str]
    words: tuple[str, ...]


@cache
def _forms() -> _Forms:
    region = either(*words("names", "regions"))
    organ = either(*words("names", "organs"))
    tail = f"(?:{_FILL}*{organ})*{_FILL}*"
    return _Forms(
        ending=re.compile(f"{either(*words('names', 'endings'))}{_FILL}*$"),
        plain=re.compile(f"{either(*(e['word'] for e in lexicon('names')['endings'] if not e.get('weak')))}{_FILL}*$"),
        region_left=re.compile(
            f"(?:全?[市省县区州])?各?(?:有关|相关)?(?:{region}{_FILL}*)+{tail}(?:、(?:{region}{_FILL}*)+{tail})*$"
        ),
        region_right=re.compile(f"(?:{region}{_FILL}*)+{tail}$"),
        unit_left=re.compile("(?:.*(?:有关|相关|各|直属|[市省县区州]直|成员))部门$"),
        collective=re.compile(either(*words("names", "collectives"))),
        nobody=frozenset(words("names", "nobody")),
        words=tuple(words("names", "words")),
    )


def mask_nested(text: str) -> str:
    """The text with everything inside brackets (and the brackets) replaced, length kept; unclosed ones are left."""
    if not _BRACKET.search(text):
        return text
    out: list[str] = []
    last = depth = opened = 0
    for found in _BRACKET.finditer(text):
        at = found.start()
        if found.group() in OPENING:
            if depth == 0:
                opened = at
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                out += [text[last:opened], _FILL * (at + 1 - opened)]
                last = at + 1
    out.append(text[last:])
    return "".join(out)


# 改造學校食堂20所: so many of them are no body
_COUNTED = re.compile(r"\d[余多]?(?:[院所处站社室队厅园]|中心)$")


@lru_cache(maxsize=16384)
def is_body(name: str) -> bool:
    """Whether a name (of a shadow) ends like a body's, or stands for many bodies.

    >>> is_body("市教育局"), is_body("推进改革")
    (True, False)
    """
    masked = mask_nested(name).strip()
    if not masked or masked.endswith(_forms().words) or _COUNTED.search(masked):
        return False
    return _forms().ending.search(masked) is not None or is_collective(masked)


def ends_like_a_body(name: str) -> bool:
    """Whether the last words are a body's; 有關部門研究提出 stands for many bodies and ends otherwise."""
    return _forms().ending.search(mask_nested(name).strip()) is not None


_PREFIXED = re.compile("[省市区县州旗镇乡街]|各|有关|相关|国家|中央|国务院|全[省市区县]")


@lru_cache(maxsize=16384)
def is_plain_body(name: str) -> bool:
    """Whether a name is a body's beyond doubt, also where nothing around it says so.

    >>> [is_plain_body(n) for n in ("市教育局", "各镇", "标注企业", "市属企业")]
    [True, True, False, True]
    """
    masked = mask_nested(name).strip()
    forms = _forms()
    if not masked or masked.startswith(_VERBS) or masked.endswith(forms.words) or _COUNTED.search(masked):
        return False
    return forms.plain.search(masked) is not None or (
        _PREFIXED.match(masked) is not None and (forms.ending.search(masked) is not None or is_collective(masked))
    )


# no body's name begins so
_VERBS = (
    "建设",
    "成立",
    "组建",
    "推进",
    "推动",
    "加快",
    "打造",
    "培育",
    "支持",
    "开展",
    "实施",
    "完善",
    "健全",
    "谋划",
    "争取",
    "力争",
    "制定",
    "出台",
    "引进",
    "新增",
    "深化",
    "优化",
    "加强",
    "落实",
    "创建",
    "设立",
    "组织开展",
    "举办",
    "完成",
)


@lru_cache(maxsize=16384)
def is_collective(name: str) -> bool:
    """Whether a name stands for many bodies (各縣(區), 市有關單位).

    >>> is_collective("各县(区)"), is_collective("市公安局")
    (True, False)
    """
    return _forms().collective.search(name) is not None


def split_names(text: str, start: int, end: int) -> list[Span]:
    """The names of an enumeration.

    Args:
        text: a shadow.
        start, end: the enumeration's place in it.

    Returns:
        The span of each name, without separators, in order. What is no name (無, 下同) is left out.

    >>> s = "市发改局和市人力资源和社会保障局、各镇"
    >>> [s[n.start:n.end] for n in split_names(s, 0, len(s))]
    ['市发改局', '市人力资源和社会保障局', '各镇']
    """
    part = text[start:end]
    masked = mask_nested(part)
    spans: list[Span] = []
    lead = _LEAD_IN.match(masked)
    begin, at, dropping = lead.end() if lead else 0, 0, False
    separators = list(_SEPARATOR.finditer(masked))
    hard = _next_hard(separators, len(masked))
    for i, found in enumerate(separators):
        following = separators[i + 1].start() if i + 1 < len(separators) else len(masked)
        left, right = masked[begin : found.start()], masked[found.end() : following]
        if _inside(found.group(), left, right, masked[found.end() : hard[i]]):
            continue
        if not (dropping and _AFTER_ETC.match(left)):
            _append(spans, text, start + begin, start + found.start())
        begin, dropping = found.end(), "等" in found.group()
    at = len(masked)
    if not (dropping and _AFTER_ETC.match(masked[begin:at])):
        _append(spans, text, start + begin, start + at)
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    if lead := _LEAD_IN.match(text, start, end):
        start = lead.end()
    name = text[start:end]
    if name.isalnum() and name[-1] not in _TRAILING:
        # nothing but letters: no mark stands behind it, no remark in brackets, no space in it
        bare = name
    else:
        if trail := _TRAIL.search(name):
            end = start + trail.start()
            name = text[start:end]
        if (remark := _REMARK.search(name)) and remark.start():
            end = start + remark.start()
            name = text[start:end]
        bare = _SPACE.sub("", name)
    if bare and not bare.isdigit() and bare not in _forms().nobody:
        spans.append(Span(start, end))


def _next_hard(separators: list[re.Match[str]], end: int) -> list[int]:
    """For each separator where the next one begins that is no 和, 及 or 与 (these may stand inside the next name)."""
    out = [end] * len(separators)
    for i in range(len(separators) - 2, -1, -1):
        soft = separators[i + 1].group().strip() in ("和", "及", "与", "以及")
        out[i] = out[i + 1] if soft else separators[i + 1].start()
    return out


def _inside(separator: str, left: str, right: str, further: str) -> bool:
    """Whether a separator stands inside one name; `further` is the right side with the names that 和 may add to it."""
    mark = separator.strip()
    forms = _forms()
    left, right = left.rstrip(), right.lstrip()
    if mark == "、":
        if forms.region_left.match(left) and forms.region_right.match(right):
            return True
        if forms.unit_left.match(left) and right.rstrip(_FILL) in ("单位", "机构", "企事业单位", "直属机构"):
            return True
        return (len(right) == 1 and right in "部委办局会厅院") or (right == "" and left == "")
    if mark in (",", ";", "。", "|", "/") or mark.startswith("等"):
        return mark == "/" and not (left and right)
    if mark == ".":
        return True
    if mark == "·":
        return not (is_body(left) and is_body(right))
    if mark == "":
        return _wraps(left, right)
    if left.rstrip(_FILL).endswith(("党委", "党工委")) and right in ("政府", "人民政府"):
        return True  # 各縣(市、區)黨委和政府
    # 和, 及, 与: two names only where both are complete
    if not forms.ending.search(left) and not is_collective(left):
        return True
    if right.rstrip(_FILL) in ("单位", "机构", "部门", "地区", "企业"):
        return True
    right = further.rstrip()
    return not (right and (forms.ending.search(right) or is_collective(right)))


_HEADED = re.compile("[市省县区州镇乡街国各]|有关|相关|中国|中央")
_INNER = re.compile("(?:办公室|组织部|宣传部|统战部|政法委|网信办|公室|组成部门|有关部门|各部门|直属)")


def _wraps(left: str, right: str) -> bool:
    """Whether a space or a line break lies inside a name: it does unless both sides are whole names."""
    forms = _forms()
    if not left or not right or right.isdigit() or left.isdigit():
        return False
    if not forms.ending.search(left) or len(right.rstrip(_FILL)) < 2:
        return True
    if len(left) == 2 and left[1] in "委府" and _INNER.match(right):
        return True
    if right.startswith((_FILL, "(", "[")):
        return True
    if not (forms.ending.search(right) or is_collective(right)):
        # the rest of a longer enumeration: right may itself be broken
        return True
    if _HEADED.match(right):
        return False
    if _INNER.match(right):
        return True
    return left[-1] in "委府部"
