"""The linter of the two engines' common Cypher: what it refuses, and what to write instead.

The rules are the dialect table of `cypher/README.md`. They look at the statement's words, outside quotes and comments;
a rule that needs more than words (a null parameter, a relationship matched twice) looks for its usual form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One form that the engines do not read alike: `form` finds it, `rewrite` says what to write."""

    name: str
    form: re.Pattern[str]
    rewrite: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a statement that breaks a rule."""

    line: int
    rule: str
    found: str
    rewrite: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.found!r} ({self.rule}): {self.rewrite}"


def _rule(name: str, form: str, rewrite: str) -> Rule:
    return Rule(name, re.compile(form, re.IGNORECASE | re.DOTALL), rewrite)


# Names that Ladybug 0.22 refuses as a variable, an alias or a parameter (each was tried), and `start`.
_WORDS = (
    "all|and|any|asc|case|column|create|default|desc|distinct|else|end|ends|exists|false|group|in|none|not|null|on|"
    "optional|or|order|profile|single|start|starts|table|then|true|union|unwind|when|where|with|xor"
)

RULES = (
    _rule("shortest path", r"\bshortestPath\b|\ballShortestPaths\b|\bSHORTEST\b", "`*1..10` and the least length, or queries/chains.py"),
    _rule("exact or open length", r"\*\s*\d+\s*\.\.\s*\d*\s*\]|\*\s*(?:\d+\s*)?\]|\*\s*\.\.", "a lower and a higher upper bound: `*1..6`"),
    _rule("count of paths", r"\bcount\s*\(\s*(?:p|path)\s*\)", "`count(DISTINCT b.id)`"),
    _rule("pattern in EXISTS or COUNT", r"\b(?:EXISTS|COUNT)\s*\{\s*\(", "MATCH inside the braces"),
    _rule("EXISTS of a pattern in brackets", r"\bexists\s*\(", "`EXISTS { MATCH … }` or `IS NOT NULL`"),
    _rule("WITH … ORDER BY without LIMIT", r"\bWITH\b(?:(?!\b(?:MATCH|RETURN|UNWIND|WITH)\b).)*?\bORDER\s+BY\b(?:(?!\bLIMIT\b).)*?(?=\b(?:MATCH|RETURN|UNWIND|WITH)\b)", "add LIMIT, or sort at the end"),
    _rule("list comprehension", r"\[\s*\w+\s+IN\b", "UNWIND, or Python"),
    _rule("pattern comprehension", r"\[\s*\(\w*[^()]*\)\s*(?:-|<-)", "OPTIONAL MATCH and collect(DISTINCT …)"),
    _rule("reduce", r"\breduce\s*\(", "UNWIND, or Python"),
    _rule("map projection", r"\w\s*\{\s*\.\s*[\w*]", "return the properties one by one"),
    _rule("list index", r"[\w)]\s*\[\s*(?:-?\d+|\$\w+)\s*(?:\.\.\s*-?\d*)?\s*\]", "UNWIND, or Python"),
    _rule("list and text functions", r"\b(?:head|last|tail|split|substring|range|keys|properties)\s*\(", "UNWIND, `left`, `right`, or Python"),
    _rule("type, labels, id, elementId", r"\b(?:type|labels|id|elementId|startNode|endNode)\s*\(", "a literal for each UNION branch; our own property `id`"),
    _rule("text contains nothing", r"\bCONTAINS\s*''", "`$k = '' OR x CONTAINS $k`"),
    _rule("null parameter", r"\$\w+\s+IS\s+(?:NOT\s+)?NULL|coalesce\s*\(\s*\$", "`'' ` for nothing: `$k = '' OR …`"),
    _rule("conversions", r"\bto(?:String|Integer|Float|Boolean)(?:OrNull|List)?\s*\(", "Python"),
    _rule("round with one argument", r"\bround\s*\(\s*[^,()]*\)", "`round(x, 0)`"),
    _rule("sum", r"\bsum\s*\(", "`count(CASE WHEN … THEN 1 END)`"),
    _rule("CALL", r"\bCALL\b", "a chain of WITH"),
    _rule("WHERE inside a pattern", r"[(\[][^()\[\]{}]*:\s*[\w|]+[^()\[\]{}]*\bWHERE\b", "WHERE after MATCH"),
    _rule("writing", r"\b(?:CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH|LOAD|COPY)\b", "a question only reads"),
    _rule("two labels at once", r"\(\s*\w*\s*:\s*\w+\s*[:&]\s*\w+", "`(n:A|B)`, or two conditions"),
    _rule("cross product", r"\b(?:OPTIONAL\s+)?MATCH\b(?:(?!\b(?:MATCH|WHERE|RETURN|WITH|UNWIND|UNION)\b).)*?\)\s*,\s*(?:\w+\s*=\s*)?\(", "a MATCH for each pattern"),
    _rule("reserved name", rf"\bAS\s+(?:{_WORDS})\b|[(\[]\s*(?:{_WORDS})\s*:|\bUNWIND\b[^\n]*\bAS\s+(?:{_WORDS})\b|\$(?:{_WORDS})\b", "another name"),
    _rule("parameter inside any() or all()", r"\b(?:any|all|none|single)\s*\(\s*\w+\s+IN\b[^()]*\$", "UNWIND the list and WHERE"),
    _rule("+ before IN", r"\+\s*(?:\$?[\w.]+|'[^']*'|\w+\([^()]*\))\s+IN\b", "brackets round the sum: `(a + b) IN $k`"),
    _rule("raw node, relationship or path in RETURN", r"(?!)", "scalars: `n.id`, `n.name`"),
)  # fmt: skip
"""In the order of the table; the last one needs the statement's variables, so its form matches nothing."""

_PATTERN_NAMES = re.compile(r"[(\[]\s*(\w+)\s*(?::|\]|\)|\{)|\b(\w+)\s*=\s*\(")
_RETURN = re.compile(r"\bRETURN\s+(?:DISTINCT\s+)?(.*?)(?=\bORDER\s+BY\b|\bLIMIT\b|\bSKIP\b|\bUNION\b|$)", re.IGNORECASE | re.DOTALL)  # fmt: skip


def plain(statement: str) -> str:
    """The statement with comments blanked and quoted texts emptied, every character kept in its place."""

    def blank(found: re.Match[str]) -> str:
        text = found.group()
        if text.startswith(("//", "/*")):
            return re.sub(r"[^\n]", " ", text)
        return text[0] + "x" * (len(text) - 2) + text[-1] if len(text) > 2 else text

    return re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/", blank, statement, flags=re.DOTALL)


def lint(statement: str) -> list[Finding]:
    """Every place where the statement leaves what both engines read alike, in order."""
    text = plain(statement)
    findings = []
    for rule in RULES:
        for found in rule.form.finditer(text):
            if rule.name == "exact or open length" and _bounded(found.group()):
                continue
            findings.append(_finding(text, found.start(), rule, found.group()))
    names = {a or b for a, b in _PATTERN_NAMES.findall(text)}
    for returned in _RETURN.finditer(text):
        for item in returned.group(1).split(","):
            name = item.strip().split(" ")[0].strip()
            if name == item.strip() and name in names and not re.search(rf"\bAS\s+{name}\b", text):
                findings.append(_finding(text, returned.start(), RULES[-1], item.strip()))
    return sorted(findings, key=lambda f: (f.line, f.rule))


def _bounded(length: str) -> bool:
    """Whether a length has two different bounds."""
    bounds = re.findall(r"\d+", length)
    return len(bounds) == 2 and int(bounds[0]) < int(bounds[1])


def _finding(text: str, at: int, rule: Rule, found: str) -> Finding:
    return Finding(text.count("\n", 0, at) + 1, rule.name, " ".join(found.split()), rule.rewrite)
