"""Which spellings are one thing, and that offsets survive the comparison."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.identity import document_id, name_key, scoped_id, shadow


@given(st.text())
def test_a_shadow_has_the_length_of_its_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


@given(st.text())
def test_a_shadow_is_its_own_shadow(text: str) -> None:
    assert shadow(shadow(text)) == shadow(text)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


def test_scripts_widths_and_quotes_make_no_second_thing() -> None:
    spellings = ["“粵政易”平臺", "粤政易平台", "「粵政易」 平臺", "《粤政易》平台", "粵政易\n平臺"]
    assert len({scoped_id("Platform", "廣東省", s) for s in spellings}) == 1
    assert name_key("ＡＰＰ１２３４５") == "APP12345"


def test_circled_numbers_stay_labels() -> None:
    assert shadow("①②") == "①②"


def test_a_document_is_told_by_place_number_and_title() -> None:
    one = document_id("河源市", "河府辦〔2021〕7號", "工作要點", None, "0" * 64)
    assert one == document_id("河源市", "河府办〔2021〕7号", "工作要点", "2021-05-01", "1" * 64)
    assert one != document_id("河源市", "河府辦〔2021〕7號", "任務分工", None, "0" * 64)
    assert one != document_id("韶關市", "河府辦〔2021〕7號", "工作要點", None, "0" * 64)
    assert document_id("河源市", None, "工作要點", "2021-05-01", "0" * 64) != document_id(
        "河源市", None, "工作要點", "2022-05-01", "0" * 64
    )
    assert document_id("河源市", None, None, "2021-05-01", "ab" * 32) == "doc:" + "ab" * 8
