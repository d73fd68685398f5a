"""How alike two texts are, what differs in them, and the best assignment of pairs."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import shadow
from queries.similarity import alike, assign, changed_sentences, in_order, letters, marks

CHARACTERS = st.text(st.sampled_from("市公安局牽頭配合數據。;,12"), max_size=40)


@given(CHARACTERS, CHARACTERS)
def test_outside_the_marks_both_sentences_are_the_same(one: str, other: str) -> None:
    spans = marks(one, other)
    left, right = (
        "".join(c for n, c in enumerate(text) if not any(a <= n < b for a, b in found))
        for text, found in zip((one, other), spans, strict=True)
    )
    assert shadow(left) == shadow(right)
    assert all(a < b for found in spans for a, b in found)


@given(CHARACTERS, CHARACTERS)
def test_alike_is_a_share_and_symmetric(one: str, other: str) -> None:
    plain = letters(one), letters(other)
    assert 0 <= alike(*plain) <= 1
    assert alike(*plain) == alike(*reversed(plain))
    assert (alike(*plain) == 1) == (plain[0] == plain[1])


@given(CHARACTERS, CHARACTERS)
def test_in_order_is_the_longest_common_subsequence(one: str, other: str) -> None:
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for a, x in enumerate(one):
        for b, y in enumerate(other):
            rows[a + 1][b + 1] = rows[a][b] + 1 if x == y else max(rows[a][b + 1], rows[a + 1][b])
    whole = len(one) + len(other)
    assert in_order(one, other) == (2 * rows[-1][-1] / whole if whole else 1.0)


@given(st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 6)), st.integers(1, 50), max_size=25))
@settings(max_examples=150)
def test_the_assignment_is_optimal(weights: dict[tuple[int, int], int]) -> None:
    pairs = assign(weights)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    graph = nx.Graph()
    graph.add_weighted_edges_from((("old", a), ("new", b), w) for (a, b), w in weights.items())
    best = sum(graph.edges[edge]["weight"] for edge in nx.max_weight_matching(graph))
    assert sum(weights[pair] for pair in pairs) == best


def test_a_very_long_difference_is_marked_as_a_whole() -> None:
    assert marks("甲" + "乙" * 5_000 + "丁", "甲" + "丙" * 5_000 + "丁") == (((1, 5_001),), ((1, 5_001),))


def test_only_the_sentences_that_differ_are_shown() -> None:
    assert changed_sentences("甲一。乙。", "甲一。乙。") == ("", "")
    assert changed_sentences("数据。乙。", "數據。乙。丙。") == ("", "丙。")
