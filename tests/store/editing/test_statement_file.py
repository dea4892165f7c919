"""What is right is written into a statement file, and what would be wrong is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError, StatementError, UnknownNameError
from quotecli.model import Span
from quotecli.store.editing import locking
from quotecli.store.editing.statement_file import StatementFile, edit
from quotecli.store.reader import load
from tests.conftest import HARBOUR

DRAFT = """\
title: The bridge
speakers:
  lind: {name: Vera Lind}
text: |-
  “We close it,” Ms. Lind said. She hoped that drivers would be patient. We close it again.
quotes:
  # review: who said this?
  # Ask her.
  # review: the excerpt and the speaker (confidence 0.40)
  - id: close
    kind: direct
    excerpt: We close it
    suffix: ",” Ms. Lind"
    confidence: 0.40
    status: unresolved  # by rules

  - id: patient
    kind: indirect
    excerpt: drivers would be patient
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.yaml"
    path.write_text(HARBOUR, encoding="utf-8")
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_draft_is_reviewed(draft: Path) -> None:
    with edit(str(draft)) as file:
        file.set_quote("close", speaker="lind", status="reviewed")
        file.add_topic("Traffic", keywords=["bridge"])
        file.add_topics("close", "traffic")
    assert draft.read_text(encoding="utf-8") == (
        DRAFT.replace("  # review: who said this?\n", "")
        .replace("  # review: the excerpt and the speaker (confidence 0.40)\n", "")
        .replace("    confidence: 0.40\n", "")
        .replace("status: unresolved  #", "status: reviewed  #")
        .replace(
            "    kind: direct\n", "    topics: [traffic]\n    kind: direct\n    speaker: lind\n"
        )
        .replace(
            "text: |-", "topics:\n  traffic:\n    label: Traffic\n    keywords: [bridge]\ntext: |-"
        )
    )


def test_a_quote_is_added_where_it_is_wanted(draft: Path) -> None:
    with edit(str(draft)) as file:
        assert file.add_quote("Ms. Lind", kind="mixed", after="close") == "lind"
        first = file.add_quote("She hoped", key="first", after="", note="two\nlines")
        last = file.add_quote(["“We", "it,”"], speaker="lind", confidence=0.5)
    assert [quote.id for quote in load(str(draft)).quotes] == [
        first,
        "close",
        "lind",
        "patient",
        last,
    ]
    assert all(quote.proved for quote in load(str(draft)).quotes)
    assert DRAFT.partition("quotes:\n")[2].replace("\n\n", "\n") in (
        draft.read_text(encoding="utf-8")
        .replace("  - id: lind\n    kind: mixed\n    excerpt: Ms. Lind\n\n", "")
        .replace("\n\n", "\n")
    )


def test_words_at_a_place_get_the_context_that_they_need(draft: Path) -> None:
    with edit(str(draft)) as file:
        text = file.statement.text
        start = text.rindex("We close it")
        key = file.add_quote(spans=[Span(start, start + 11)])
        file.set_spans("patient", [Span(text.index("drivers"), text.index(" be patient"))])
    quotes = {quote.id: quote for quote in load(str(draft)).quotes}
    assert (quotes[key].anchor.spans, quotes[key].proved) == (((start, start + 11),), True)
    assert quotes["patient"].parts == ("drivers would",)


def test_a_quote_goes_with_its_comments(draft: Path) -> None:
    with edit(str(draft)) as file:
        file.remove_quote("close")
    assert draft.read_text(encoding="utf-8").endswith(
        "quotes:\n" + DRAFT[DRAFT.index("  - id: patient") :]
    )
    with edit(str(draft)) as file:
        file.remove_quote("patient")
    assert draft.read_text(encoding="utf-8").endswith("quotes: []\n")


def test_all_other_keys_are_edited_too(harbour: Path) -> None:
    with edit(str(harbour)) as file:
        file.set_statement(title="The quay: a story", occasion=None)
        file.set_source(author="Ida Roth", language="en")
        file.set_speaker("lee", role=None, aliases=["the mayor", "Ms. Lee, mayor"])
        file.set_topic("weather", description="Rain and wind.", parent="trade")
        file.set_topic("ports", keywords=None)
        assert file.add_speaker("Ann Lee") == "ann-lee"
        assert file.add_speaker("Bo Chan", key="bo", role="baker") == "bo"
        file.set_quote("more-herring", topics=["trade"], reported_by=None, polarity="negative")
    content = harbour.read_text(encoding="utf-8")
    assert content.startswith(
        'title: "The quay: a story"\nspeaker: lee\nsource:\n  author: Ida Roth\n'
    )
    assert '  lee: {name: Ann Lee, aliases: [the mayor, "Ms. Lee, mayor"]}\n' in content
    assert "  weather: {label: Weather, description: Rain and wind., parent: trade}\n" in content
    assert "  ports: {label: Ports, parent: trade}\n" in content
    assert "  ann-lee:\n    name: Ann Lee\n  bo:\n    name: Bo Chan\n    role: baker\n" in content
    assert (
        "    topics: [trade]\n    kind: mixed\n    polarity: negative\n    speaker: chan\n"
        in content
    )
    assert content.endswith("excerpt: more herring than ever\n")


_Q = "deeper-quay"
_AMBIGUOUS = "the excerpt occurs 2 times in the text"
_HINT = "give the words right before or after it as a prefix or suffix"
_ORDER = "the parts are in the text, but not in this order; put them in the order of the source"
_CUT = "these words cannot be told from other places of the text"
_CONTEXT = "the excerpt is not next to its prefix or suffix"
REFUSED: dict[str, Callable[[StatementFile], object]] = {
    "unknown topic 'porst'; did you mean ports?": lambda file: file.add_topics(_Q, "porst"),
    "unknown speaker 'cham'; did you mean chan?": lambda file: file.set_quote(_Q, speaker="cham"),
    "no quote 'deep-quay'; did you mean deeper-quay?": lambda file: file.remove_quote("deep-quay"),
    "unknown key 'speeker'; did you mean speaker?": lambda file: file.set_quote(_Q, speeker="x"),
    "the id 'deeper-quay' is taken; give another id": lambda file: file.add_quote(
        "said the mayor", key=_Q
    ),
    "the id 'lee' is taken; give another id": lambda file: file.add_speaker("Lee", key="lee"),
    "kind is 'loud', not one of direct, indirect, mixed; ": lambda file: file.set_quote(
        _Q, kind="loud"
    ),
    "kind is required; ": lambda file: file.set_quote(_Q, kind=None),
    "confidence '2.5' is not a number from 0 to 1; ": lambda file: file.set_quote(
        _Q, confidence=2.5
    ),
    "the excerpt is empty; ": lambda file: file.add_quote(" "),
    f"{_AMBIGUOUS}; {_HINT}": lambda file: file.add_quote("the mayor"),
    f"{_CONTEXT}; correct or omit them": lambda file: file.add_quote("the mayor", prefix="nobody"),
    _ORDER: lambda file: file.set_quote(_Q, excerpt=["deeper quay", "Bo Chan"]),
    f"{_CUT}; choose whole words, or more of them": lambda file: file.add_quote(spans=[Span(2, 9)]),
    "the file defines no topic 'wind'; ": lambda file: file.set_topic("wind", label="Wind"),
}


@pytest.mark.parametrize("told", REFUSED)
def test_what_would_be_wrong_is_refused_and_not_done(harbour: Path, told: str) -> None:
    file = edit(str(harbour))
    with pytest.raises(QuotecliError) as refused:
        REFUSED[told](file)
    assert f"{refused.value.message}; {refused.value.hint}" == told
    assert refused.value.place == (str(harbour), None, None)
    assert file.encode() == HARBOUR.encode()
    assert not file.save()


def test_an_excerpt_that_is_not_there_comes_with_the_nearest_passage(harbour: Path) -> None:
    with (
        pytest.raises(QuotecliError, match="not in the text") as refused,
        edit(str(harbour)) as file,
    ):
        file.add_quote("the boats need a deeper quay")
    assert "would need a deeper quay” (" in refused.value.hint
    assert f"{harbour}:15:" in refused.value.hint
    assert harbour.read_text(encoding="utf-8") == HARBOUR


def test_what_only_the_whole_file_shows_is_refused_when_it_is_saved(harbour: Path) -> None:
    with pytest.raises(QuotecliError, match="unknown topic 'fishing'"), edit(str(harbour)) as file:
        file.remove_topic("fishing")
    with pytest.raises(QuotecliError, match="its own ancestor"), edit(str(harbour)) as file:
        file.set_topic("trade", parent="fishing")
    assert harbour.read_text(encoding="utf-8") == HARBOUR


def test_an_exception_writes_nothing(harbour: Path) -> None:
    with suppress(ZeroDivisionError), edit(str(harbour)) as file:
        file.remove_quote("deeper-quay")
        raise ZeroDivisionError
    assert harbour.read_text(encoding="utf-8") == HARBOUR


def test_a_codebook_serves_the_file_beside_it(harbour: Path) -> None:
    codebook = "topics: {sea: {label: Sea}}\nspeakers: {roe: {name: Al Roe}}\n"
    (harbour.parent / "codebook.yaml").write_text(codebook)
    with edit(str(harbour)) as file:
        file.set_quote("deeper-quay", speaker="roe", topics=["ports", "sea"])
        with pytest.raises(QuotecliError, match="the id 'sea' is taken"):
            file.add_topic("The sea", key="sea")
        with pytest.raises(UnknownNameError) as refused:
            file.set_topic("sea", label="Sea!")
    assert refused.value.hint == "change it in the codebook"
    assert "topics: [ports, sea]" in harbour.read_text(encoding="utf-8")


def test_what_cannot_be_read_cannot_be_edited(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("title: [")
    (tmp_path / "wrong.yaml").write_text("title: x\ntext: x\nquotes: [{id: A}]\n")
    for name in ("bad.yaml", "wrong.yaml"):
        with pytest.raises(StatementError):
            edit(str(tmp_path / name))
    with pytest.raises(QuotecliError, match="standard input cannot be edited"):
        edit("-")


# Two at once.


def test_edits_are_made_again_on_what_another_one_wrote(harbour: Path) -> None:
    mine, theirs = edit(str(harbour)), edit(str(harbour))
    theirs.set_quote("more-herring", kind="direct")
    theirs.remove_quote("harbour-grows")
    theirs.save()
    mine.set_quote("deeper-quay", note="mine")
    assert mine.save()
    quotes = load(str(harbour)).quotes
    assert [(quote.id, quote.kind, quote.note) for quote in quotes] == [
        ("deeper-quay", "indirect", "mine"),
        ("more-herring", "direct", ""),
    ]


@pytest.mark.parametrize("theirs", ["note: theirs", None])
def test_an_edit_of_what_another_one_changed_is_refused(harbour: Path, theirs: str | None) -> None:
    mine = edit(str(harbour))
    mine.set_quote("deeper-quay", note="mine")
    with edit(str(harbour)) as other:
        if theirs:
            other.set_quote("deeper-quay", note="theirs")
        else:
            other.remove_quote("deeper-quay")
    now = harbour.read_bytes()
    with pytest.raises(QuotecliError, match="the quote deeper-quay was changed by somebody else"):
        mine.save()
    assert harbour.read_bytes() == now


def test_a_text_that_changed_meanwhile_must_still_have_the_excerpt(harbour: Path) -> None:
    file = edit(str(harbour))
    file.add_quote("said the mayor")
    changed = HARBOUR.replace(",” said the mayor", ",” said the lady mayor")
    harbour.write_text(changed, encoding="utf-8")
    with pytest.raises(QuotecliError, match="'said-mayor' is not proved"):
        file.save()
    assert harbour.read_text(encoding="utf-8") == changed


def test_a_file_that_is_gone_is_not_made_again(harbour: Path) -> None:
    file = edit(str(harbour))
    file.remove_quote("deeper-quay")
    harbour.unlink()
    with pytest.raises(QuotecliError, match="unreadable: No such file"):
        file.save()
    assert list(harbour.parent.iterdir()) == []


# The disk.


def test_a_locked_file_is_waited_for_and_then_refused(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_MAX_WAIT", 0.02)
    with locking.lock_file(str(harbour)):
        file = edit(str(harbour))
        file.remove_quote("deeper-quay")
        with pytest.raises(QuotecliError, match="another process is editing this file"):
            file.save()
    assert file.save()


def test_a_file_without_permission_to_write_is_left_alone(harbour: Path) -> None:
    harbour.chmod(0o444)
    with pytest.raises(QuotecliError, match="file is read-only"), edit(str(harbour)) as file:
        file.remove_quote("deeper-quay")
    assert harbour.read_text(encoding="utf-8") == HARBOUR


def test_permissions_and_links_stay(harbour: Path, tmp_path: Path) -> None:
    harbour.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to("harbour.yaml")
    with edit(str(link)) as file:
        file.remove_quote("deeper-quay")
    assert link.is_symlink()
    assert harbour.stat().st_mode & 0o777 == 0o640
    assert "deeper-quay" not in harbour.read_text(encoding="utf-8")


def test_a_full_disk_is_one_line_and_loses_nothing(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(QuotecliError, match="write: No space left"), edit(str(harbour)) as file:
        file.remove_quote("deeper-quay")
    assert harbour.read_text(encoding="utf-8") == HARBOUR
    assert [path.name for path in harbour.parent.iterdir()] == ["harbour.yaml"]
