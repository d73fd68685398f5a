"""The picture as one page that stands alone: scripts, styles and data in it, and nothing is asked of any host."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib import resources
from typing import Any

from explorer.component.bundle import plain

# What Streamlit gives a component as its theme, for a page without Streamlit.
_THEME = """
:root { color-scheme: light dark; --st-font: sans-serif; --st-text-color: #1b2530; --st-background-color: #ffffff;
  --st-secondary-background-color: #f3f5f7; --st-border-color: #d5dbe1; --st-primary-color: #0b5a8f; }
@media (prefers-color-scheme: dark) { :root { --st-text-color: #e4e9ee; --st-background-color: #12171d;
  --st-secondary-background-color: #1b222a; --st-border-color: #36404b; --st-primary-color: #6cb8ec; } }
body { margin: 12px; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font); }
h1 { font-size: 18px; margin: 0 0 8px; } footer { font-size: 12px; margin-top: 8px; }
"""
_START = """
const data = JSON.parse(document.getElementById("data").textContent);
zhize({ parentElement: document.getElementById("picture"), data, setTriggerValue() {} });
"""


def page(data: Mapping[str, Any], language: str) -> str:
    """The page; it may select, light up, move, search the list and switch the legend, but not ask for more.

    Args:
        data: what the picture in the explorer was drawn from.
        language: of the words, for the reader's machine.
    """
    kept = {**data, "still": True, "undo": False, "panel": False, "members": None, "found": None, "file": None}
    style = resources.files("explorer").joinpath("component/assets/graph.css").read_text(encoding="utf-8")
    # Inside a script element only its end tag and a comment's beginning could end it early.
    text = json.dumps(kept, ensure_ascii=False).replace("<", "\\u003c")
    notes = "".join(f"<div>{escape(str(line))}</div>" for line in data.get("about", ()))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'; img-src data: blob:\">\n"
        f"<title>{escape(str(data.get('title', '')))}</title>\n<style>{_THEME}{style}</style>\n</head>\n<body>\n"
        f'<h1>{escape(str(data.get("title", "")))}</h1>\n<div id="picture"></div>\n<footer>{notes}</footer>\n'
        f'<script type="application/json" id="data">{text}</script>\n<script>{_safe(plain("graph.js"))}</script>\n'
        f"<script>{_START}</script>\n</body>\n</html>\n"
    )


def _safe(script: str) -> str:
    return script.replace("</script", "<\\/script")
