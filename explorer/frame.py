"""What every page shares: its head, the choices of language and document, and what happens when something fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import resources

import streamlit as st

from explorer import data
from explorer.language import LANGUAGES, SCRIPTS, language, script, shown, t
from explorer.safe import markdown, markup
from explorer.scope import Scope
from graph.errors import ZhizeError

log = logging.getLogger("zhize.explorer")


def configure() -> None:
    """Set the window up; the first thing that a run does."""
    st.set_page_config(
        page_title=t("app.title"),
        page_icon=":material/hub:",
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"About": t("app.about"), "Get help": None, "Report a bug": None},
    )
    style = resources.files("explorer").joinpath("page.css").read_text(encoding="utf-8")
    st.html(f"<style>{style}</style>")


def _keep(widget: str, choice: str, parameter: str) -> None:
    value = st.session_state.get(widget)
    if value:
        st.session_state[choice] = value
        st.query_params[parameter] = value


def controls() -> None:
    """Language, script and document, at the right end of the navigation."""
    with st.container(key="controls"), st.popover(t("controls.open"), icon=":material/tune:", help=t("controls.help")):
        st.radio(
            t("controls.language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(language()),
            format_func=lambda code: LANGUAGES[code],
            key="choose_language",
            on_change=_keep,
            args=("choose_language", "language", "lang"),
        )
        st.radio(
            t("controls.script"),
            list(SCRIPTS),
            index=list(SCRIPTS).index(script()),
            format_func=lambda code: t(f"scripts.{code}"),
            key="choose_script",
            on_change=_keep,
            args=("choose_script", "script", "script"),
        )
        st.caption(t("controls.theme"))


def shared_parameters() -> dict[str, str]:
    """The choices that an address carries from page to page."""
    kept = {"lang": "language", "script": "script", "doc": "document"}
    found = {name: st.session_state.get(choice) or st.query_params.get(name) for name, choice in kept.items()}
    return {name: str(value) for name, value in found.items() if value}


def remember(**parameters: str | None) -> None:
    """Write a page's state into its address; None takes a parameter out."""
    for name, value in parameters.items():
        if value is None or value == "":
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value


def guarded(draw: Callable[[], None]) -> None:
    """Draw a page; an error becomes one line, never a traceback."""
    try:
        if not data.documents():
            empty_store()
        else:
            draw()
    except ZhizeError as error:
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise
        log.exception("a page failed")
        st.error(t("errors.unknown", kind=type(error).__name__), icon=":material/error:")


def empty_store() -> None:
    """Nothing is loaded: say so, and what to do."""
    heading(t("empty.title"))
    st.html(
        f'<div class="z-empty"><p>{markup(t("empty.what"))}</p><p>{markup(t("empty.how"))}</p>'
        "<pre>zhize load PLAN.txt</pre>"
        f"<p>{markup(t('empty.then'))}</p></div>"
    )


def heading(title: str, note: str = "") -> None:
    """A page's one heading line: compact, so that the content starts high."""
    extra = f'<span class="z-note">{markup(note, 600)}</span>' if note else ""
    st.html(f'<div class="z-head"><h1>{markup(title)}</h1>{extra}</div>')


def sentence(text: str) -> None:
    """One sentence over a table; text between asterisks stands in bold."""
    parts = markup(text, 2_000).split("*")
    body = "".join(f"<b>{part}</b>" if place % 2 else part for place, part in enumerate(parts))
    st.html(f'<p class="z-sentence">{body}</p>')


def scope() -> Scope:
    """The documents of this session; a page is only drawn when there is one."""
    found = data.scope()
    if found is None:
        raise RuntimeError("a page was drawn over an empty store")
    return found


def scope_note(current: Scope) -> str:
    """Which documents the page speaks of, in a few words."""
    if len(current.plans) == 1:
        document = current.plans[0].document
        number = document.get("doc_number")
        title = shown(document.get("title"))
        return f"《{title}》({shown(number)})" if number else f"《{title}》"
    return t("scope.documents", n=len(current.plans))
