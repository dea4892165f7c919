"""Annotated articles as examples to fit weights to."""

from __future__ import annotations

from pathlib import Path

import pytest
from gold import Article, is_right, read_articles

ARTICLE = """\
title: The harbour
speakers:
  nora-vell: {name: Nora Vell, role: mayor, aliases: [the mayor]}
  an-official: {name: an official}
text: |-
  Nora Vell met Omar Tind. “The quay will be deeper by May,” she said.

  Omar Tind left. “It is not our quay at all,” the mayor said.

  An official said that nobody had asked her.
quotes:
  - {id: a, speaker: nora-vell, kind: direct, cue: she said,
     excerpt: The quay will be deeper by May}
  - {id: b, speaker: nora-vell, kind: direct, cue: the mayor said,
     excerpt: It is not our quay at all}
  - {id: c, speaker: an-official, kind: indirect, cue: An official said,
     excerpt: nobody had asked her}
"""


@pytest.fixture
def article(tmp_path: Path) -> Article:
    tmp_path.joinpath("harbour.yaml").write_text(ARTICLE, encoding="utf-8")
    (article,) = read_articles(tmp_path)
    return article


def test_the_words_that_name_a_source_are_examples(article: Article) -> None:
    choices = article.list_sources()
    assert len(choices) == 3
    assert all(choice.right for choice in choices)


def test_whom_a_mention_means_is_an_example(article: Article) -> None:
    mentions = article.list_mentions()
    (pronoun,) = mentions["pronoun"]
    assert [0 in pronoun.right, len(pronoun.candidates) > 2] == [False, True]
    assert "nobody" in pronoun.candidates[0]


def test_what_is_drafted_is_held_against_the_annotation(article: Article) -> None:
    rated = article.list_rated()
    assert [(one.kind, one.said) for one in rated] == [
        ("direct", True),
        ("direct", True),
        ("indirect", True),
    ]


def test_a_name_is_right_only_if_the_text_gives_it(article: Article) -> None:
    mayor, _, official = article.quotes
    assert is_right(mayor, "Nora Vell", known=True)
    assert is_right(mayor, "Vell", known=True)
    assert not is_right(mayor, "the mayor", known=False)
    assert not is_right(mayor, "Omar Tind", known=True)
    assert not is_right(official, "Nora Vell", known=True)
    assert is_right(official, "an official", known=False)
