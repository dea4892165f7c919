"""REFI-QDA projects of other tools, and our own after an edit elsewhere."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.exporting.qdpx import export
from quotecli.exporting.refi import make_part_guid
from quotecli.importing.formats import Imported
from quotecli.importing.qdpx import read
from quotecli.model import Statement
from quotecli.store import reader
from tests.conftest import HARBOUR, STORM
from tests.intake.test_archive import zipped

TEXT = "😀 The harbour\r\n\r\n“It will grow,” said the mayor.\r\nThe boats need a quay.\r\n"
GUIDS = {
    name: f"00000000-0000-0000-0000-{number:012}" for number, name in enumerate("abcdefghijklmnop")
}


def project(
    inner: str, text: bytes = TEXT.encode(), origin: str = "NVivo", *more: tuple[str, bytes]
) -> bytes:
    """Return a project with one text; $a, $b … in `inner` are identifiers."""
    xml = (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}">{inner}</Project>'
    )
    xml = re.sub(r"\$([a-p])", lambda match: GUIDS[match.group(1)], xml)
    return zipped(("project.qde", xml.encode()), (f"Sources/{GUIDS['a'].upper()}.txt", text), *more)


def source(inner: str, name: str = "The harbour.txt") -> str:
    start = f'<TextSource guid="{{$a}}" name="{name}" plainTextPath="internal://$a.txt">'
    return f"<Sources>{start}{inner}</TextSource></Sources>"


CODES = """<CodeBook><Codes>
<Code guid="$b" name="Sea" isCodable="false"><Description>All of it</Description>
<Code guid="$c" name="Other" isCodable="true"/></Code>
<Code guid="$d" name="Land" isCodable="true">
<Code guid="$e" name="Other" isCodable="true" color="#fff"/></Code>
</Codes></CodeBook>"""


def selection(words: str, *codes: str, text: str = TEXT, guid: str = "f", inner: str = "") -> str:
    # In UTF-16 units, as NVivo counts.
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    coded = "".join(
        f'<Coding guid="$p"><CodeRef targetGUID="{{${code}}}"/></Coding>' for code in codes
    )
    return (
        f'<PlainTextSelection guid="${guid}" name="n" startPosition="{start}"'
        f' endPosition="{start + len(words)}">{inner}{coded}</PlainTextSelection>'
    )


def found(data: bytes) -> Imported:
    return read(data, "project.qdpx", None)


def test_selections_are_quotes_and_codes_topics() -> None:
    inner = selection("“It will grow,”", "c", inner="<Description>A remark</Description>")
    result = found(
        project(CODES + source(inner + selection("The boats need a quay.", "e", "d", guid="g")))
    )
    (made,) = result.statements
    assert (made.id, made.title, made.text) == ("the-harbour", "The harbour.txt", TEXT)
    grow, boats = made.quotes
    assert (grow.parts, grow.kind, grow.note, grow.status) == (
        ("It will grow,",),
        "direct",
        "A remark",
        "draft",
    )
    assert (boats.parts, boats.kind, boats.speaker) == (
        ("The boats need a quay.",),
        "indirect",
        None,
    )
    labels = {topic.id: (topic.label, topic.parent) for topic in made.topics.values()}
    assert labels == {
        "sea": ("Sea", ""),
        "other": ("Other", "sea"),
        "land": ("Land", ""),
        "other-2": ("Other", "land"),
    }
    assert [topic.id for topic in boats.topics] == ["other-2", "land"]
    assert made.topics["sea"].description == "All of it"
    assert result.skipped == ()


def test_one_selection_a_code_is_one_quote() -> None:
    inner = selection("It will grow", "c", guid="f") + selection("It will grow", "d", guid="g")
    (quote,) = found(project(CODES + source(inner))).statements[0].quotes
    assert [topic.id for topic in quote.topics] == ["other", "land"]


def test_a_byte_order_mark_is_not_counted() -> None:
    (made,) = found(
        project(source(selection("said the mayor")), b"\xef\xbb\xbf" + TEXT.encode())
    ).statements
    assert (made.text, made.quotes[0].parts) == (TEXT, ("said the mayor",))


def test_a_text_may_be_in_the_project_itself() -> None:
    content = "<PlainTextContent>One two.</PlainTextContent>"
    inner = f'<Sources><TextSource guid="$a" name="x">{content}</TextSource></Sources>'
    assert found(project(inner)).statements[0].text == "One two."


def test_cases_are_not_speakers() -> None:
    case = '<Cases><Case guid="$h" name="Ann Lee"><SelectionRef targetGUID="$f"/></Case></Cases>'
    result = found(project(case + source(selection("It will grow"))))
    assert result.statements[0].speakers == {}
    assert result.skipped == ("the case “Ann Lee”: a case is not a speaker",)


REST = {
    "pictures: “map”": '<Sources><PictureSource guid="$i" name="map"/></Sources>',
    "PDF files: “plan”, with 1 codings": (
        '<Sources><PDFSource guid="$i" name="plan"><PDFSelection guid="$j" page="1" firstX="1"'
        ' firstY="1" secondX="2" secondY="2"><Coding guid="$k"><CodeRef targetGUID="$c"/></Coding>'
        "</PDFSelection></PDFSource></Sources>"
    ),
    "recordings: “talk”": '<Sources><AudioSource guid="$i" name="talk"/></Sources>',
    "videos: “film”": '<Sources><VideoSource guid="$i" name="film"/></Sources>',
    "the memo “idea”": '<Notes><Note guid="$i" name="idea"/></Notes>',
    "the set “all”": '<Sets><Set guid="$i" name="all"/></Sets>',
    "the graph “map”": '<Graphs><Graph guid="$i" name="map"/></Graphs>',
    "the link “see”": '<Links><Link guid="$i" name="see"/></Links>',
    "the variable “age”": (
        '<Variables><Variable guid="$i" name="age" typeOfVariable="Text"/></Variables>'
    ),
    "the description of the project": "<Description>About</Description>",
    "x: a code of the whole text, “Land”": source(
        '<Coding guid="$i"><CodeRef targetGUID="$d"/></Coding>', "x"
    ),
    "x: a memo": source('<NoteRef targetGUID="$i"/>', "x"),
    "x: the description of the text": source("<Description>About</Description>", "x"),
    "the selection “n”: a code that is not in the codebook": source(
        selection("It will grow", "m"), "x"
    ),
    "x: the memo of the selection “n”": source(
        selection("It will", inner='<NoteRef targetGUID="$i"/>'), "x"
    ),
    "x: the selection “n”, which has no position": source(
        '<PlainTextSelection guid="$f" name="n" startPosition="x" endPosition="2"/>', "x"
    ),
    "x: the selection “m”, which has no position": source(
        '<PlainTextSelection guid="$f" name="m" startPosition="5６" endPosition="6_0"/>', "x"
    ),
    "the text “x”: it is outside the project, at relative://x.txt": (
        '<Sources><TextSource guid="$i" name="x" plainTextPath="relative://x.txt"/></Sources>'
    ),
    "the text “x”: it is outside the project, at internal://../../etc/passwd": (
        '<Sources><TextSource guid="$i" name="x" plainTextPath="internal://../../etc/passwd"/></Sources>'
    ),
    "the text “x”: the project does not hold its plain text": (
        '<Sources><TextSource guid="$i" name="x" richTextPath="internal://x.docx"/></Sources>'
    ),
    "the text “x”: it is empty": (
        '<Sources><TextSource guid="$i" name="x"><PlainTextContent> </PlainTextContent>'
        "</TextSource></Sources>"
    ),
}


@pytest.mark.parametrize("line", REST)
def test_anything_that_cannot_be_represented_is_listed(line: str) -> None:
    codes = CODES if "Land" in line else ""
    assert found(project(codes + REST[line])).skipped == (line,)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("arbou", "it cuts a word, or the same words occur elsewhere"),
        ("\n\n", "it marks only white space"),
    ],
)
def test_a_selection_without_whole_words_of_its_own_is_skipped(words: str, why: str) -> None:
    text = "To the harbour\n\nthe the"
    result = found(project(source(selection(words, text=text), "x"), text.encode()))
    assert result.skipped == (f"x: the selection “n”: {why}",)


def test_codes_deeper_than_topics_can_be_move_up() -> None:
    opened = "".join(
        f'<Code guid="00000000-0000-0000-0000-{n:012}" name="c{n}" isCodable="true">'
        for n in range(100, 112)
    )
    inner = f"<CodeBook><Codes>{opened}{'</Code>' * 12}</Codes></CodeBook>" + source(
        selection("It will grow")
    )
    (made,) = found(project(inner)).statements
    depths = {}
    for topic in made.topics.values():
        depth, above = 1, topic
        while above.parent:
            depth, above = depth + 1, made.topics[above.parent]
        depths[topic.label] = depth
    assert [depths[f"c{number}"] for number in range(100, 112)] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        8,
        8,
        8,
        8,
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped(("other.xml", b"")), r"has no \.qde file"),
        (zipped(("project.qde", b"<Project/>")), "holds something else"),
        (zipped(("project.qde", b"<!DOCTYPE a []><a/>")), "document type"),
        (b"words", "not a zip archive"),
        (
            project(
                '<CodeBook><Codes><Code guid="$b" name="x"><Code guid="$b" name="y"/></Code>'
                "</Codes></CodeBook>"
            ),
            "own",
        ),
        (project("<CodeBook><Codes><Code name='x'/></Codes></CodeBook>"), "identifier of its own"),
    ],
)
def test_anything_else_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(QuotecliError, match=message):
        found(data)


def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


def edited(*changes: tuple[str, str], items: list[Statement] | None = None) -> Imported:
    """Import our own project after its project.qde was edited: patterns and replacements."""
    old = zipfile.ZipFile(io.BytesIO(b"".join(export(items or [harbour()]))))
    xml = old.read("project.qde").decode()
    for pattern, new in changes:
        xml, count = re.subn(pattern, new, xml, flags=re.DOTALL)
        assert count, pattern
    entries = [(name, old.read(name)) for name in old.namelist() if name != "project.qde"]
    return found(zipped(*entries, ("project.qde", xml.encode())))


def test_a_renamed_code_renames_its_topic() -> None:
    (made,) = edited(('name="Ports"', 'name="Havens"')).statements
    assert made.topics["ports"].label == "Havens"
    assert made.topics["ports"].keywords == ("harbour",)
    assert made.quotes[0].topics[0].label == "Havens"


def test_a_topic_with_another_label_elsewhere_was_not_renamed() -> None:
    items = [harbour(), reader.read(STORM.encode(), "storm.yaml")]
    assert [made.topics["weather"].label for made in edited(items=items).statements] == [
        "Weather",
        "The weather",
    ]


def test_removed_and_added_codings_count() -> None:
    coding = (
        r'(<PlainTextSelection [^>]*name="deeper-quay".*?)<Coding [^>]*><CodeRef [^>]*/></Coding>'
    )
    (made,) = edited((coding, r"\1")).statements
    assert [topic.id for topic in made.quotes[1].topics] == ["fishing"]


def test_a_removed_selection_is_listed() -> None:
    result = edited((r'<PlainTextSelection [^>]*name="deeper-quay".*?</PlainTextSelection>', ""))
    assert [quote.id for quote in result.statements[0].quotes] == ["harbour-grows", "more-herring"]
    assert result.skipped == (
        "The harbour will grow: the quote 'deeper-quay', whose selections are gone",
    )


def test_a_longer_selection_changes_the_excerpt() -> None:
    text = harbour().text
    start = text.index("the boats would need a deeper quay")
    change = (r'(name="deeper-quay" startPosition=")[0-9]+', rf"\g<1>{start - len('that ')}")
    (made,) = edited(change).statements
    assert made.quotes[1].parts == ("that the boats would need a deeper quay",)
    assert made.quotes[1].speaker == harbour().quotes[1].speaker
    assert made.quotes[1].kind == "indirect"


def test_new_identifiers_from_another_tool_do_no_harm() -> None:
    # A tool that keeps the places but no identifier of a selection.
    result = edited((r'<PlainTextSelection guid="........', '<PlainTextSelection guid="99999999'))
    assert [quote.id for quote in result.statements[0].quotes] == [
        "harbour-grows",
        "deeper-quay",
        "more-herring",
    ]
    assert result.skipped == ()


def test_a_selection_of_another_speakers_case_changes_the_speaker() -> None:
    # Everything that Bo Chan's case named is given to Ann Lee's.
    change = (
        r'(<Case [^>]*name="Ann Lee".*?)</Case>\n(<Case .*?)((?:<SelectionRef [^>]*/>\n)+)',
        r"\1\3</Case>\n\2",
    )
    (made,) = edited(change).statements
    assert [quote.speaker.name if quote.speaker else None for quote in made.quotes] == [
        "Ann Lee"
    ] * 3


def test_a_selection_of_two_other_speakers_cases_has_no_speaker() -> None:
    text = HARBOUR.replace("topics:\n", "  diaz: {name: Carla Díaz}\ntopics:\n", 1)
    item = reader.read(text.encode(), "harbour.yaml")
    named = make_part_guid("harbour", "deeper-quay", 0)
    reference = f'<SelectionRef targetGUID="{named}"/>'
    result = edited(
        (reference + "\n", ""),
        (r'(<Case [^>]*name="Ann Lee".*?)</Case>', rf"\1{reference}</Case>"),
        (r'(<Case [^>]*name="Carla Díaz".*?)</Case>', rf"\1{reference}</Case>"),
        items=[item],
    )
    assert result.statements[0].quotes[1].speaker is None
    assert (
        "the speaker of the quote 'deeper-quay': its cases do not name one speaker"
        in result.skipped[0]
    )


def test_a_case_of_another_person_with_the_same_id_makes_nobody_speak() -> None:
    one = reader.read(HARBOUR.encode(), "harbour.yaml")
    other = reader.read(HARBOUR.replace("Bo Chan", "Mia Chan").encode(), "other.yaml")
    named = make_part_guid("harbour", "deeper-quay", 0)
    reference = f'<SelectionRef targetGUID="{named}"/>'
    moved = (
        (rf"{reference}\n", ""),
        (r'(<Case [^>]*name="Mia Chan".*?)</Case>', rf"\1{reference}</Case>"),
    )
    result = edited(*moved, items=[one, other])
    assert [quote.speaker and quote.speaker.name for quote in result.statements[0].quotes] == [
        *("Ann Lee", None, "Bo Chan"),
    ]
    assert [quote.speaker and quote.speaker.name for quote in result.statements[1].quotes] == [
        *("Ann Lee", "Mia Chan", "Mia Chan"),
    ]
    assert (
        "the speaker of the quote 'deeper-quay': its cases do not name one speaker"
        in result.skipped[0]
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda record: {},
        lambda record: {**record, "id": "../../evil"},
        lambda record: {**record, "id": 7},
        lambda record: {**record, "speaker": "nobody"},
        lambda record: {**record, "quotes": [1, {"id": []}]},
        lambda record: [record],
        lambda record: "words",
    ],
)
def test_of_a_damaged_record_nothing_is_read(change: Callable[[object], object]) -> None:
    old = zipfile.ZipFile(io.BytesIO(b"".join(export([harbour()]))))
    entries = []
    for name in old.namelist():
        data = old.read(name)
        if data.startswith(b"{"):
            data = json.dumps(change(json.loads(data))).encode()
        entries.append((name, data))
    (made,) = found(zipped(*entries)).statements
    # What the project says in words is still there.
    said = {quote.id: quote.speaker and quote.speaker.name for quote in made.quotes}
    assert said == {quote.id: quote.speaker and quote.speaker.name for quote in harbour().quotes}
    assert made.topics["ports"] == harbour().topics["ports"]


def test_a_text_beside_a_project_is_refused() -> None:
    with pytest.raises(UnreadableError, match="holds its texts"):
        read(project(""), "a.qdpx", "text")
