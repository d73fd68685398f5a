"""The command line: `zhize` and `python -m zhize`. `zhize --help` lists the commands; docs/cli.md is generated from it.

What a command does stands in `commands/`, one module a subject; here are their names and their order.

Exit status: 0 done, 1 something could not be done (one clear line says what, where and what to do), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from commands import asking, keeping, papers, reading, remembering, serving
from graph.errors import ZhizeError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Zhize (職責): reads government work plans into a graph of who leads, supports, builds, uses and owes what.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"zhize {version('zhize')}")
        except PackageNotFoundError:  # run from a folder of sources that nobody installed
            print("zhize, not installed")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    del version


#: the commands in the order in which --help lists them
COMMANDS = (
    reading.load,
    keeping.remove,
    reading.extract,
    reading.check,
    asking.questions,
    asking.query,
    asking.cypher,
    papers.matrix,
    papers.collect,
    reading.corrections,
    asking.ask,
    papers.export,
    asking.compare,
    papers.assign,
    keeping.status,
    remembering.log,
    remembering.versions,
    remembering.text,
    keeping.copy,
    keeping.backup,
    keeping.restore,
    serving.serve,
)
for command in COMMANDS:
    # a question's own parameters are options that no signature can name
    free = command is asking.query
    app.command(context_settings={"allow_extra_args": free, "ignore_unknown_options": free})(command)


def main() -> None:
    """Run the command line; a user never sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except ZhizeError as error:
        print(f"{error.code}: {error.line()}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output went away (zhize … | head): that is no failure of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
