"""Two plans side by side: what changed, the gravest first, marked in both sentences; and the pairs that somebody must decide."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

import streamlit as st

from explorer import data, downloads, frame
from explorer.address import here, remember, value
from explorer.evidence import opened
from explorer.language import language, shown, t
from explorer.safe import markup, prose, visible
from explorer.scope import Scope
from explorer.surface import surface
from exports.compare import words
from graph.identity import name_key
from graph.stores.base import DocumentEntry
from queries.compare import KINDS, Comparison, Difference, compare
from queries.matching import MAYBE, SURE, Pair, content
from queries.matrix import department_order
from queries.plan import Item, find_department, plans
from queries.similarity import Span, marks

# Beyond this a comparison takes longer than a reader waits.
MOST_TASKS = 1_000
LONGEST = 600
_UNCERTAIN = "uncertain"
Said = dict[tuple[str, str], bool]


def draw() -> None:
    """The choice of two documents, and what differs between them."""
    style = resources.files("explorer").joinpath("compare.css").read_text(encoding="utf-8")
    st.html(f"<style>{style}</style>")
    named = _named(data.documents())
    if len(named) < 2:
        surface(_alone(next(iter(named.values()))), "compare_alone")
        return
    old, new = _chosen(named)
    too_large = max(named[old].tasks, named[new].tasks) > MOST_TASKS
    if old == new or too_large:
        _tools(named, old, new, None, None)
        surface(_stopped(t("compare.too_large", n=MOST_TASKS) if too_large else t("compare.same_document")), "compare")
        return
    said = _decisions(old, new)
    whole = _compared(os.environ.get("ZHIZE_STORE"), _version(named[old]), _version(named[new]), tuple(said.items()))
    department = find_department(value("department"), whole.departments) if value("department") else None
    found = whole.for_department(department.id) if department else whole
    _tools(named, old, new, found, str(department.get("name")) if department else "", departments=whole)
    surface(f'<div class="z-stack">{_page(found, whole, said)}</div>', "compare")


# --- which two -----------------------------------------------------------------------------------------------------


def _named(entries: Sequence[DocumentEntry]) -> dict[str, DocumentEntry]:
    """The documents by what an address calls them; where a number is shared, with their title."""
    keys = Counter(name_key(data.named(e)) for e in entries)
    return {
        data.named(e) if keys[name_key(data.named(e))] == 1 else f"{data.named(e)} {e.title or e.id}": e
        for e in entries
    }


def _chosen(named: Mapping[str, DocumentEntry]) -> tuple[str, str]:
    """The address's two documents; else the latest and the one before it, of the same place where there is one."""
    byname = {name_key(name): name for name in named}
    old, new = (byname.get(name_key(value(side))) for side in ("old", "new"))
    dated = sorted(named, key=lambda name: (named[name].issued_on or "", name))
    new = new or next(name for name in reversed(dated) if name != old)
    if old is None:
        before = [name for name in dated if name != new]
        same = [name for name in before if named[name].jurisdiction == named[new].jurisdiction]
        earlier = [name for name in same if (named[name].issued_on or "") <= (named[new].issued_on or "")]
        old = (earlier or same or before)[-1]
    return old, new


def _version(entry: DocumentEntry) -> tuple[str, str, str]:
    return entry.id, entry.sha256, entry.loaded_on


@st.cache_resource(max_entries=16, show_spinner=False)
def _compared(
    url: str | None,
    old: tuple[str, str, str],
    new: tuple[str, str, str],
    said: tuple[tuple[tuple[str, str], bool], ...],
) -> Comparison:
    del url  # part of the key
    before, after = (data.store().graph(version[0]) for version in (old, new))
    ids = [{item.number: item.task.id for item in plans(graph)[0].items} for graph in (before, after)]
    known = {(ids[0][a], ids[1][b]): yes for (a, b), yes in said if a in ids[0] and b in ids[1]}
    return compare(before, after, known)


def _tools(
    named: Mapping[str, DocumentEntry],
    old: str,
    new: str,
    found: Comparison | None,
    department: str | None,
    *,
    departments: Comparison | None = None,
) -> None:
    """One line over the page: both documents, the department, downloads, print."""
    with st.container(horizontal=True, key="tools", vertical_alignment="center"):
        for side, now in (("old", old), ("new", new)):
            _document(named, side, now)
        surface(
            f'<p class="z-actions"><a href="{escape(here(old=new, new=old, same=None, ev=None))}">{markup(t("compare.swap"))}</a></p>',
            "compare_swap",
        )
        if found is None or departments is None:
            return
        _department(departments, department or "")
        _downloads(found, old, new, department or "")


def _document(named: Mapping[str, DocumentEntry], side: str, now: str) -> None:
    key = f"compare_{side}"

    def chosen() -> None:
        remember(**{side: st.session_state[key], "same": None, "ev": None})

    st.session_state[key] = now
    said = t("compare.old") if side == "old" else t("compare.new")
    st.selectbox(
        said,
        list(named),
        format_func=lambda name: f"{visible(said)}: {visible(shown(_title(named[name])))}",
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
    )


def _title(entry: DocumentEntry) -> str:
    title = " ".join((entry.title or entry.id).split())
    return f"《{title}》{entry.doc_number or ''}"


def _department(comparison: Comparison, now: str) -> None:
    def chosen() -> None:
        remember(department=st.session_state["compare_department"], ev=None)

    names = list(dict.fromkeys(str(n.get("name")) for n in sorted(comparison.departments, key=department_order)))
    st.session_state["compare_department"] = now
    st.selectbox(
        t("matrix.department"),
        ["", *names],
        format_func=lambda name: visible(shown(name)) if name else t("matrix.everyone"),
        key="compare_department",
        on_change=chosen,
        label_visibility="collapsed",
    )


def _downloads(found: Comparison, old: str, new: str, department: str) -> None:
    from exports.compare import comparison_paper
    from exports.layout import paper_format

    parameters = {"old": old, "new": new, "department": department, "same": value("same")}
    spoken, notes = language(), downloads.provenance(None, t("pages.compare"), parameters)

    def file(form: str) -> bytes:
        import io

        stream = io.BytesIO()
        paper_format(form)(comparison_paper(found, spoken, department, notes), stream)
        return stream.getvalue()

    name = f"{t('pages.compare')} {old} {new} {department}".strip().replace("/", "-")
    for form in ("xlsx", "csv"):
        downloads.button(t(f"download.{form}"), lambda form=form: file(form), name, form, f"compare_{form}")  # type: ignore[misc]
    if st.button(t("download.print"), key="print", type="tertiary"):
        surface("", "printer", paper=file("html").decode("utf-8"))


# --- what somebody decided -----------------------------------------------------------------------------------------


def _decisions(old: str, new: str) -> Said:
    """By the numbers of an old and a new task whether they are one: the address's, else what this session decided."""
    kept: dict[tuple[str, str], str] = st.session_state.setdefault("compare_decided", {})
    if "same" in st.query_params:
        kept[old, new] = value("same")
    elif kept.get((old, new)):
        remember(same=kept[old, new])
    return read_decisions(kept.get((old, new), ""))


def read_decisions(text: str) -> Said:
    """Decisions as an address holds them: `5~6:y,7~8:n`. What makes no sense, or gives a task a second partner, is left out.

    >>> read_decisions("5~6:y,5~7:y,7~8:n,x")
    {('5', '6'): True, ('7', '8'): False}
    """
    found: Said = {}
    for entry in text.split(","):
        pair, _, answer = entry.rpartition(":")
        old, _, new = pair.partition("~")
        if not (old and new) or answer not in ("y", "n"):
            continue
        taken = any(yes and (a == old) != (b == new) for (a, b), yes in found.items())
        if answer == "n" or not taken:
            found[old, new] = answer == "y"
    return found


def _decided(said: Mapping[tuple[str, str], bool]) -> str:
    """The inverse of `read_decisions`. An empty one is written too, so that the session does not bring back the last."""
    return ",".join(f"{a}~{b}:{'y' if yes else 'n'}" for (a, b), yes in said.items()) or "-"


# --- the page ------------------------------------------------------------------------------------------------------


def _alone(entry: DocumentEntry) -> str:
    from explorer.navigation import may_import

    load = f'<p><a href="load">{markup(t("empty.load"))}</a></p>' if may_import() else ""
    return (
        f'<div class="z-empty"><h1>{markup(t("compare.one_title"))}</h1>'
        f"<p>{markup(t('compare.one_what', title=shown(_title(entry))), 600)}</p><p>{markup(t('compare.one_how'))}</p>"
        f"<pre>zhize load NEXT.txt</pre>{load}<p>{markup(t('compare.one_file'))}</p><pre>zhize compare OLD.txt NEW.txt</pre></div>"
    )


def _stopped(said: str) -> str:
    return f'<div class="z-stack">{frame.head(t("pages.compare"))}{frame.sentence(said)}</div>'


def _page(found: Comparison, whole: Comparison, said: Said) -> str:
    scope = frame.scope()
    kinds = [kind for kind in KINDS if found.summary[kind]]
    choices = [*kinds, *([_UNCERTAIN] if found.uncertain or said else [])]
    kind = value("kind") if value("kind") in choices else ""
    parts = [frame.head(t("pages.compare")), frame.sentence(_sentence(found, whole)), _tabs(found, choices, kind)]
    shown_kinds = [kind] if kind else kinds
    body = "".join(_section(scope, found, k) for k in shown_kinds if k != _UNCERTAIN)
    if body:
        said_words = words(language())
        heads = "".join(
            f"<span>{markup(text)}</span>"
            for text in (t("compare.task"), said_words["columns.before"], said_words["columns.after"])
        )
        parts.append(f'<div class="z-changes"><div class="z-heads" aria-hidden="true">{heads}</div>{body}</div>')
    if kind in ("", _UNCERTAIN) and choices[-1:] == [_UNCERTAIN]:
        parts.append(_uncertain(scope, found, said))
    return "".join(parts)


def _sentence(found: Comparison, whole: Comparison) -> str:
    if not found.rows:
        return t("compare.said_none" if found is whole else "compare.said_none_department")
    tasks = {(r.old.task.id if r.old else "", r.new.task.id if r.new else "") for r in found.rows}
    return t(
        "compare.said",
        n=len(found.rows),
        tasks=len(tasks),
        pairs=len(whole.pairs),
        new=whole.summary["new"],
        dropped=whole.summary["dropped"],
    )


def _tabs(found: Comparison, choices: Sequence[str], now: str) -> str:
    said = words(language())
    counted = {**found.summary, _UNCERTAIN: len(found.uncertain)}
    named = [("", t("compare.all"), len(found.rows))]
    named += [(k, said[_UNCERTAIN] if k == _UNCERTAIN else said[f"kinds.{k}"], counted[k]) for k in choices]
    links = "".join(
        f'<a href="{escape(here(kind=k or None, ev=None))}"{" aria-current=page" if k == now else ""}>{markup(text)} <span class="z-count">{n}</span></a>'
        for k, text, n in named
    )
    return f'<div class="z-tabs">{links}</div>' if choices else ""


def _section(scope: Scope, found: Comparison, kind: str) -> str:
    rows = [row for row in found.rows if row.kind == kind]
    title = words(language())[f"kinds.{kind}"]
    body = "".join(_row(scope, row) for row in rows)
    return (
        f'<section class="z-list z-k-{kind}"><h2>{markup(title)}<span class="z-count">{len(rows)}</span></h2>'
        f'<div class="z-rows">{body}</div></section>'
    )


def _row(scope: Scope, row: Difference) -> str:
    texts = row.old_text, row.new_text
    if not any(texts):
        texts = "、".join(row.before), "、".join(row.after)
    spans = marks(*texts) if row.old and row.new else ((), ())
    return f'<div class="z-change">{_what(scope, row.old, row.new)}{_sides(texts, spans, row)}</div>'


def _what(scope: Scope, old: Item | None, new: Item | None, note: str = "") -> str:
    """The task, by its number and title in both plans where these differ; each leads to its evidence."""
    both = [item for item in (old, new) if item is not None]
    same_title = len(both) == 2 and name_key(both[0].title) == name_key(both[1].title)
    if same_title and both[0].path == both[1].path:
        both = both[1:]
    links = []
    for item in both:
        bare = same_title and len(both) == 2 and item is old
        text = f'<span class="z-path">{markup(item.path)}</span>'
        text += "" if bare else f" {markup(shown(item.title), 90)}"
        inside = item.task.id in scope.items
        href = escape(opened(scope.reference(item.task))) if inside else ""
        links.append(f'<a data-row href="{href}">{text}</a>' if inside else f"<span>{text}</span>")
    arrow = f' <span class="z-note" role="img" aria-label="{markup(t("compare.became"))}">→</span> '
    return (
        f'<div class="z-what">{arrow.join(links)}{f"<small class=z-note>{markup(note)}</small>" if note else ""}</div>'
    )


def _sides(texts: Sequence[str], spans: tuple[Sequence[Span], Sequence[Span]], row: Difference | None = None) -> str:
    said = words(language())
    cells = []
    for side, (text, found, tag) in enumerate(zip(texts, spans, ("del", "ins"), strict=True)):
        head = f"<b>{markup(said['columns.after' if side else 'columns.before'])}</b>"
        body = marked(text, found, tag) if text else _absent(row, side)
        cells.append(f'<div class="z-side">{head}{body}</div>')
    return "".join(cells)


def _absent(row: Difference | None, side: int) -> str:
    """What stands where one of both plans says nothing."""
    kind = row.kind if row else ""
    if kind == "lost_lead" and side:
        return f'<i class="z-absent z-lost">{markup(t("compare.nobody"))}</i>'
    if kind in ("new", "dropped"):
        return f'<i class="z-absent">{markup(t("compare.absent_new" if side else "compare.absent_old"))}</i>'
    return f'<i class="z-absent">{markup(t("compare.unstated"))}</i>'


def marked(text: str, spans: Sequence[Span], tag: str) -> str:
    """A sentence as markup with what differs inside `tag`; a very long one is cut."""
    parts, last, stop = [], 0, min(len(text), LONGEST)
    for begin, end in spans:
        if begin >= stop:
            break
        parts.append(prose(shown(text[last:begin])))
        parts.append(f"<{tag}>{prose(shown(text[begin : min(end, stop)]))}</{tag}>")
        last = min(end, stop)
    parts.append(prose(shown(text[last:stop])))
    return "".join(parts) + ("…" if stop < len(text) else "")


def _uncertain(scope: Scope, found: Comparison, said: Said) -> str:
    rows = "".join(_question(scope, pair, said) for pair in found.uncertain)
    done = "".join(
        f'<li>{markup(t("compare.decided_yes" if yes else "compare.decided_no", old=a, new=b))} <a href="{escape(here(same=_decided({k: v for k, v in said.items() if k != (a, b)}), ev=None))}">{markup(t("compare.undo"))}</a></li>'
        for (a, b), yes in said.items()
    )
    note = f'<p class="z-note">{markup(t("compare.uncertain_note", sure=SURE, maybe=MAYBE), 600)}</p>'
    title = words(language())[_UNCERTAIN]
    return (
        f'<section class="z-list z-uncertain"><h2>{markup(title)}<span class="z-count">{len(found.uncertain)}</span></h2>{note}'
        f'<div class="z-rows">{rows}</div>{f"<ul class=z-decided>{done}</ul>" if done else ""}</section>'
    )


def _question(scope: Scope, pair: Pair, said: Said) -> str:
    numbers = pair.old.number, pair.new.number
    texts = content(pair.old), content(pair.new)
    buttons = "".join(
        f'<a role="button" href="{escape(here(same=_decided({**said, numbers: yes}), ev=None))}">{markup(t(key))}</a>'
        for key, yes in (("compare.yes", True), ("compare.no", False))
    )
    note = t("compare.score", score=f"{pair.score:.2f}")
    counts = t("compare.counts_one" if pair.taken else "compare.counts_two")
    return (
        f'<div class="z-change">{_what(scope, pair.old, pair.new, note)}{_sides(texts, marks(*texts))}'
        f'<p class="z-actions z-decide">{markup(t("compare.ask"))} {buttons}<span class="z-note">{markup(counts)}</span></p></div>'
    )
