"""Waiting for an answer that may take its time: after a moment the reader sees that it runs, and may stop waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from functools import cache
from typing import TypeVar

import streamlit as st

from explorer.language import t

Answer = TypeVar("Answer")
AT_ONCE, STEP = 0.4, 0.25
"""Seconds before anything is shown, and between two looks."""


@cache
def _pool() -> ThreadPoolExecutor:
    # What somebody stopped waiting for ends by itself at the engine's own limit of time.
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="asking")


def answered(call: Callable[[], Answer], stop: Callable[[], None]) -> Answer:
    """What the call returns or raises.

    Args:
        call: what is asked; it ends by itself within its own limit of time.
        stop: called before the page is drawn anew when the reader no longer waits.
    """
    future: Future[Answer] = _pool().submit(call)
    try:
        return future.result(timeout=AT_ONCE)
    except NotYet:
        if future.done():
            raise
    begun = time.monotonic() - AT_ONCE
    slot = st.empty()
    with slot.container(horizontal=True, vertical_alignment="center", key="waiting"):
        st.button(t("analyst.cancel"), key="cancel", on_click=stop)
        seconds = st.empty()
    while True:
        # Streamlit ends this run here when the reader has pressed the button.
        seconds.markdown(t("analyst.waiting", seconds=round(time.monotonic() - begun)))
        try:
            found = future.result(timeout=STEP)
        except NotYet:
            if future.done():
                raise
            continue
        finally:
            if future.done():
                slot.empty()
        return found
