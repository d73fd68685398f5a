"""The patterns of responsibility clauses, made of `lexicon/clauses.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.words import either, lexicon, words

NESTED = "\u25ae"  # what `loaders.names.mask_nested` puts in place of nested brackets
_BOUND = "(?=$|[,;。、:\\s)\\]}〕】并]|会同)"


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """Compiled patterns over a shadow whose nested brackets are masked.

    Attributes:
        token: a label, a joiner or a predicate inside a clause (groups `label`, `bare`, `joiner`, `verb`).
        label: a label with its colon, as it may begin a clause without brackets.
        trigger: any word without which a bracket is no clause.
        telling: a trigger that says a duty, so that a bracket with it at a clause's place is none only by a slip.
        attached: a predicate between a body's name and what it does: 做好 in 市渔业局做好保障.
        role_only: a bracket's whole content that gives the name before it a role: 市渔业局(牵头).
    """

    token: re.Pattern[str]
    label: re.Pattern[str]
    trigger: re.Pattern[str]
    telling: re.Pattern[str]
    attached: re.Pattern[str]
    role_only: re.Pattern[str]


@cache
def people() -> str:
    """A pattern of the labels that name people: 分管领导, 牵头负责领导.

    At most four words are put together: without a bound 主管主管主管… would take time without bound.
    """
    before = either(*words("clauses", "acts"), *words("clauses", "person_acts"))
    return f"(?:{either(*words('clauses', 'persons'))}|{before}{{1,4}}{either(*words('clauses', 'person_heads'))})"


@cache
def clause_words() -> ClauseWords:
    """The patterns, compiled once."""
    acts = either(*words("clauses", "acts"))
    nouns = either(*(noun for noun in words("clauses", "nouns") if "(" not in noun))
    persons = people()
    dues = either(*words("clauses", "dues"))
    divisions = either(*words("clauses", "divisions"))
    free = either(*(e["word"] for e in lexicon("clauses")["verbs"] if e.get("free")))
    verbs = either(*words("clauses", "verbs"))
    manner = either(*words("clauses", "manners"))
    duties = (
        "(?:按照?属地(?:化?管理)?(?:的?原则|要求)?"
        "|[依按根](?:照|据)?(?:各自|自身|部门|有关|相关|相应|工作|其)*的?"
        "(?:(?:职责|职能|职权|分工|权限|任务|工作|要求)(?:和|及|、)?)+(?:范围)?内?"
        "|在(?:各自|其)?(?:的)?(?:职责|职能|职权)范围内)"
    )
    how = f"(?:{manner}|{duties})*"
    # 责任单位, 牵头(责任)单位, 牵头、配合单位, 责任部门(单位), 责任单位及责任人
    label = f"(?:{persons}|{dues}|{divisions}|(?:{acts}[、和及]?{NESTED}*)+{nouns}?{NESTED}*(?:[及和、](?:{persons}|{nouns}))?)"
    colon = f"(?P<label>{label})\\s*:\\s*"
    bare = f"(?<![^,;。\\s:])(?P<bare>(?:{acts})+{nouns})(?:[为是]?(?=[市省县区国各])|\\s+(?=\\S))"
    joined = either(*(w for w in words("clauses", "joiners") if len(w) > 1))
    lone = "".join(w for w in words("clauses", "joiners") if len(w) == 1)
    before = "[局委办部厅院会署府心门位区县行队社司团]"
    joiner = f"(?P<joiner>会同|(?<={before}){joined}(?=[市省县区国各有相])|(?<={before})[{lone}](?=[市省县区国各有相]))"
    verb = (
        f"(?P<verb>(?:为|是|作为)(?:{acts})+{nouns}{_BOUND}"
        f"|{how}{free}(?:{verbs}|{manner}|工作|实施|等)*"
        f"|{how}(?:{verbs})+(?:工作)?{_BOUND})"
    )
    # one flat list of words that each begin with a character: the engine then looks for their first characters
    trigger = "|".join(
        (
            "牵头|负责|责任|负总责|主抓|抓总|主办|主责|承办|协办|配合|参与|协助|会同|落实|组织实施|单位\\s*:|部门\\s*:|领导\\s*:",
            *map(re.escape, words("clauses", "dues")),
        )
    )
    return ClauseWords(
        token=re.compile(f"{colon}|{bare}|{joiner}|{verb}"),
        label=re.compile(f'(?<![^\\n。;,)\\]〕】}}\\s"”!?:—-])(?P<label>{label})[ \\t]*:'),
        trigger=re.compile(trigger),
        telling=re.compile("牵头|负责|主办|主责|承办|协办|配合|会同|责任(?:单位|部门)|组织实施"),
        attached=re.compile(either(*words("clauses", "predicates"))),
        role_only=re.compile(f"[(\\[〔【]\\s*(?P<role>(?:{acts}|{verbs})(?:{verbs})*(?:{nouns})?)\\s*[)\\]〕】]$"),
    )


@cache
def _roles(group: str) -> tuple[tuple[str, str], ...]:
    found = [(e["word"], e["role"]) for e in lexicon("clauses")[group] if "role" in e]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1024)
def label_role(label: str) -> str:
    """The role that a label or a column's head gives: lead, support, duty, oversee or due; '' for none.

    >>> [label_role(w) for w in ("牵头责任单位", "配合单位", "责任单位", "分管领导", "完成时限")]
    ['lead', 'support', 'duty', 'oversee', 'due']
    """
    if any(word in label for word in words("clauses", "persons")) or label.endswith(words("clauses", "person_heads")):
        return "oversee"
    if any(label.startswith(word) for word in words("clauses", "dues")):
        return "due"
    found = {role for word, role in _roles("acts") if word in label}
    if "lead" in found and not ("主要" in label and found == {"lead"} and "责任" not in label and "单位" not in label):
        return "lead"
    return next((role for role in ("support", "duty") if role in found), "")


@lru_cache(maxsize=1024)
def verb_role(verb: str) -> tuple[str, str]:
    """The role that a predicate gives, and the word that decides it.

    >>> verb_role("按职责分工负责"), verb_role("牵头负责"), verb_role("积极配合落实")
    (('duty', '负责'), ('lead', '牵头'), ('support', '配合'))
    """
    if verb.startswith(("为", "是", "作为")):
        word = verb.removeprefix("作").lstrip("为是")
        return label_role(word), word
    hits = sorted((at, word, role) for word, role in _roles("verbs") if (at := verb.find(word)) >= 0)
    for _, word, role in hits:
        if role == "lead":
            return role, word
    return (hits[0][2], hits[0][1]) if hits else ("duty", verb)
