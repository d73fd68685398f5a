"""Several of our scripts as one text: for a file that stands alone, and for components that travel as text.

It knows only the forms that our own scripts use: `import { a, b } from "./x.js"`, `import "./x.js"`, `export const`,
`export function` and `export default`.
"""

from __future__ import annotations

import re
from importlib import resources

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w.-]+)";\n', re.M)
_EXPORT = re.compile(r"^export (const|function) (\w+)", re.M)
_DEFAULT = re.compile(r"^export default ", re.M)


def script(name: str) -> str:
    """The text of one of our scripts."""
    from explorer.component import VIS, fetch_vis

    if name == VIS:
        fetch_vis()  # it is not ours, and comes from pyvis at the first need
    return resources.files("explorer").joinpath(f"component/assets/{name}").read_text(encoding="utf-8")


def order(entry: str) -> list[str]:
    """A script and everything that it imports, each after what it needs.

    >>> order("box.js")
    ['dom.js', 'options.js', 'box.js']
    """
    found: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        if not name.endswith(".min.js"):
            for _, needed in _IMPORT.findall(script(name)):
                visit(needed)
        found.append(name)

    visit(entry)
    return found


def _wrapped(name: str) -> str:
    text = script(name)
    if name.endswith(".min.js"):
        # As in a browser without modules: it names itself `vis` on the window.
        return f"(function () {{\n{text}\n}}).call(globalThis);\n"
    exported = [match[1] for match in _EXPORT.findall(text)]
    text = _IMPORT.sub(lambda found: f'const {{{found[1]}}} = modules["{found[2]}"];\n' if found[1] else "", text)
    text = _EXPORT.sub(r"\1 \2", text)
    text, defaults = _DEFAULT.subn("const standard = ", text)
    names = ", ".join(exported + ["standard"] * defaults)
    return f'modules["{name}"] = (function () {{\n{text}\nreturn {{ {names} }};\n}})();\n'


def bundled(entry: str) -> str:
    """One module that exports what `entry` exports by default."""
    body = "".join(_wrapped(name) for name in order(entry))
    return f'const modules = {{}};\n{body}export default modules["{entry}"].standard;\n'


def plain(entry: str) -> str:
    """The same as a classic script: what `entry` exports by default is `globalThis.zhize`."""
    body = "".join(_wrapped(name) for name in order(entry))
    return f'(function () {{\n"use strict";\nconst modules = {{}};\n{body}globalThis.zhize = modules["{entry}"].standard;\n}})();\n'
