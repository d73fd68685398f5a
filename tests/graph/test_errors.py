"""Every error has a code of its own, says what to do, and survives the way between two processes."""

from __future__ import annotations

import pickle
import re

from graph.errors import MissingFile, ZhizeError, walk


def test_codes_are_stable_and_single() -> None:
    codes = [kind.code for kind in walk()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("Z[0-9]{3}", code) for code in codes)


def test_a_code_begins_with_its_family() -> None:
    for kind in walk():
        family = kind.__mro__[1]
        if family not in (Exception, ZhizeError):
            assert kind.code[:2] == family.code[:2], kind


def test_a_message_is_one_line_with_place_and_advice() -> None:
    error = MissingFile("no\nsuch  file", where="plan.txt")
    assert error.line() == "no such file (plan.txt). Check the path."


def test_an_error_crosses_processes() -> None:
    error = MissingFile("no such file", where="plan.txt")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is MissingFile
    assert again.line() == error.line()
