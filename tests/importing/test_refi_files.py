"""Projects as programs pack them: the places and names of files, and their encodings."""

from __future__ import annotations

import pytest

from quotecli.errors import UnreadableError
from quotecli.importing.formats import Imported
from quotecli.importing.qdpx import read
from tests.intake.test_archive import zipped

TEXT = "The quay is old. “It will grow,” said the mayor."
WORDS = "It will grow"


def text_source(path: str, name: str = "a") -> str:
    start = TEXT.index(WORDS)
    return (
        f'<TextSource guid="{name}" name="{name}" plainTextPath="{path}"><PlainTextSelection'
        f' guid="s" startPosition="{start}" endPosition="{start + len(WORDS)}"/></TextSource>'
    )


def qde(sources: str) -> bytes:
    xml = f'<Project xmlns="urn:QDA-XML:project:1.0"><Sources>{sources}</Sources></Project>'
    return xml.encode()


def found(*entries: tuple[str, bytes]) -> Imported:
    return read(zipped(*entries), "a.qdpx", None)


PLACES = {
    "the standard's": ("project.qde", "internal://i.txt", "sources/i.txt"),
    "another name": ("Coast.QDE", "internal://i.txt", "Sources/i.txt"),
    "in the only folder": ("Coast/project.qde", "internal://i.txt", "Coast/sources/i.txt"),
    "both": ("Coast/Coast.qde", "internal:/i.txt", "Coast/Sources/i.txt"),
    "one slash": ("project.qde", "internal:/i.txt", "sources/i.txt"),
    "no slash": ("project.qde", "internal:i.txt", "sources/i.txt"),
    "capitals": ("project.qde", "INTERNAL://I.TXT", "sources/i.txt"),
    "a bare name": ("project.qde", "i.txt", "i.txt"),
    "a bare name of a source": ("project.qde", "i.txt", "sources/i.txt"),
    "a bare path": ("project.qde", "sources/i.txt", "sources/i.txt"),
    "the folder twice": ("project.qde", "internal://sources/i.txt", "sources/i.txt"),
    "a folder below": ("project.qde", "internal://one/i.txt", "sources/one/i.txt"),
    "an escaped space": ("project.qde", "internal://my%20text.txt", "sources/my text.txt"),
    "a percent sign": ("project.qde", "internal://5%20.txt", "sources/5%20.txt"),
    "backslashes": ("project.qde", r"internal:\\one\i.txt", "sources/one/i.txt"),
    "an archive of Windows": ("project.qde", "internal://i.txt", r"sources\i.txt"),
    "a folder of Windows": (r"Coast\project.qde", r"sources\i.txt", r"Coast\sources\i.txt"),
}


@pytest.mark.parametrize("place", PLACES)
def test_texts_are_found_wherever_a_program_puts_them(place: str) -> None:
    qde_name, path, entry = PLACES[place]
    result = found((qde_name, qde(text_source(path))), (entry, TEXT.encode()))
    assert [quote.parts for made in result.statements for quote in made.quotes] == [(WORDS,)]
    assert result.skipped == ()


@pytest.mark.parametrize(
    "path",
    [
        "relative://i.txt",
        "absolute:///sources/i.txt",
        "C:\\sources\\i.txt",
        "file:///sources/i.txt",
        "internal://../project.qde",
        "internal://%2e%2e/project.qde",
        "internal://",
    ],
)
def test_a_path_out_of_the_project_is_not_followed(path: str) -> None:
    result = found(("project.qde", qde(text_source(path))), ("sources/i.txt", TEXT.encode()))
    assert result.statements == ()
    assert result.skipped == (f"the text “a”: it is outside the project, at {path}",)


def test_the_standard_name_counts_among_several_and_what_macos_adds_does_not() -> None:
    wanted = qde(text_source("i.txt"))
    result = found(
        ("old.qde", b"<a/>"),
        ("project.qde", wanted),
        ("backup/project.qde", b"<a/>"),
        ("__MACOSX/._project.qde", b"\0"),
        ("i.txt", TEXT.encode()),
    )
    assert len(result.statements) == 1


@pytest.mark.parametrize("names", [("a.qde", "b.qde"), ("a/project.qde", "b/project.qde")])
def test_several_projects_in_one_archive_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(UnreadableError, match="holds several projects"):
        found(*((name, qde("")) for name in names))


def test_an_archive_without_a_project_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"no \.qde file"):
        found(("project.xml", qde("")))


def test_a_text_that_is_not_utf_8_is_left_out_and_the_others_stay() -> None:
    sources = text_source("a.txt", "a") + text_source("b.txt", "b")
    bad = TEXT.encode("cp1252")
    result = found(("project.qde", qde(sources)), ("a.txt", bad), ("b.txt", TEXT.encode()))
    assert [made.id for made in result.statements] == ["b"]
    at = TEXT.index("“")
    assert result.skipped == (f"the text “a”: it is not UTF-8: byte 0x93 at {at}",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read_and_told(encoding: str) -> None:
    data = f"\ufeff{TEXT}".encode(encoding)
    result = found(("project.qde", qde(text_source("a.txt"))), ("a.txt", data))
    assert result.statements[0].text == TEXT
    assert result.statements[0].quotes[0].parts == (WORDS,)
    assert result.remarks == ("the text “a”: it is UTF-16, not UTF-8, and was read as such",)


def test_broken_utf_16_is_left_out() -> None:
    result = found(("project.qde", qde(text_source("a.txt"))), ("a.txt", b"\xff\xfe\0\xd8x"))
    assert (result.statements, len(result.skipped)) == ((), 1)


def test_a_missing_file_gives_way_to_the_text_in_the_project_itself() -> None:
    source = text_source("gone.txt").replace(
        "</TextSource>", f"<PlainTextContent>{TEXT}</PlainTextContent></TextSource>"
    )
    assert found(("project.qde", qde(source))).statements[0].text == TEXT


PDF = """<PDFSource guid="p" name="Plan.pdf" path="internal://p.pdf">
<Description>Sent by the town</Description>{areas}
<Representation guid="r" name="text" plainTextPath="internal://r.txt">{selection}</Representation>
</PDFSource>"""
AREA = """<PDFSelection guid="k" page="0" firstX="1" firstY="1" secondX="2" secondY="2">
<Coding guid="l"><CodeRef targetGUID="m"/></Coding></PDFSelection>"""


def pdf(areas: str) -> Imported:
    selection = text_source("").split(">", 1)[1].removesuffix("</TextSource>")
    source = PDF.format(areas=areas, selection=selection)
    return found(("project.qde", qde(source)), ("sources/r.txt", TEXT.encode()))


def test_a_pdf_file_is_read_by_its_text() -> None:
    result = pdf("")
    (made,) = result.statements
    assert (made.id, made.title, made.text) == ("plan", "Plan.pdf", TEXT)
    assert [quote.parts for quote in made.quotes] == [(WORDS,)]
    assert result.skipped == ("Plan.pdf: the description of the text",)


def test_what_is_marked_on_the_pages_of_a_pdf_file_is_listed() -> None:
    assert pdf(AREA).skipped[-1] == "PDF files: “Plan.pdf”, with 1 codings"
