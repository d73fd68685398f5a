"""Saving a statement as a question of one's own: a file like those of the catalogue, held to the same form and dialect."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.errors import CannotWrite, QueryError
from graph.ontology import LANGUAGES, ontology
from queries.catalogue import catalogue, own_folder
from queries.dialect import lint
from queries.question import Question, read_question

LARGEST = 20_000
"""Characters of a statement at most."""
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


def column_labels(name: str) -> dict[str, str]:
    """What a column is called in each language: the ontology's word where a property bears the name, else the name.

    >>> column_labels("title")["en"], column_labels("n")["en"]
    ('title', 'n')
    """
    model = ontology()
    known = [*(k.properties for k in model.nodes.values()), *(k.properties for k in model.relationships.values())]
    for properties in known:
        if name in properties:
            return dict(properties[name].labels)
    return dict.fromkeys(LANGUAGES, name)


def written(name: str, titles: Mapping[str, str], statement: str, columns: Sequence[str], *, about: str = "") -> str:
    """The text of the question's file.

    Args:
        name: small letters and hyphens.
        titles: by language.
        statement: without parameters: what it asks is asked as it stands.
        columns: what it returns, in order.
        about: what the answer means.
    """
    lines = [f"// name: {name}", "// group: own"]
    lines += [f"// title.{language}: {_line(titles[language])}" for language in LANGUAGES]
    if about.strip():
        lines.append(f"// about: {_line(about)}")
    for column in columns:
        labels = column_labels(column)
        lines.append(f"// column: {column} | " + " | ".join(_line(labels[language]) for language in LANGUAGES))
    lines.append(f"// example: zhize query {name}")
    return "\n".join(lines) + f"\n{statement.strip()}\n"


def _line(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def save_question(
    name: str, titles: Mapping[str, str], statement: str, columns: Sequence[str], *, about: str = ""
) -> Question:
    """Write a question into the analysts' own folder; the catalogue has it from then on. Nothing is ever overwritten.

    Args:
        name, titles, statement, columns, about: see `written`.

    Raises:
        QueryError: the name is taken, the file would not be of the catalogue's form, or the statement leaves what both
            engines read alike; says where and what to write instead.
        CannotWrite: the folder cannot be written.
    """
    text = statement.strip().rstrip(";").strip()
    if name in catalogue():
        raise QueryError(f"there is a question {name} already", advice="Give it another name.")
    if len(text) > LARGEST:
        raise QueryError(f"the statement has {len(text)} characters", advice=f"At most {LARGEST} are kept.")
    if found := _PARAMETER.search(re.sub(r"'[^']*'|\"[^\"]*\"", "", text)):
        raise QueryError(
            f"the statement has a parameter {found.group()}",
            advice="Write the value into it; a file with `parameter` lines is written by hand (cypher/README.md).",
        )
    if findings := lint(text):
        raise QueryError(str(findings[0]), advice="cypher/README.md says what both engines read alike.")
    folder = own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"the question cannot be saved: {error.strerror}", where=str(folder)) from None
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as made:
            draft = Path(made) / f"{name}.cypher" if re.fullmatch(r"[a-z0-9-]{1,60}", name) else Path(made) / "x.cypher"
            draft.write_text(written(name, titles, text, columns, about=about), encoding="utf-8", newline="\n")
            read_question(draft, own=True)  # refuses what the catalogue could not read
            os.link(draft, folder / draft.name)  # fails where there is such a file: never over another
    except FileExistsError:
        raise QueryError(f"there is a question {name} already", advice="Give it another name.") from None
    except OSError as error:
        raise CannotWrite(f"the question cannot be saved: {error.strerror}", where=str(folder)) from None
    return read_question(folder / f"{name}.cypher", own=True)
