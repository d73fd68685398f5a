"""What every page shares: its head, the choices of language and document, the panel, and what happens on failure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from importlib.util import find_spec

import streamlit as st

from explorer import data, evidence, picture_palette
from explorer.address import SHARED, here, page_name, remember, value
from explorer.language import LANGUAGES, SCRIPTS, language, script, shown, t
from explorer.safe import markdown, markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.errors import ZhizeError

log = logging.getLogger("zhize.explorer")
MOST_LISTED = 500
"""Documents that a list to choose from holds at most."""
OF_SCOPE = ("start", "ask", "department", "dependencies", "matrix", "collect", "document")
"""Pages of the chosen documents alone; the others ask the store, or choose for themselves."""
THEMES = ("system", "light", "dark")


def configure() -> None:
    """Set the window up; the first thing that a run does."""
    st.set_page_config(
        page_title=t("app.title"),
        page_icon=str(resources.files("explorer").joinpath("icon.svg")),
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"About": None, "Get help": None, "Report a bug": None},
    )
    style = resources.files("explorer").joinpath("page.css").read_text(encoding="utf-8")
    st.html(f"<style>{_colours()}{style}</style>")


@cache
def _colours() -> str:
    """The colours of kinds and relationships as variables of the style sheet: one table for the picture and the pages."""
    kinds = [f"--k-{name}: light-dark({k.light[1]}, {k.dark[1]});" for name, k in picture_palette.KINDS.items()]
    lines = [f"--l-{name}: light-dark({k.light}, {k.dark});" for name, k in picture_palette.LINES.items()]
    return f".stApp {{ {' '.join(kinds + lines)} }}"


def keep_choices() -> None:
    """Carry language, script and document from page to page: an address that names them wins over the session."""
    for name in SHARED:
        if name in st.query_params:
            st.session_state[f"kept_{name}"] = st.query_params[name]
        elif st.session_state.get(f"kept_{name}"):
            st.query_params[name] = st.session_state[f"kept_{name}"]


def _choose(name: str, text: str) -> str:
    """An address that makes a choice; it stays chosen on the pages that follow."""
    return here(**{name: text})


def controls() -> None:
    """Language, script and theme, at the right end of the navigation."""
    with st.container(key="controls"), st.popover(t("controls.open"), icon=":material/tune:"):
        paths = markup(_paths(), 2_000)
        themes = "".join(
            f'<button type="button" data-theme="{name}" data-paths="{paths}">{markup(t(f"themes.{name}"))}</button>'
            for name in THEMES
        )
        surface(
            f'<div class="z-choices">{_choice("language", "lang", LANGUAGES, language())}'
            f"{_choice('script', 'script', {s: t(f'scripts.{s}') for s in SCRIPTS}, script())}"
            f"<h3>{markup(t('controls.theme'))}</h3><p>{themes}</p></div>",
            "choices",
        )


def _paths() -> str:
    import json

    from explorer.navigation import names

    return json.dumps(["/", *(f"/{name}" for name in names())])


def _choice(title: str, parameter: str, options: dict[str, str], now: str) -> str:
    links = "".join(
        f'<a href="{markup(_choose(parameter, code), 4_000)}" lang="{code if parameter == "lang" else ""}"'
        f"{' aria-current=true' if code == now else ''}>{markup(label)}</a>"
        for code, label in options.items()
    )
    return f"<h3>{markup(t(f'controls.{title}'))}</h3><p>{links}</p>"


def page(draw: Callable[[], None], *, needs_plan: bool) -> None:
    """Draw a page with what stands above it and the panel beside it; an error becomes one line, never a traceback."""
    with guarded():
        entries = data.documents()
        if needs_plan and not entries:
            empty_store()
            return
        evidence.begin()
        if entries:
            _bar()
        draw()
        if entries:
            evidence.panel(scope())


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever fails inside becomes one line on the page."""
    try:
        yield
    except ZhizeError as error:
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise
        log.exception("a page failed")
        st.error(t("errors.unknown", kind=type(error).__name__), icon=":material/error:")


def _bar() -> None:
    """The question box, and the choice of the document when there are several."""
    entries = data.documents()
    with st.container(key="bar", horizontal=True):
        with st.container(key="box"):
            if find_spec("explorer.box"):
                from explorer.box import question_box

                question_box()
        if len(entries) > MOST_LISTED:
            _document_search(len(entries))
        elif len(entries) > 1:
            _document_choice([data.named(entry) for entry in entries])
        else:
            st.html(f'<p class="z-scope">{markup(scope_note(scope()))}</p>')
    if data.narrowed() and page_name() in OF_SCOPE and not value("q"):
        st.html(
            f'<p class="z-narrowed">{markup(t("scope.narrowed", name=scope_note(scope()), n=f"{len(entries):,}"))}</p>'
        )


def _all(many: int) -> str:
    """What stands where no document is chosen: all of them, or that one is to be chosen."""
    return t("controls.one_of" if data.narrowed() else "controls.documents", n=f"{many:,}")


def _document_choice(found: list[str]) -> None:
    def chosen() -> None:
        remember(doc=st.session_state["choose_document"])
        st.session_state["kept_doc"] = st.session_state["choose_document"]

    titles = {data.named(e): shown(f"《{e.title}》" if e.title else data.named(e)) for e in data.documents()}
    now = value("doc")
    st.session_state["choose_document"] = now if now in found else ""
    st.selectbox(
        t("controls.document"),
        ["", *found],
        format_func=lambda name: visible(titles[name]) if name else _all(len(found)),
        key="choose_document",
        on_change=chosen,
        label_visibility="collapsed",
    )


def _document_search(many: int) -> None:
    """One of more documents than a list can hold: its 發文字號 or title is typed."""

    def typed() -> None:
        said = str(st.session_state["search_document"] or "").strip()
        found = data.find_document(said) if said else None
        if said and found is None:
            st.session_state["no_document"] = said
            return
        name = data.named(found) if found else ""
        remember(doc=name)
        st.session_state["kept_doc"] = name

    st.session_state["search_document"] = value("doc")
    st.text_input(
        t("controls.document"),
        key="search_document",
        on_change=typed,
        placeholder=_all(many),
        label_visibility="collapsed",
    )
    if missing := st.session_state.pop("no_document", ""):
        st.toast(markdown(t("controls.no_document", name=missing)))


def empty_store() -> None:
    """Nothing is loaded: say so, and what to do."""
    from explorer.navigation import may_import

    load = f'<p><a href="load">{markup(t("empty.load"))}</a></p>' if may_import() else ""
    surface(
        f'<div class="z-empty"><h1>{markup(t("empty.title"))}</h1><p>{markup(t("empty.what"))}</p>'
        f"<p>{markup(t('empty.how'))}</p><pre>zhize load PLAN.txt</pre>{load}<p>{markup(t('empty.then'))}</p></div>",
        f"empty_{page_name()}",
    )


def heading(title: str, note: str = "") -> None:
    """A page's one heading line: compact, so that the content starts high."""
    st.html(head(title, note))


def head(title: str, note: str = "") -> str:
    """The markup of a heading line."""
    extra = f'<span class="z-note">{markup(note, 600)}</span>' if note else ""
    return f'<div class="z-head"><h1>{markup(title)}</h1>{extra}</div>'


def sentence(text: str) -> str:
    """The markup of one sentence over a table; text between asterisks stands in bold."""
    parts = markup(text, 2_000).split("*")
    body = "".join(f"<b>{part}</b>" if place % 2 else part for place, part in enumerate(parts))
    return f'<p class="z-sentence">{body}</p>'


def scope() -> Scope:
    """The documents of this session; a page is only drawn when there is one."""
    found = data.scope()
    if found is None:
        raise RuntimeError("a page was drawn over an empty store")
    return found


def scope_note(current: Scope) -> str:
    """Which documents the page speaks of, in a few words."""
    if len(current.plans) == 1:
        return shown(evidence.citation_of(current.plans[0].document))
    return t("scope.documents", n=len(current.plans))
