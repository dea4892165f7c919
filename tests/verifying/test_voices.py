"""Whose words a passage is in its source: those that a speaker quotes are not hers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import quotecli
from quotecli.drafting import draft
from quotecli.model import Speaker
from quotecli.verifying.finding import Finding
from quotecli.verifying.reading.article import read_article
from quotecli.verifying.verify import Verifier

WORDS = "we will sell the old harbour to a bank"
TALK = "Ada Marlow: {}\n\nBo Chan: I was there as well, and it rained.\n\nAda Marlow: So it did."
TOLD = "unknown speaker, as told by Ada Marlow"


def verify(article: str, source: quotecli.Statement) -> Finding:
    (found,) = quotecli.verify(article, quotecli.Library([source]))
    return found


@pytest.mark.parametrize(
    "turn",
    [
        "He said, “{}.” That is what he told me.",
        'He said: "{}." That is what he told me.',
        "He said ‘{}’ and went away.",
        "“{}”, he told me.",
        "I told you what he said: “{}.” It is bad.",
        "I heard him say, “{}.” It is bad.",
        "I asked the mayor, and his answer was: “{}.” It is bad.",
        "I asked for an answer: “{}.” It is bad.",
        "I repeat what he claims: “{}.” It is bad.",
        "I must say the mayor’s “{}” is bad.",
        "I told them “no”, and the mayor “{}.” It is bad.",
        "I have a letter here.\n\n“{}.”\n\nThat is all of it.",
        "I have it in writing: «{}».",
    ],
)
@pytest.mark.parametrize("is_annotated", [False, True])
def test_what_a_speaker_quotes_is_not_hers(turn: str, is_annotated: bool) -> None:
    source = quotecli.draft(TALK.format(turn.format(WORDS)), title="Hearing")
    if not is_annotated:
        source = source._replace(quotes=())

    found = verify(f"“{WORDS.capitalize()},” said Ada Marlow.", source)
    assert (found.verdict, found.turned) == ("shortened", "said by another in the source")
    assert (found.attribution.verdict, found.attribution.source) == ("differs", TOLD)
    assert verify(f"It is known: “{WORDS}”.", source).turned == "told by Ada Marlow in the source"
    # Who is named may be meant.
    found = verify(f"“{WORDS.capitalize()},” said Bo Chan.", source)
    assert (found.verdict, found.attribution.verdict) == ("shortened", "unknown")
    found = verify(f"By Ada Marlow’s account, Bo Chan said, “{WORDS}.”", source)
    assert (found.verdict, found.turned) == ("verbatim", "")


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("He said ‘{}’, and I heard it.", "“He said ‘{}’, and I heard it,” said Ada Marlow."),
        ("I say ‘aye’: {}. Call it ‘mine’.", "“{},” said Ada Marlow."),
        ("It’s the dogs’ day, and {}, let ’em know.", "“{},” said Ada Marlow."),
        ("“{}.”", "“{},” said Ada Marlow."),
        ("I told them then, “{}.” And so it is.", "“{},” said Ada Marlow."),
        ("I said to the mayor and the council: “{}.”", "“{},” said Ada Marlow."),
        ("“{},” I have always said, and so it is.", "“{},” said Ada Marlow."),
        ("“{}.”\n\n“And that is all.”", "“{},” said Ada Marlow."),
    ],
)
def test_what_is_not_between_marks_of_hers_is_hers(said: str, article: str) -> None:
    source = quotecli.draft(TALK.format(said.format(WORDS)), title="Hearing")
    found = verify(article.format(WORDS), source)
    assert (found.verdict, found.attribution.verdict) == ("verbatim", "same"), found


def test_a_speech_is_its_speakers_and_what_is_between_marks_is_not() -> None:
    text = f"Dear friends, it rains.\n\nHe said, “{WORDS}.” I will never {WORDS[8:]} myself."
    source = quotecli.draft(text)._replace(quotes=(), speaker=Speaker("ada", "Ada Marlow"))
    found = verify(f"“{WORDS.capitalize()},” said Ada Marlow.", source)
    assert (found.turned, found.attribution.source) == ("said by another in the source", TOLD)
    found = verify("“Dear friends, it rains,” said Ada Marlow.", source)
    assert found.attribution.verdict == "same"
    # Marks around all of it are the text's own.
    source = source._replace(text=f"“Dear friends, it rains.\n\n“{WORDS.capitalize()}.”")
    found = verify(f"“{WORDS.capitalize()},” said Ada Marlow.", source)
    assert (found.verdict, found.attribution.verdict) == ("verbatim", "same")


def test_a_quote_that_is_interrupted_has_marks_inside(tmp_path: Path) -> None:
    said = f"“{WORDS.capitalize()},” said Ada Marlow, “and nobody will pay for it twice.”"
    (tmp_path / "a.yaml").write_text(
        "title: T\nspeakers: {ada: {name: Ada Marlow}}\n"
        f"text: |\n  {said}\nquotes:\n"
        f"  - {{id: sell, kind: direct, speaker: ada, excerpt: '{said}'}}\n",
        encoding="utf-8",
    )
    library = quotecli.load(str(tmp_path / "a.yaml"))
    for words in (WORDS.capitalize(), "And nobody will pay for it twice"):
        (found,) = quotecli.verify(f"“{words},” said Ada Marlow.", library)
        assert (found.verdict, found.attribution.verdict) == ("verbatim", "same")


_PROSE = "“The tide will not wait,” said Bo Lamb, the harbour master. “It never waited for a ship.”"


@pytest.mark.parametrize(
    "article",
    [
        _PROSE,
        "“The tide will not wait. It never waited for a ship,” Bo Lamb said.",
        "“The tide will not wait,” Bo Lamb said. “It never waited for a ship.”",
    ],
)
@pytest.mark.parametrize("source", [_PROSE, f"It was late.\n\n{_PROSE}\n\nThe ship left."])
def test_what_interrupts_a_quote_in_its_source_is_not_left_out(article: str, source: str) -> None:
    found = verify(article, quotecli.draft(source, title="Day"))
    assert (found.verdict, found.turned, found.share) == ("verbatim", "", 1)
    assert "what interrupts the quotation in the source" in found.forgiven
    assert found.attribution[:3] == ("same", "Bo Lamb", "Bo Lamb")


@pytest.mark.parametrize(
    ("source", "article"),
    [
        (  # words of two people
            "“The ferry is old and slow,” said Bo Chan. “We will buy one,” said Ada Marlow.",
            "“The ferry is old and slow. We will buy one,” said Bo Chan.",
        ),
        (  # a sentence of the speaker's own
            "“The ferry is old and slow. It leaks a lot. We will buy one,” said Bo Chan.",
            "“The ferry is old and slow. We will buy one,” said Bo Chan.",
        ),
        (  # what is denied
            "“We will buy the old ferry,” Bo Chan did not say, “and sell it.”",
            "“We will buy the old ferry and sell it,” said Bo Chan.",
        ),
    ],
)
def test_nothing_else_is_passed_over_as_what_interrupts(source: str, article: str) -> None:
    found = verify(article, quotecli.draft(source, title="Day"))
    assert found.verdict == "shortened"


@pytest.mark.parametrize("is_annotated", [True, False])
def test_words_of_another_in_a_passage_are_not_the_speakers(is_annotated: bool) -> None:
    ada = Speaker("ada", "Ada Marlow")
    text = "The bridge is closed to all. “The ferry is open,” said Bo Chan. I took it."
    source = quotecli.draft(text)._replace(speaker=ada)
    if not is_annotated:
        source = source._replace(quotes=())

    found = verify("“The bridge is closed to all. The ferry is open,” said Ada Marlow.", source)
    assert found.verdict == "verbatim"
    assert found.attribution[:3] == ("differs", "Ada Marlow", "Ada Marlow and Bo Chan")
    # Who is named in the quotation is no secret.
    named = "“The bridge is closed to all. ‘The ferry is open,’ said Bo Chan. I took it,”"
    found = verify(f"{named} said Ada Marlow.", source)
    assert (found.verdict, found.attribution.verdict) == ("verbatim", "same")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("The United Towns concluded in 1999 that Bo Chan had grain enough for them.", ""),
        ("Experience has clearly demonstrated that old quays can not last.", ""),
        ("Ada Marlow said that the quay would sink.", ""),
        ("Ada Marlow was there. She said that the quay would sink.", ""),
        ("Ada Marlow said that the quay would sink in winter, and soon.", "Ada Marlow"),
    ],
)
def test_a_passage_that_tells_who_said_something_is_not_theirs(source: str, said: str) -> None:
    told = source.rpartition(". ")[2].rstrip(".")
    words = "the quay would sink in winter, and soon" if said else told
    found = verify(f"Bo Chan wrote: “{words}.”", quotecli.draft(source)._replace(quotes=()))
    assert (found.verdict, found.attribution.source) == ("verbatim", said)


def test_who_says_a_quotation_is_found_out_once_however_often_it_is_quoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafted = []
    make = draft.make

    def count(*values: Any, **options: Any) -> Any:
        drafted.append(values)
        return make(*values, **options)

    article = read_article(
        ("It is known: “the old boats lie still at night”.\n\n" * 5).encode(), "a"
    )
    source = quotecli.draft("It is late. The old boats lie still at night, now.")
    library = quotecli.Library([source._replace(quotes=())])
    monkeypatch.setattr(draft, "make", count)
    ((_, findings),) = Verifier(library).verify([article])
    assert [found.attribution.source for found in findings] == [""] * 5
    assert len(drafted) == 1
