"""What every error of the project is."""

from __future__ import annotations

from collections.abc import Iterator


class ZhizeError(Exception):
    """Anything that a user can mend. Subclasses carry `code` and, where it never varies, `advice`.

    Args:
        what: what happened, in a few words.
        where: a file, line and column, a store or a question; empty when there is no place.
        advice: what to do now; the class's own advice by default.
    """

    code = "Z000"
    advice = ""

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        self.what = " ".join(what.split())
        self.where = " ".join(where.split())
        self.advice = advice or type(self).advice
        super().__init__(self.line())

    def line(self) -> str:
        """The whole message on one line, without the code."""
        place = f" ({self.where})" if self.where else ""
        hint = f" {self.advice}" if self.advice else ""
        return f"{self.what}{place}.{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (type(self), self.what, self.where, self.advice))


def _restore(kind: type[ZhizeError], what: str, where: str, advice: str) -> ZhizeError:
    """Rebuild an error that crossed a process boundary."""
    return kind(what, where=where, advice=advice)


def walk(kind: type[ZhizeError] = ZhizeError) -> Iterator[type[ZhizeError]]:
    """Every error class, parents before children, in the order of their codes."""
    yield kind
    for child in sorted(kind.__subclasses__(), key=lambda c: c.code):
        yield from walk(child)
