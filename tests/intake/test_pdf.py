"""The letters of PDF files become paragraphs, as they are read and not as they are set."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from quotecli.errors import QuotecliError
from quotecli.intake.kinds import read
from quotecli.intake.pdf import _join_paragraphs
from quotecli.intake.pdf_lines import PdfLine, _reorder

WORDS = "the old wall by the quay has seen many storms and will see many more of them again"


def make_pages(*draw: Callable[[Any], None], **settings: Any) -> bytes:
    """Return a PDF file with a page for each function that draws on it."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), **settings)
    for one in draw:
        canvas.setFont("Times-Roman", 10)
        one(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def find_text(*draw: Callable[[Any], None]) -> list[str]:
    """Return the paragraphs of a file of pages."""
    return read(make_pages(*draw), "a.pdf").text.rstrip("\n").split("\n\n")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_what_is_turned_is_read_along_its_lines(turn: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        for at, line in enumerate(("A table that is", "turned on its side.")):
            canvas.drawString(-100, 20 - at * 12, line)

    assert find_text(draw) == ["A table that is turned on its side."]


def test_what_runs_aslant_over_a_page_is_left_out() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 400, "The wall is old.")
        canvas.rotate(45)
        canvas.drawString(300, 100, "DRAFT")

    assert find_text(draw) == ["The wall is old."]


def test_accents_that_are_set_over_letters_are_part_of_them() -> None:
    def draw(canvas: Any) -> None:
        # As TeX sets them: the accent, and back to the letter that it stands over.
        at = 60.0
        for letter in ("G", "¨", "u", "´", "e", "n", "t"):
            width = canvas.stringWidth(letter, "Times-Roman", 10)
            if letter in "¨´":
                canvas.drawString(at + (5 - width) / 2, 400, letter)
            else:
                canvas.drawString(at, 400, letter)
                at += width

    assert find_text(draw) == ["Güént"]


def test_hebrew_and_arabic_are_read_from_right_to_left() -> None:
    shown = "םלוע 12 םולש"
    assert "".join(_reorder(list(shown))) == "שלום 12 עולם"
    mixed = "Ann said םלוע םולש twice and went on"
    assert "".join(_reorder(list(mixed))) == "Ann said שלום עולם twice and went on"
    around = "םלוע Ann Lee םולש ברעמ"
    assert "".join(_reorder(list(around))) == "מערב שלום Ann Lee עולם"


def test_chinese_lines_are_joined_without_a_space() -> None:
    box = [PdfLine("我们今天看到了", 0, 100), PdfLine("大海。", 0, 50)]
    assert _join_paragraphs([box]) == ["我们今天看到了大海。"]


def test_a_heading_in_letters_of_its_own_is_a_paragraph() -> None:
    bold, plain = frozenset({"Bold"}), frozenset({"Roman"})
    box = [
        PdfLine("THE WALL", 0, 40, fonts=bold),
        PdfLine("The wall is old and", 0, 100, fonts=plain),
        PdfLine("tall", 0, 20, fonts=plain),
        PdfLine("and it will stay.", 0, 90, fonts=plain | bold),
    ]
    assert _join_paragraphs([box]) == ["THE WALL", "The wall is old and tall and it will stay."]


def test_a_sentence_goes_on_after_the_notes_below_it() -> None:
    above = [
        PdfLine("The wall is old, and", 0, 100, 90),
        PdfLine("nobody has ever seen", 0, 100, 78),
    ]
    notes = [
        PdfLine("1 So the mayor", 0, 60, 40, size=8),
        PdfLine("2 And the clerk", 0, 60, 30, size=8),
    ]
    below = [PdfLine("it fall down.", 0, 80, 90, page=1)]
    assert _join_paragraphs([[*above, *notes], below]) == [
        "The wall is old, and nobody has ever seen it fall down.",
        "1 So the mayor",
        "2 And the clerk",
    ]


def test_a_sentence_goes_on_with_a_name_after_a_full_line() -> None:
    above = [PdfLine("It was opened by the mayor,", 0, 100), PdfLine("who was then called", 0, 98)]
    assert _join_paragraphs([above, [PdfLine("Ann Lee.", 0, 30, page=1)]]) == [
        "It was opened by the mayor, who was then called Ann Lee."
    ]
    assert _join_paragraphs([[PdfLine("The wall", 0, 40)], [PdfLine("It is old.", 0, 40)]]) == [
        "The wall",
        "It is old.",
    ]


def test_entries_of_a_list_are_paragraphs() -> None:
    lines = [("• The wall is old and", 0), ("tall", 12), ("• The quay is new", 0)]
    box = [PdfLine(text, left, 100) for text, left in lines]
    assert _join_paragraphs([box]) == ["• The wall is old and tall", "• The quay is new"]


def test_an_address_is_put_together_as_it_is() -> None:
    lines = ["See https://example.org/old-", "wall and www.example.org/", "a for more."]
    box = [PdfLine(line, 0, 100) for line in lines]
    assert _join_paragraphs([box]) == [
        "See https://example.org/old-wall and www.example.org/a for more."
    ]


def test_the_heads_of_chapters_are_left_out_though_each_is_on_few_pages() -> None:
    def make(number: int, head: str) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            canvas.drawString(60, 800, head)
            canvas.drawString(520, 800, str(number))
            canvas.drawString(60, 780, f"Page {'abcdefgh'[number]} tells that {WORDS[:40]}.")

        return draw

    heads = ["1. OF WALLS", "1. OF WALLS", "2. OF QUAYS", "2. OF QUAYS", "3. OF BELLS"]
    found = find_text(*(make(number, head) for number, head in enumerate(heads)))
    assert found == [f"Page {'abcdefgh'[number]} tells that {WORDS[:40]}." for number in range(5)]


def test_a_line_at_the_top_of_a_page_is_kept_though_it_comes_back_once() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 800, "Dear Ann,")
        canvas.drawString(60, 500, "The wall is old.")

    assert find_text(draw, draw).count("Dear Ann,") == 2


def test_a_file_whose_letters_have_no_characters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pdfminer.layout.LTChar.get_text", lambda letter: "(cid:3)")
    with pytest.raises(QuotecliError, match="does not tell which characters") as caught:
        find_text(lambda canvas: canvas.drawString(60, 500, "The wall"))
    assert "OCR" in caught.value.hint


def test_a_file_that_needs_a_password_is_told() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def draw(canvas: Any) -> None:
        canvas.drawString(60, 500, "The wall is old.")

    with pytest.raises(QuotecliError, match="an encrypted PDF file") as caught:
        read(make_pages(draw, encrypt=StandardEncryption("the key", "mine")), "a.pdf")
    assert "without" in caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint

    # Everybody may read this one; only its owner may change it.
    free = make_pages(draw, encrypt=StandardEncryption("", "mine"))
    assert read(free, "a.pdf").text == "The wall is old.\n"


def test_a_scanned_page_is_told() -> None:
    from PIL import Image

    def draw(canvas: Any) -> None:
        canvas.drawInlineImage(Image.new("L", (200, 300), 255), 0, 0, 595, 842)

    with pytest.raises(QuotecliError, match="no text in this PDF file") as caught:
        find_text(draw)
    assert "OCR" in caught.value.hint
