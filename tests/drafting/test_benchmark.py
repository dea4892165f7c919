"""The benchmark's own scoring."""

from __future__ import annotations

from typing import Any

from draft_scoring import Article, Score, count

TEXT = "“We will sail,” Ada Marlow said. “The tide is ours.”"
GOLD: dict[str, Any] = {
    "text": TEXT,
    "quoted": [[0, 15], [33, 52]],
    "attributions": [
        {
            "kind": "direct",
            "source": [[16, 26]],
            "cue": [[27, 31]],
            "content": [[0, 15], [33, 52]],
            "speech": True,
        }
    ],
}


def predicted(content: list[list[int]], source: list[list[int]]) -> dict[str, Any]:
    return {
        "kind": "direct",
        "content": content,
        "source_span": source,
        "source": TEXT[slice(*source[0])] if source else "",
    }


def scored(row: dict[str, Any], least: float) -> Score:
    article, score = Article(GOLD), Score()
    count(score, article.gold, article.items([row], "source_span"), least)
    return score


def test_the_same_words_match_exactly() -> None:
    score = scored(predicted([[1, 14], [34, 51]], [[16, 19]]), 1.0)
    assert (score.gold, score.predicted, score.matched, score.right) == (1, 1, 1, 1)
    assert score.percent()["F1"] == 100


def test_half_the_words_overlap() -> None:
    assert scored(predicted([[34, 51]], [[16, 26]]), 0.5).matched == 1
    assert scored(predicted([[1, 14]], [[16, 26]]), 0.5).matched == 0


def test_a_wrong_source_is_found_but_not_right() -> None:
    score = scored(predicted([[1, 14], [34, 51]], [[27, 31]]), 0.5)
    assert (score.matched, score.right) == (1, 0)


def test_segments_are_cut_to_the_marks() -> None:
    article = Article(GOLD)
    assert [len(item.words) for item in article.segments(article.gold)] == [3, 4]


def test_kinds_by_the_marks() -> None:
    article = Article(GOLD)
    rows = [predicted([[1, 14]], []), predicted([[1, 31]], []), predicted([[16, 26]], [])]
    assert [item.kind for item in article.items(rows, "source_span", rekind=True)] == [
        "direct",
        "mixed",
        "indirect",
    ]
