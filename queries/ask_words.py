"""Cutting a question into words by jieba, with the words of one store on top of its dictionary.

jieba is loaded at the first question and never before. It is silent, and its cache lies in a folder that only this user
can write: jieba itself would unmarshal whatever lies in the common temporary folder.
"""

from __future__ import annotations

import os
import stat
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_SILENT = 60
# A word of ours weighs as if every tenth word were it: always likelier than its parts, and one long word than two short.
_SHARE = 10
# A single character is oftener a part of a word that is not ours: 環 in 環境.
_SHARE_OF_ONE = 1000


class Cutter:
    """Cuts simplified text; the given words are never cut apart where the sentence can be read with them.

    Args:
        words: in the form of `graph.identity.shadow`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        base = _base()
        own: dict[str, int] = {}
        for word in words:
            for stop in range(1, len(word)):
                own.setdefault(word[:stop], base.FREQ.get(word[:stop], 0))
            own[word] = base.total // (_SHARE if len(word) > 1 else _SHARE_OF_ONE)
        self._tokenizer = _tokenizer_class()()
        self._tokenizer.FREQ = _Layers(own, base.FREQ)
        self._tokenizer.total = base.total
        self._tokenizer.initialized = True

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order; together they are the text."""
        return list(self._tokenizer.cut(text, HMM=False))


class _Layers(dict[str, int]):
    """One dictionary over another that is shared and not changed."""

    def __init__(self, upper: Mapping[str, int], lower: Mapping[str, int]) -> None:
        super().__init__(upper)
        self.lower = lower

    def __missing__(self, word: str) -> int:
        return self.lower[word]

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or word in self.lower

    def get(self, word: str, default: Any = None) -> Any:
        """The frequency of a word, in whichever layer it stands."""
        return super().get(word) if super().__contains__(word) else self.lower.get(word, default)


@cache
def _tokenizer_class() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its sources hold escapes that newer Pythons warn of
        import jieba

    jieba.setLogLevel(_SILENT)
    return jieba.Tokenizer


@cache
def _base() -> Any:
    """jieba's own dictionary, read once a process."""
    kind = _tokenizer_class()
    import jieba

    base = kind()
    base.tmp_dir = str(private_folder(Path.home() / ".cache" / "zhize"))
    base.cache_file = f"jieba-{jieba.__version__}.cache"
    base.initialize()
    return base


def private_folder(wanted: Path) -> Path:
    """A folder that only this user can write: the wanted one, made where it is missing, else a temporary one.

    A folder that others can write, or that belongs to another user, is not used.
    """
    try:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = wanted.lstat()
        owner = getattr(os, "getuid", lambda: state.st_uid)()
        if (
            stat.S_ISDIR(state.st_mode)
            and state.st_uid == owner
            and not state.st_mode & 0o022
            and os.access(wanted, os.W_OK)
        ):
            return wanted
    except (OSError, RuntimeError):
        pass  # no home, a read-only disk: a temporary folder does
    return Path(tempfile.mkdtemp(prefix="zhize-"))
