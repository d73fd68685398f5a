"""Write the pages that are made from code and data: `make docs`. A test fails when one of them is out of date.

docs/ontology.md     graph/ontology.yaml
docs/errors.md       graph/errors/ and loaders/issues.py
docs/cli.md          the command line's own help
docs/questions.md    cypher/questions/
docs/settings.md     graph/settings.py
cypher/schema/       the DDL of both engines
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def ontology_page() -> str:
    """docs/ontology.md."""
    from graph.ontology import ontology

    model = ontology()
    out = [
        "# Ontology",
        "",
        "Generated from `graph/ontology.yaml`. Labels, relationship types and properties as Cypher users see them.",
        "",
        "## Nodes",
        "",
    ]
    for node in model.nodes.values():
        out += [
            f"### {node.name}",
            "",
            f"{node.labels['zh-Hant']} · {node.labels['zh-Hans']} · {node.labels['en']}: {node.about}",
            "",
        ]
        out.append(_properties(node.properties.values()))
    out += ["## Relationships", ""]
    for kind in model.relationships.values():
        out += [
            f"### {kind.name}",
            "",
            f"({'|'.join(kind.starts)}) → ({'|'.join(kind.ends)}). {kind.labels['zh-Hant']} · {kind.labels['zh-Hans']} · {kind.labels['en']}: {kind.about}",
            "",
        ]
        out.append(_properties(kind.properties.values()))
    return "\n".join(out)


def _properties(properties: object) -> str:
    rows: list[list[object]] = []
    for p in properties:  # type: ignore[attr-defined]
        marks = [m for m, on in (("key", p.key), ("required", p.required), ("searched", p.search)) if on]
        about = p.about + (f" ({', '.join(p.values)})" if p.values and p.values[0] not in p.about else "")
        rows.append([f"`{p.name}`", p.kind, ", ".join(marks), p.labels["zh-Hant"], p.labels["en"], about])
    return _table(["property", "type", "", "zh-Hant", "en", "meaning"], rows)


def errors_page() -> str:
    """docs/errors.md."""
    from graph.errors import ZhizeError, walk
    from loaders.issues import ISSUES

    out = [
        "# Errors and warnings",
        "",
        "Every message carries one of these codes, says what happened and where, and what to do. Generated from `graph/errors` and `loaders/issues.py`.",
        "",
        "## Errors",
        "",
        "The command line prints one on standard error and ends with status 1.",
        "",
    ]
    for kind in walk():
        if kind is ZhizeError:
            continue
        out += [f"### {kind.code} {kind.__name__}", "", inspect.cleandoc(kind.__doc__ or ""), ""]
        if kind.advice:
            out += [kind.advice, ""]
    out += [
        "## Unread text and warnings",
        "",
        "`zhize check` lists these with line and column. *Unread* means that the text holds something that looks like a fact and is in none.",
        "",
    ]
    for issue in ISSUES.values():
        out += [f"### {issue.code} {issue.title}", "", f"*{issue.severity}.* {issue.advice}", ""]
    return "\n".join(out)


def cli_page() -> str:
    """docs/cli.md."""
    import typer
    from typer.testing import CliRunner

    import zhize

    runner = CliRunner()
    shape = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    out = [
        "# Command line",
        "",
        "Generated from `zhize --help`. Exit status: 0 done, 1 something could not be done, 2 wrong usage.",
        "",
    ]
    group = typer.main.get_command(zhize.app)
    names = list(getattr(group, "commands", {}))
    for arguments in [[], *([name] for name in names)]:
        text = runner.invoke(zhize.app, [*arguments, "--help"], env=shape, prog_name="zhize").output
        lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
        out += [f"## zhize {' '.join(arguments)}".rstrip(), "", "```text", lines, "```", ""]
    return "\n".join(out)


def questions_page() -> str:
    """docs/questions.md."""
    from queries.catalogue import catalogue, groups

    out = ["# Questions", "", "Generated from the headers in `cypher/questions/`. Ask one with `zhize query NAME`.", ""]
    group = ""
    for question in catalogue().values():
        if question.own:
            continue
        if question.group != group:
            group = question.group
            names = groups()[group]
            out += [f"## {names['en']} · {names['zh-Hant']}", ""]
        out += [f"### {question.name}", "", f"{question.titles['zh-Hant']} · {question.titles['en']}", ""]
        if question.about:
            out += [question.about["en"], ""]
        if question.parameters:
            rows: list[list[object]] = [
                [
                    f"`--{p.name.replace('_', '-')}`",
                    p.kind,
                    "needed" if p.required else f"`{p.default}`" if p.default not in ("", None) else "all",
                    p.labels["zh-Hant"],
                    p.labels["en"],
                ]
                for p in question.parameters.values()
            ]
            out.append(_table(["parameter", "type", "default", "zh-Hant", "en"], rows))
        out.append(
            _table(
                ["column", "zh-Hant", "en"],
                [[f"`{c.name}`", c.labels["zh-Hant"], c.labels["en"]] for c in question.shown()],
            )
        )
        out += ["```sh", *question.examples, "```", ""]
    return "\n".join(out)


def settings_page() -> str:
    """docs/settings.md."""
    from graph.settings import SETTINGS

    rows: list[list[object]] = [[f"`{s.name}`", s.default or "", s.about] for s in SETTINGS]
    return "# Settings\n\nEnvironment variables; generated from `graph/settings.py`.\n\n" + _table(
        ["variable", "default", "meaning"], rows
    )


def embedded_schema() -> str:
    """cypher/schema/ladybug.cypher."""
    from graph.stores.ddl import ladybug_schema

    return ladybug_schema()


def server_schema() -> str:
    """cypher/schema/neo4j.cypher."""
    from graph.stores.neo4j import neo4j_schema

    return neo4j_schema()


PAGES: dict[str, Callable[[], str]] = {
    "docs/ontology.md": ontology_page,
    "docs/errors.md": errors_page,
    "docs/cli.md": cli_page,
    "docs/questions.md": questions_page,
    "docs/settings.md": settings_page,
    "cypher/schema/ladybug.cypher": embedded_schema,
    "cypher/schema/neo4j.cypher": server_schema,
}
"""Generated file → the function that makes its text."""


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make().rstrip() + "\n", encoding="utf-8")
        print(name)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
