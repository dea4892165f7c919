"""Positions as other programs count them: the words that were meant, or none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

import pytest

from quotecli.exporting.formats import load_export
from quotecli.importing import qdpx, w3c
from quotecli.importing.formats import Imported
from quotecli.store import reader
from quotecli.text.counting import Counting
from tests.intake.test_archive import zipped

LINES = [
    "Interview 7 😀🎤 in the harbour",
    "“We waited for the ferry 🚢 all night,” said Ann Lee.",
    "Nobody told us a thing, and the café was shut.",
    "The boats need a deeper quay, or they will leave 🛥.",
    "It is the same every winter.",
    "In the end the mayor promised a new pier.",
]
SENTENCES = [
    "We waited for the ferry 🚢 all night",
    "Nobody told us a thing",
    "The boats need a deeper quay",
    "or they will leave 🛥.",
    "It is the same every winter.",
    "the mayor promised a new pier",
]
CR_LF = "\r\n".join(LINES)
LF = "\n".join(LINES)
KEY = "00000000-0000-0000-0000-000000000002"
UNTOLD = (
    "its positions may be counted in several ways, and nothing tells which passage is meant;"
    " give --positions"
)
PLAIN = CR_LF.encode("ascii", "ignore").decode()


class Program(NamedTuple):
    """How a program writes projects: its origin, what it counts, and how it names selections."""

    origin: str
    utf16: bool = False
    joins_line_ends: bool = False
    name: str = ""


PROGRAMS = {
    "NVivo": Program("NVivo 12", utf16=True),
    "QualCoder, with line ends for MAXQDA": Program(
        "QualCoder 3.6", joins_line_ends=True, name="{0}"
    ),
    "ATLAS.ti": Program("ATLAS.ti 23", utf16=True, joins_line_ends=True, name="{0:.12}…"),
    "ATLAS.ti, in code points": Program("ATLAS.ti 9", joins_line_ends=True, name="{0:.12}..."),
    "by the standard": Program("Another"),
    "in UTF-16, unknown": Program("Another", utf16=True),
    "in UTF-16, with line ends as one, unknown": Program(
        "Another", utf16=True, joins_line_ends=True
    ),
}


def mark(start: int, end: int, name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{KEY}" name="{escape(name)}"'
        f' startPosition="{start}" endPosition="{end}"/>'
    )


def place(text: str, passage: str) -> tuple[int, int]:
    start = text.index(passage)
    return start, start + len(passage)


def marks(program: Program, text: str, passages: list[str]) -> Iterator[str]:
    """Yield the selections of passages, as a program writes them."""
    counting = Counting(text, utf16=program.utf16, joins_line_ends=program.joins_line_ends).position
    for passage in passages:
        start, end = place(text, passage)
        yield mark(counting(start), counting(end), program.name.format(passage))


def archive(origin: str, text: str, *selections: str, more: Sequence[str] = ()) -> bytes:
    """Return a project of a text with selections, and of the same text with `more`."""
    sources = "".join(
        f'<TextSource guid="00000000-0000-0000-0000-00000000000{number}" name="{name}"'
        f' plainTextPath="internal://x.txt">{"".join(marked)}</TextSource>'
        for number, (name, marked) in enumerate({"x": selections, "y": more}.items())
        if marked
    )
    xml = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}"><Sources>{sources}'
        "</Sources></Project>"
    )
    return zipped(("project.qde", xml.encode()), ("sources/x.txt", text.encode()))


def imported(origin: str, text: str, *selections: str, more: Sequence[str] = ()) -> Imported:
    return qdpx.read(archive(origin, text, *selections, more=more), "p.qdpx", None)


def words(result: Imported) -> list[str]:
    return [part for quote in result.statements[0].quotes for part in quote.parts]


@pytest.mark.parametrize("text", [CR_LF, LF, PLAIN], ids=["CR LF", "LF", "plain"])
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_every_programs_passages_are_those_it_marked(program: Program, text: str) -> None:
    passages = [one for one in SENTENCES if one in text]
    result = imported(program.origin, text, *marks(program, text, passages))
    assert words(result) == passages
    assert result.skipped == ()
    assert result.statements[0].text == text


@pytest.mark.parametrize("passage", SENTENCES)
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_single_passage_is_the_one_marked_or_none(program: Program, passage: str) -> None:
    result = imported(program.origin, CR_LF, *marks(program, CR_LF, [passage]))
    assert words(result) + list(result.skipped) in (
        [passage],
        [f"x: the selection “{program.name.format(passage) or KEY}”: {UNTOLD}"],
    )


COMMAS = "So, it went on.\r\nYes it is, he said. More of it.\r\nAnd then all went home."


@pytest.mark.parametrize("name", ["Yes it is", "Yes it is,"])
@pytest.mark.parametrize("joins", [False, True])
def test_the_very_words_are_preferred_to_their_letters(name: str, joins: bool) -> None:
    counting = Counting(COMMAS, joins_line_ends=joins)
    start, end = place(COMMAS, name)
    selection = mark(counting.position(start), counting.position(end), name)
    for origin in ("Another", "QualCoder 3.6"):
        result = imported(origin, COMMAS, selection)
        if result.skipped:
            assert result.skipped == (f"x: the selection “{name}”: {UNTOLD}",)
        else:
            assert words(result) == [name]


def test_the_letters_do_not_count_if_an_unlikely_counting_has_the_very_words() -> None:
    text = f"They went.\r\nThey say, it is he. It was he.\r\n{COMMAS} It rained."
    sure = ["So, it went on.", "More of it.", "And then all went home.", "It rained."]
    selections = [mark(*place(text, passage), passage) for passage in sure]
    # As code points " it is he", which are the same letters; "it is he." if CR LF is one.
    joined = Counting(text, joins_line_ends=True).position
    start, end = place(text, "it is he.")
    selections.append(mark(joined(start), joined(end), "it is he."))
    result = imported("Another", text, *selections)
    assert words(result) == sure
    assert result.skipped == (f"x: the selection “it is he.”: {UNTOLD}",)


def test_the_program_decides_when_nothing_else_does() -> None:
    passage = "We waited for the ferry 🚢 all night"
    selections = list(marks(PROGRAMS["NVivo"], LF, [passage]))
    assert words(imported("NVivo 12", LF, *selections)) == [passage]
    assert imported("Another", LF, *selections).skipped == (f"x: the selection “{KEY}”: {UNTOLD}",)


def test_other_texts_of_the_project_decide_when_nothing_in_a_text_does() -> None:
    passage = "We waited for the ferry 🚢 all night"
    selections = list(marks(PROGRAMS["NVivo"], LF, [passage]))
    others = list(marks(PROGRAMS["NVivo"], LF, SENTENCES))
    result = imported("Another", LF, *selections, more=others)
    assert (words(result), result.skipped) == ([passage], ())


def test_a_text_that_is_counted_otherwise_than_the_others_is_not_forced() -> None:
    selections = list(marks(PROGRAMS["by the standard"], LF, SENTENCES))
    others = list(marks(PROGRAMS["NVivo"], LF, SENTENCES))
    result = imported("Another", LF, *selections, more=others)
    assert (words(result), result.skipped) == (SENTENCES, ())
    assert [one for quote in result.statements[1].quotes for one in quote.parts] == SENTENCES


def test_a_passage_that_every_counting_places_alike_needs_no_evidence() -> None:
    text = f"We waited.\n{LF}"
    ferry = marks(PROGRAMS["NVivo"], text, ["We waited for the ferry 🚢 all night"])
    result = imported("Another", text, mark(0, 9), *ferry)
    assert words(result) == ["We waited"]
    assert result.skipped == (f"x: the selection “{KEY}”: {UNTOLD}",)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (0, 10_000), (9_998, 10_000), (20, 3)])
def test_positions_outside_the_text_are_told(start: int, end: int) -> None:
    result = imported("Another", PLAIN, mark(start, end, "n"))
    assert words(result) == []
    assert result.skipped == (
        f"x: the selection “n”: its positions, {start} to {end}, are not in the text",
    )


def test_a_position_within_a_character_is_told() -> None:
    text = "A boat 🚢 and a quay."
    good = mark(0, 6), mark(10, 13), mark(16, 21)
    result = imported("NVivo", text, *good, mark(8, 13, "n"))
    assert words(result) == ["A boat", "and", "quay."]
    assert result.skipped == ("x: the selection “n”: its positions, 8 to 13, are not in the text",)


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("QualCoder 3.6", "The boats need a deeper quay"),
        ("QualCoder 3.6", "It is"),
        ("QualCoder 3.6", "It is the same every winter. In"),
        ("ATLAS.ti 23", "The boats need a dee…"),
        ("Another", "It is the same every winter. In the"),
    ],
)
def test_a_passage_that_contradicts_its_name_is_told(origin: str, name: str) -> None:
    text = PLAIN.replace("\r\n", "\n")
    wrong = mark(*place(text, "It is the same every winter."), name)
    others = marks(Program(origin, name="{0}"), text, ["Nobody told us a thing", "a new pier"])
    result = imported(origin, text, wrong, *others)
    assert words(result) == ["Nobody told us a thing", "a new pier"]
    (line,) = result.skipped
    assert line.endswith(
        "its positions have other words than its name, “It is the same every winter.”"
    )


@pytest.mark.parametrize("name", ["line:6", "winter", "a new pier", "Weather and sea"])
def test_a_label_that_is_no_passage_contradicts_nothing(name: str) -> None:
    text = PLAIN.replace("\r\n", "\n")
    passages = ["It is the same every winter.", "Nobody told us a thing"]
    selections = [mark(*place(text, passage), name) for passage in passages]
    result = imported("Another", text, *selections)
    assert (words(result), result.skipped) == (passages, ())


def test_positions_of_another_text_are_told_and_none_is_believed() -> None:
    # Counted before a line was added: two of the passages cut no word, and are wrong.
    text = f"Jo: \n{PLAIN}"
    selections = [
        mark(start + shift, end + shift)
        for passage, shift in zip(
            ["Nobody told us", "need a deeper", "the same every", "mayor promised", "same"],
            (0, 1, 2, 2, 0),
        )
        for start, end in [place(PLAIN, passage)]
    ]
    result = imported("Another", text, *selections)
    assert words(result) == []
    assert {line.partition("”: ")[2] for line in result.skipped} == {
        "the positions in this text do not fit it: most passages would be wrong"
    }


def test_our_own_moved_selections_are_read_as_another_program_counts() -> None:
    made = reader.read(
        f"""\
title: The sea
speaker: lee
speakers: {{lee: {{name: Ann Lee}}}}
text: {json.dumps(CR_LF, ensure_ascii=False)}
quotes:
- {{id: shut, kind: direct, excerpt: the café was shut}}
- {{id: same, kind: direct, excerpt: It is the same every winter.}}
""".encode(),
        "sea.yaml",
    )
    old = zipfile.ZipFile(io.BytesIO(b"".join(load_export("qdpx")([made]))))
    xml = old.read("project.qde").decode().replace('origin="quotecli"', 'origin="NVivo 15"')
    count = Counting(CR_LF, utf16=True).position
    for old_words, new_words in (
        ("the café was shut", "and the café was shut"),
        ("It is the same every winter.", "It is the same every winter."),
    ):
        start, end = place(CR_LF, old_words)
        at, to = place(CR_LF, new_words)
        xml = xml.replace(
            f'startPosition="{start}" endPosition="{end}"',
            f'startPosition="{count(at)}" endPosition="{count(to)}"',
        )
    others = [(name, old.read(name)) for name in old.namelist() if name != "project.qde"]
    result = qdpx.read(zipped(*others, ("project.qde", xml.encode())), "p.qdpx", None)
    assert result.skipped == ()
    assert [(quote.id, *quote.parts) for quote in result.statements[0].quotes] == [
        ("shut", "and the café was shut"),
        ("same", "It is the same every winter."),
    ]


def annotated(*selectors: list[dict[str, Any]]) -> Imported:
    items = [
        {"type": "Annotation", "id": f"a{number}", "target": {"selector": some}}
        for number, some in enumerate(selectors)
    ]
    return w3c.read(json.dumps(items).encode(), "notes.jsonld", CR_LF)


def selectors(
    counting: Counting, passage: str, *, says_words: bool = True, shift: int = 0
) -> list[dict[str, Any]]:
    start, end = (counting.position(offset) + shift for offset in place(CR_LF, passage))
    found: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    return [{"type": "TextQuoteSelector", "exact": passage}, *found] if says_words else found


@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("joined", [False, True])
def test_the_words_of_annotations_tell_how_positions_without_words_are_counted(
    utf16: bool, joined: bool
) -> None:
    counting = Counting(CR_LF, utf16=utf16, joins_line_ends=joined)
    first, *others = SENTENCES
    result = annotated(
        selectors(counting, first),
        *(selectors(counting, passage, says_words=False) for passage in others),
    )
    assert (words(result), result.skipped) == (SENTENCES, ())


def test_positions_alone_that_do_not_tell_are_left_out() -> None:
    counting = Counting(CR_LF, utf16=True)
    result = annotated(selectors(counting, SENTENCES[0], says_words=False))
    assert (words(result), result.skipped) == ([], (f"annotation a0: {UNTOLD}",))


def test_positions_in_another_text_are_not_believed() -> None:
    # In the text of a page, whose words the annotations give, and not in that of the article.
    page = Counting(CR_LF)
    away = selectors(page, SENTENCES[1], shift=-3)
    lone = selectors(page, "the mayor", says_words=False)
    result = annotated(away, lone)
    assert words(result) == [SENTENCES[1]]
    assert result.skipped == (
        "annotation a1: the positions in this text do not fit it: most passages would be wrong",
    )
