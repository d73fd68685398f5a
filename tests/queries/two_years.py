"""The digest of the sample, and the next year's plan that is made from it with known edits."""

from __future__ import annotations

from pathlib import Path

from queries.compare import Comparison

ROOT = Path(__file__).resolve().parents[2]
DIGEST = (ROOT / "samples" / "heyuan-2021-digest.txt").read_text(encoding="utf-8")
PLAN = ROOT.parent / "shared" / "data" / "heyuan-2021.txt"
FINANCE = "4.發展智慧金融。基於中小企業融資平臺,整合部門數據和水電氣數據,幫助企業更方便地融資。(市金融局牽頭)\n"
CITY = "9.城管執法數字化。借力“一網統管”平臺,盡早發現並解決市民投訴多、反映急的難題。(市城管綜合執法局牽頭)\n"
CLEAN = "5.清潔鄉村。用數字化手段支持村莊整治、廁所改造和垃圾分類等工作。(市農業農村局牽頭)\n"
FIRE = "4.建設智慧消防。"


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with each edit made in its one place."""
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def line(beginning: str) -> str:
    """The digest's line that begins so."""
    (found,) = [one for one in DIGEST.splitlines(keepends=True) if one.startswith(beginning)]
    return found


def next_year() -> str:
    """The digest as the next year's plan: another number and title, and one edit of each kind."""
    text = DIGEST.replace("建設2021年工作要點", "建設2022年工作要點").replace("〔2021〕39號", "〔2022〕12號")
    return edited(
        text,
        ("與先行地區共享教育數據和優質課程。(市教育局牽頭)", "與先行地區共享教育數據和優質課程。"),
        ("拿出本市改革方案。(市政務服務數據管理局牽頭)", "拿出本市改革方案。(市發展改革局牽頭)"),
        ("2021年底前政務信息系統", "2022年6月底前政務信息系統"),
        ("信息項減少50%以上", "信息項減少60%以上"),
        ("市政務服務數據管理局牽頭,市發展改革局配合", "市政務服務數據管理局牽頭,市財政局配合"),
        (CITY, ""),
        (line(FIRE), line(FIRE) + "5" + CITY[1:]),
        ("發展遠程醫療和智慧醫院", "推廣遠程會診和智慧醫院"),
        (CLEAN, CLEAN + "6.數字化管林。建設林長巡護系統,山火早發現、早處置。(市林業局牽頭)\n"),
        (FINANCE, ""),
        ("5.健全智慧信用", "4.健全智慧信用"),
        ("6.公共資源交易連成", "5.公共資源交易連成"),
        ("7.建好“互聯網+監管”平臺", "6.建好“互聯網+監管”平臺"),
    )


def short(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(r.kind, r.old.number if r.old else "", r.new.number if r.new else "") for r in comparison.rows]
