"""Files of every kind become texts: what is in them, and nothing else."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

import pytest

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.intake.kinds import find_kind, read
from tests.intake.make import (
    PAGE,
    PLAIN,
    QUOTED,
    SRT,
    VTT,
    make_bomb,
    make_pdf,
    make_word,
    make_zip,
)


def test_the_kind_is_seen_from_the_content() -> None:
    kinds = {
        "pdf": make_pdf([PLAIN]),
        "word": make_word(),
        "html": PAGE.encode(),
        "vtt": VTT.encode(),
        "srt": SRT.replace("\n", "\r\n").encode(),
        "text": b"<3 is no page",
        "text, too": b'{{title}}\n\n{"a": 1} is JSON.',
    }
    assert {kind: find_kind(data, "a.txt") for kind, data in kinds.items()} == {
        kind: kind.partition(",")[0] for kind in kinds
    }


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"A text.", "a.docx", "not a Word file"),
        (b"A text.", "a.pdf", "not a PDF file"),
        (b"\xd0\xcf\x11\xe0old", "a.doc", "an Office file of before 2007"),
        (b"{\\rtf1 text}", "a.txt", "an RTF file"),
        (b"%PDF-1.4 nothing", "a.pdf", "PDF file"),
        (b"PK\x03\x04nothing", "a.docx", "zip archive"),
        (make_zip("content.xml"), "a.odt", "an OpenDocument file"),
        (make_zip("a.txt"), "a.zip", "a zip archive, not a Word file"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "a.txt", "a feed"),
        (b'{"id": "a", "text": "A text."}\n{"id": "b", "text": "B"}\n', "a", "JSON, not a text"),
        (b'\xef\xbb\xbf\n{"text": "A text."}', "a.txt", "JSON, not a text"),
        (b"{\n  no JSON\n}", "a.ndjson", "JSON, not a text"),
        (b"PAR1\x15\x04", "a", "a Parquet file, not a text"),
        ("“No”".encode("cp1252"), "a.txt", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(data: bytes, name: str, message: str) -> None:
    with pytest.raises(QuotecliError) as caught:
        read(data, name)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_front_matter_becomes_the_head() -> None:
    found = read(
        b"---\ntitle: 'The wall'\nauthors:\n  - Ann Pen\n  - Bo Pen\ndate: 2024-03-04T10:00:00Z\n"
        b"publisher: Harbour Times\nurl: https://example.org/a\n---\n\nA text.\n",
        "a.md",
    )
    assert found.text == "A text.\n"
    assert found[1:6] == (
        "The wall",
        "Ann Pen, Bo Pen",
        "Harbour Times",
        "https://example.org/a",
        "2024-03-04",
    )
    rule = "---\nAnn Lee spoke.\n---\nBo Chan did not.\n"
    assert read(rule.encode(), "a.md").text == rule


def test_entities_are_the_characters_that_they_stand_for() -> None:
    text = read(b"&ldquo;No,&rdquo; said AT&T &amp; Co. a?x=1&copy=2 &nosuch;", "a.txt").text
    assert text == "“No,” said AT&T & Co. a?x=1&copy=2 &nosuch;"


def test_a_text_in_utf_16_is_read() -> None:
    assert read("“No,” said Ann Lee.".encode("utf-16"), "a.txt").text == "“No,” said Ann Lee."
    assert read(VTT.encode("utf-16"), "a.txt") == read(VTT.encode(), "a.txt")


def test_a_message_is_its_words() -> None:
    head = (
        "From: Ann Lee <ann@example.org>\nSubject: =?utf-8?q?The_wall_=E2=80=93_again?=\n"
        "Date: Mon, 4 Mar 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
    )
    plain = (
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "=E2=80=9CIt will sta=\ny,=E2=80=9D said &ldquo;Bo&rdquo; Chan.\n"
    )
    found = read((head + plain).encode(), "a.txt")
    assert found.text == "“It will stay,” said “Bo” Chan.\n"
    assert (found.title, found.author, found.published) == (
        "The wall – again",
        "Ann Lee",
        "2024-03-04",
    )
    page = f"{head}Content-Type: text/html; charset=utf-8\n\n{PAGE}"
    assert read(page.encode(), "a.eml").text == read(PAGE.encode(), "a.html").text
    for letters, said in (("utf-8", "utf-8"), ("cp1252", "iso-8859-1"), ("utf-8", "us-ascii")):
        kind = f"Content-Type: text/plain; charset={said}\nContent-Transfer-Encoding: 8bit\n\n"
        assert read((head + kind + "“Né.”").encode(letters), "a.eml").text == "“Né.”"
    assert read(f"{head}\n“Né.”".encode(), "a.eml").text == "“Né.”"
    with pytest.raises(QuotecliError, match="damaged e-mail"):
        read(f"{head}\n“Né.”".encode("cp1252"), "a.eml")
    letter = "From: Ann\nTo: Bo\nDate: today\n\nA text.\n"
    assert read(letter.encode(), "a.txt").text == letter


def test_a_web_page_is_its_article() -> None:
    found = read(PAGE.encode(), "a.html")
    assert (
        found.text
        == f"The wall holds\n\n{QUOTED}\n\n{PLAIN}\n\n“We heard the bells,” said Bo Chan.\n"
    )
    assert found[1:7] == (
        "The wall holds",
        "Ann Writer",
        "Harbour Times",
        "https://example.org/wall",
        "2024-03-04",
        "en",
    )


def test_a_word_file_is_what_its_author_sees() -> None:
    found = read(make_word(), "a.docx")
    assert found.text == f"The wall holds\n\n{QUOTED} It is new.\n\nAnn Lee | mayor\n"
    assert (found.title, found.author) == ("The wall", "Ann Writer")


def test_an_archive_that_unpacks_to_much_more_is_refused() -> None:
    with pytest.raises(QuotecliError, match="too large when unpacked"):
        read(make_bomb(), "a.docx")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("_rels/.rels", b"Target=", b"target="),
        ("_rels/.rels", b'"word/document.xml"', b'"word/other.xml"'),
        ("[Content_Types].xml", b"ContentType=", b"contentType="),
        ("word/document.xml", b"<w:p>", b"<w:q>"),
        ("word/document.xml", b"<w:body>", b""),
        ("docProps/core.xml", b"<", b"&"),
    ],
)
def test_a_damaged_word_file_is_told_in_one_line(name: str, old: bytes, new: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_word())) as whole, zipfile.ZipFile(stream, "w") as harmed:
        for one in whole.namelist():
            content = whole.read(one)
            harmed.writestr(one, content.replace(old, new) if one == name else content)
    with pytest.raises(QuotecliError) as caught:
        read(stream.getvalue(), "a.docx")
    assert caught.value.message.startswith("damaged Word file: ")
    assert "\n" not in caught.value.message


def test_no_entity_of_a_word_file_expands() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_word())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, _, rest = content.partition(b"?>")
                content = head + b'?><!DOCTYPE w [<!ENTITY a "b">]>' + rest
            new.writestr(name, content)
    with pytest.raises(QuotecliError, match="defines entities"):
        read(stream.getvalue(), "a.docx")


def test_voices_and_names_of_subtitles_are_turns_with_their_times() -> None:
    said = "[00:00:04] Ines Rook: The line is open{} long.\n\n[00:00:09] Owen Salt: I doubt it.\n"
    assert read(VTT.encode(), "a.vtt").text == said.format(" &")
    assert read(SRT.encode(), "a.srt").text == said.replace("{} long.", ". It will stay so.")


def test_captions_of_one_speaker_are_one_turn() -> None:
    text = SRT.replace("It will", "Ines Rook: It will")
    assert read(text.encode(), "a.srt").text == read(SRT.encode(), "a.srt").text
    live = SRT.replace("It will", ">> Will it").replace("Owen Salt", ">> Owen Salt")
    assert read(live.encode(), "a.srt").text == (
        "[00:00:04] Ines Rook: The line is open.\n\n>> Will it stay so.\n\n"
        "[00:00:09] Owen Salt: I doubt it.\n"
    )
    plain = SRT.replace("Ines Rook: ", "").replace("Owen Salt: ", "")
    assert read(plain.encode(), "a.srt").text == "The line is open. It will stay so. I doubt it.\n"


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_pdf_file_is_its_paragraphs(columns: int) -> None:
    paragraphs = [f"Part {number}. {PLAIN} {PLAIN} {QUOTED}" for number in range(40)]
    found = read(make_pdf(paragraphs, columns), "a.pdf")
    assert found.text.rstrip("\n").split("\n\n") == paragraphs
    assert (found.title, found.author) == ("The long wall", "Bo Pen")


def test_hyphens_at_line_ends_are_undone_unless_the_text_has_them() -> None:
    from quotecli.intake.pdf import _join_paragraphs
    from quotecli.intake.pdf_lines import PdfLine

    lines = ["A well-known har-", "bour and its well-", "known wall and a for-", "eign quay."]
    box = [PdfLine(line, 0, 100) for line in lines]
    assert _join_paragraphs([box]) == [
        "A well-known harbour and its well-known wall and a foreign quay."
    ]


def test_a_line_that_is_moved_in_begins_a_paragraph_unless_it_goes_on_in_a_list() -> None:
    from quotecli.intake.pdf import _join_paragraphs
    from quotecli.intake.pdf_lines import PdfLine

    moved = [("The wall is old and", 0), ("It is tall and so", 12), ("it will stay", 0)]
    box = [PdfLine(text, left, 100) for text, left in moved]
    assert _join_paragraphs([box]) == ["The wall is old and", "It is tall and so it will stay"]
    entry = [
        PdfLine("• The wall is", 0, 100),
        PdfLine("old and", 12, 100),
        PdfLine("tall", 12, 100),
    ]
    assert _join_paragraphs([entry]) == ["• The wall is old and tall"]


@pytest.mark.parametrize(
    ("module", "kind", "package"),
    [
        ("trafilatura", "html", "trafilatura"),
        ("pdfminer", "pdf", "pdfminer.six"),
        ("docx", "word", "python-docx"),
        ("webvtt", "srt", "webvtt-py"),
    ],
)
def test_a_library_that_is_not_there_is_told_by_its_name(
    module: str, kind: str, package: str
) -> None:
    script = (
        "import sys\n"
        f"sys.modules[{module!r}] = None\n"
        "from quotecli.errors import QuotecliError\n"
        "from quotecli.intake import kinds\n"
        f"data = open(sys.argv[1], 'rb').read() if {kind!r} == 'word' else b'%PDF-'\n"
        "try:\n"
        f"    kinds.read(data, 'a', {kind!r})\n"
        "except QuotecliError as error:\n"
        "    print(error.message, error.hint)\n"
    )
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(make_word())
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", script, file.name], capture_output=True, text=True, check=True
        )
    assert re.search(rf" needs [^\n]*{package} ", done.stdout)
    assert "run: pip install '" in done.stdout


@pytest.mark.parametrize("damaged", [b"\xff\xfe\xfa bad", b"\xff\xfea\x00\x00\xd8b\x00"])
def test_no_character_of_a_damaged_text_is_replaced(damaged: bytes) -> None:
    with pytest.raises(UnreadableError, match="not UTF-16"):
        read(damaged, "a.txt")
