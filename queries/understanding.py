"""What became of a question in Chinese: what was understood, what may have been meant, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queries.catalogue import Answer
from queries.intents import lexicon

LONGEST = 300
"""Characters of a question at most."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What was understood at one place of the question.

    Attributes:
        start, stop: offsets into the question, in characters.
        text: what stands there.
        kind: department, platform, data, task, document, date, year, number, words; else a meaning of `intents.yaml`.
        value: what it stands for: a name, a number, ISO dates; the text itself for a word with a meaning.
    """

    start: int
    stop: int
    text: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A named question that may have been meant, ready to be asked."""

    question: str
    parameters: dict[str, Any]
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was read.

    Attributes:
        text: the question.
        question: the named question, None when none is sure.
        parameters: for it.
        understood: the parts that were read, in order.
        confidence: from 0 to 1; below 0.7 nothing is answered.
        alternatives: up to three, only when unsure.
        reason: why nothing is answered, in the question's own script; empty when something is.
        code: the reason's key in `intents.yaml`.
        about: the words of the question that the reason is about.
    """

    text: str
    question: str | None
    parameters: dict[str, Any]
    understood: tuple[Chip, ...]
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""
    code: str = ""
    about: str = ""

    def reason_in(self, language: str) -> str:
        """The reason in zh-Hant, zh-Hans or en; empty when something is answered."""
        return lexicon().reasons[self.code][language].format(text=self.about, n=LONGEST) if self.code else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An understanding, and the answer where it is sure."""

    understanding: Understanding
    answer: Answer | None
