"""A statement that gave an answer, saved as a question of the catalogue; only where the explorer may write."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer.address import link
from explorer.language import in_script, t
from explorer.navigation import may_import
from explorer.safe import markdown, markup
from explorer.surface import surface
from graph.errors import ZhizeError
from queries.own_questions import save_question


def form(statement: str, columns: Sequence[str]) -> None:
    """Name and titles of the question, folded away; what happened stands above it."""
    if not may_import():
        return
    if st.session_state.get("saved_now"):
        surface(st.session_state.pop("saved_now"), "saved")
    with st.expander(t("own.heading"), key="own"), st.form("own_form", border=False):
        st.markdown(markdown(t("own.note")))
        with st.container(horizontal=True):
            for name in ("name", "title", "english"):
                st.text_input(t(f"own.{name}"), key=f"own.{name}", max_chars=60, placeholder=t(f"own.{name}_hint"))
        st.text_input(t("own.about"), key="own.about", max_chars=300)
        st.form_submit_button(t("own.save"), on_click=_save, args=(statement, tuple(columns)))


def _save(statement: str, columns: tuple[str, ...]) -> None:
    name, title, english, about = (
        str(st.session_state.get(f"own.{field}") or "").strip() for field in ("name", "title", "english", "about")
    )
    if not name or not title:
        st.session_state["saved_now"] = f'<p class="z-sentence z-refused">{markup(t("own.needs"))}</p>'
        return
    titles = {
        "zh-Hant": in_script(title, "hant"),
        "zh-Hans": in_script(title, "hans"),
        "en": english or name.replace("-", " "),
    }
    try:
        made = save_question(name, titles, statement, columns, about=about)
    except ZhizeError as error:
        st.session_state["saved_now"] = (
            f'<p class="z-sentence z-refused" role="alert">{error.code}: {markup(error.line(), 800)}</p>'
        )
        return
    there = f'<a class="z-go" href="{escape(link("analyst", question=made.name))}">{markup(title)}</a>'
    st.session_state["saved_now"] = f'<p class="z-sentence" role="status">{markup(t("own.saved"))} {there}</p>'
