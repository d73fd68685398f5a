"""What the site needs beside docs/: pages that stand elsewhere in the repository (a hook of MkDocs, see mkdocs.yml)."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {"cypher.md": "cypher/README.md", "schema/neo4j.cypher": "cypher/schema/neo4j.cypher"}
"""Page or file of the site → where it stands in the repository."""
_LINK = re.compile(r"\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add them."""
    for name, path in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / path).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links between the repository's folders to where the site has the same."""
    del config, files
    source = page.file.src_uri
    stands = ELSEWHERE.get(source, f"docs/{source}")
    places = {path: name for name, path in ELSEWHERE.items()}

    def led(found: re.Match[str]) -> str:
        target = found["target"]
        if ":" in target:
            return found[0]
        meant = (ROOT / stands).parent.joinpath(target).resolve()
        if not meant.is_relative_to(ROOT):
            return found[0]
        path = meant.relative_to(ROOT).as_posix()
        name = places.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else "")
        if not name:
            return found[0]
        up = "../" * source.count("/")
        return f"]({up}{name}{found['anchor'] or ''})"

    return _LINK.sub(led, markdown)


def on_post_build(config: MkDocsConfig) -> None:
    """Take away the page for missing addresses: without a fixed address of the site its own links lead to another host."""
    Path(config.site_dir, "404.html").unlink(missing_ok=True)
