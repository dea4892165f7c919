"""`quotecli verify`: quotations that mean something else in their source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Find = Callable[[str], dict[str, Any]]
SOURCE = """\
title: The hearing
speakers:
  marlow: {name: Ada Marlow, role: mayor}
  chan: {name: Bo Chan, aliases: [the engineer]}
text: |
  The mayor denied that the harbour will be sold to a bank. She would not go home that night.

  Chan recalled a walk. “Marlow told me that the old quay is falling into the sea,” he said.

  She never gave up hope. They don't want a bridge here. If the council agrees, we will dig.
  We will come back unless it rains. It was said to nobody: the wall is a gift to the town.
quotes:
  - {id: sold, kind: indirect, speaker: marlow, polarity: negative, cue: denied,
     excerpt: the harbour will be sold to a bank}
  - {id: quay, kind: direct, speaker: marlow, reported_by: chan,
     excerpt: the old quay is falling into the sea}
  - {id: wall, kind: indirect, polarity: negative, excerpt: the wall is a gift to the town}
"""


@pytest.fixture
def find(run: Run, write: Callable[..., Path], tmp_path: Path) -> Find:
    """Return what is found out about the one quotation of an article."""
    source = write(SOURCE, "hearing.yaml")
    path = tmp_path / "article.txt"

    def find_one(article: str) -> dict[str, Any]:
        path.write_text(article, encoding="utf-8")
        done = run("verify", path, "-d", source, "-f", "jsonl", status=None)
        (found,) = [json.loads(line) for line in done.out.splitlines()]
        assert isinstance(found, dict)
        is_true = found["verdict"] == "verbatim" and found["attribution"]["verdict"] != "differs"
        assert done.status == int(not is_true)
        return found

    return find_one


@pytest.mark.parametrize(
    ("article", "turned"),
    [
        ("“The harbour will be sold to a bank,” said Ada Marlow.", "“The mayor denied that” "),
        ("It was about “the harbour will be sold to a bank” again.", "“The mayor denied that” "),
        (
            "They heard that “the wall is a gift to the town” today.",
            "“It was said to nobody” stands",
        ),
        ("“The old quay is falling into the sea,” said Ada Marlow.", "told by Bo Chan"),
        ("It is known that “the old quay is falling into the sea” there.", "told by Bo Chan"),
    ],
)
def test_what_the_source_denies_or_has_from_another_is_turned(
    find: Find, article: str, turned: str
) -> None:
    found = find(article)
    assert found["verdict"] == "shortened"
    assert found["turned"].startswith(turned)


@pytest.mark.parametrize(
    "article",
    [
        "Ada Marlow denied that “the harbour will be sold to a bank”.",
        "“The old quay is falling into the sea,” Ada Marlow had said, as Bo Chan told the hearing.",
        "Marlow, said Chan, thought that “the old quay is falling into the sea” now.",
        "To the engineer, Marlow had said: “The old quay is falling into the sea.”",
    ],
)
def test_an_article_that_says_so_too_does_not_turn_it(find: Find, article: str) -> None:
    found = find(article)
    assert (found["verdict"], found["turned"]) == ("verbatim", None)


def test_who_only_tells_it_is_not_the_speaker(find: Find) -> None:
    attribution = find("“The old quay is falling into the sea,” said Bo Chan.")["attribution"]
    assert attribution["verdict"] == "differs"
    assert attribution["article"] == "Bo Chan"
    assert attribution["source"] == "Ada Marlow, as told by Bo Chan"


@pytest.mark.parametrize(
    ("words", "turned", "article"),
    [
        ("go home that night", "“not” stands right before it", "She would not “{}”."),
        ("go home that night", "“not” stands right before it", "She was not to “{}”."),
        ("gave up hope", "“never” stands right before it", "She had never “{}” at all."),
        ("want a bridge here", "“don't” stands right before it", "They don’t “{}”, she heard."),
        ("the council agrees", "“If” stands right before it", "She will dig if “{}” to it."),
        ("We will come back", "“unless” stands right behind it", "“{},” unless it rains."),
    ],
)
def test_a_word_that_turns_may_stand_outside_the_marks(
    find: Find, words: str, turned: str, article: str
) -> None:
    bare = find(f"They spoke of “{words}” there.")
    assert bare["turned"] == turned
    assert bare["verdict"] == "shortened"
    found = find(article.format(words))
    assert (found["verdict"], found["turned"]) == ("verbatim", None)


@pytest.mark.parametrize(
    "article",
    [
        "She would, if asked, “go home that night”.",  # a condition is no denial
        "She did not answer. She would “go home that night”.",
        "She would not; they say “go home that night”.",
        "She did “go home that night” not long ago.",  # on the other side
    ],
)
def test_other_words_outside_the_marks_do_not_help(find: Find, article: str) -> None:
    assert find(article)["turned"] == "“not” stands right before it"


@pytest.mark.parametrize(
    ("words", "turned", "article"),
    [
        ("they sold the quay", "“Nobody believes that” stands before it", "{} is false, she held."),
        (
            "they sold the quay",
            "“Nobody believes that” stands before it",
            "She did not say {} then.",
        ),
        ("they sold the quay", "“Nobody believes that” stands before it", "It is a lie that {}."),
        ("a gull ate it", "“they say” stands behind it", "{}, they say in Tarn."),
        ("a gull ate it", "“they say” stands behind it", "People in Tarn say {} today."),
        ("the boats will come", "“If” stands before it", "If the rain stops, she said, {} again."),
        ("the boats will come", "“If” stands before it", "She said {}, if it dries."),
        (
            "It was all for sale",
            "“That is a lie” stands behind it",
            "They said {}. That is untrue.",
        ),
        ("We sell the sea too", "the source asks", "She asked if {}."),
        ("We sell the sea too", "the source asks", "Will {}?"),
        ("Will we sell the sea too", "the source asks", "{}, she wondered."),
        (
            "they built a tower",
            "“I used to think that” stands before it",
            "I once thought that {}.",
        ),
        ("they built a tower", "“I used to think that” stands before it", "I deny that {}."),
    ],
)
def test_a_sentence_that_turns_may_stand_in_the_article_too(
    run: Run, tmp_path: Path, words: str, turned: str, article: str
) -> None:
    source, path = tmp_path / "source.txt", tmp_path / "article.txt"
    source.write_text(
        "Nobody believes that they sold the quay. A gull ate it, they say. If the rain stops, the"
        " boats will come. It was all for sale. That is a lie. I used to think that they built a"
        " tower. Will we sell the sea too?\n",
        encoding="utf-8",
    )

    def find_turn(text: str) -> object:
        path.write_text(text, encoding="utf-8")
        done = run("verify", path, "--sources", source, "-f", "json", status=None)
        return json.loads(done.out)[0]["turned"]

    assert find_turn(f"It was told that “{words}” there.") == turned
    assert find_turn(article.format(f"“{words}”")) is None
    # Other sentences and paragraphs of the article say nothing of it.
    apart = article.format("all of it")
    assert find_turn(f"{apart}\n\nIt was told that “{words}”\n\n{apart}") == turned
