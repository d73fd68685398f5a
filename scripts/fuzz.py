"""Feed a reader with inputs that atheris grows by what they reach in our code; part of `make soak` where it installs.

    scripts/fuzz.py ENDING [--runs 10000]      txt, docx, xlsx, html, ofd or pdf

A reader gives a text, which is then read as a plan, or one error of the project's own; anything else is a find: atheris
prints the exception and keeps the input beside the corpus. atheris (Linux and macOS) stands in .cache/atheris, put
there at the first need; exit status 3 where it cannot be had.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".cache" / "atheris"
VERSION = "3.0.0"
ENDINGS = ("txt", "docx", "xlsx", "html", "ofd", "pdf")


def main() -> None:
    """Fuzz one reader; ends the process with atheris' own status."""
    words = argparse.ArgumentParser(description="Fuzz a reader by coverage.")
    words.add_argument("ending", choices=ENDINGS)
    words.add_argument("--runs", type=int, default=10_000)
    chosen = words.parse_args()
    sys.path[:0] = [str(ROOT), str(HOME)]
    if not have_atheris():
        print("atheris cannot be had here", file=sys.stderr)
        sys.exit(3)
    import atheris

    with atheris.instrument_imports(include=["loaders"]):
        from graph.errors import InputError
        from loaders.formats import pdf_pages, read_source
        from loaders.load import read
    from tests.loaders.formats.test_fuzz import sample

    folder = Path(tempfile.mkdtemp(prefix="zhize-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    for number in range(2):
        (corpus / f"sample{number}").write_bytes(sample(chosen.ending, bool(number)))
    path = folder / f"a.{chosen.ending}"

    def once(data: bytes) -> None:
        path.write_bytes(data)
        try:
            # a PDF in this process: what is looked for is in our code, not in the limits of the other one
            source = pdf_pages.read_pages(path) if data.startswith(b"%PDF") else read_source(path)
        except InputError as error:
            assert "\n" not in error.line()  # noqa: PT017
            return
        read(source)

    limits = ["-max_len=40000", "-timeout=60", "-rss_limit_mb=3000", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], f"-runs={chosen.runs}", "-verbosity=0", *limits, str(corpus)], once)
    atheris.Fuzz()


def have_atheris() -> bool:
    """Whether it is there, or could be put there."""
    if not (HOME / "atheris").exists():
        words = ["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--target", str(HOME)]
        command = [sys.executable, "-m", "pip", *words, f"atheris=={VERSION}"]
        if os.name == "nt" or subprocess.run(command, capture_output=True, check=False).returncode:
            return False
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    main()
