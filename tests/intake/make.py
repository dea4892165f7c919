"""Files of every kind, made by the libraries that write them."""

from __future__ import annotations

import io
import zipfile

QUOTED = "“The harbour will grow for many years, and nobody should doubt it,” said Ann Lee."
PLAIN = "The council had met all night to talk about the wall, which has seen many storms."

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The wall | Harbour Times</title>
<meta property="og:title" content="The wall holds"><meta name="author" content="Ann Writer">
<meta property="og:site_name" content="Harbour Times">
<meta property="article:published_time" content="2024-03-04T10:00:00Z">
<link rel="canonical" href="https://example.org/wall"></head>
<body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>The wall holds</h1>
<p>{QUOTED.replace("“", "&ldquo;")}</p><p>{PLAIN}</p><p>“We heard the bells,” said Bo Chan.</p>
</article><footer>Copyright 2024. Subscribe to our newsletter!</footer></body></html>
"""

VTT = """WEBVTT

00:00:04.000 --> 00:00:06.000
<v Ines Rook>The line is

00:00:06.000 --> 00:00:09.000
<v Ines Rook>open &amp; long.

00:00:09.000 --> 00:00:12.000
<v Owen Salt>I doubt it.</v>
"""

SRT = """1
00:00:04,000 --> 00:00:06,000
Ines Rook: The line is open.

2
00:00:07,000 --> 00:00:09,000
It will <i>stay</i> so.

3
00:00:09,500 --> 00:00:12,000
Owen Salt: I doubt it.
"""


def make_word() -> bytes:
    """Return a Word file with a heading, a paragraph with a tracked change, and a table."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.core_properties.title = "The wall"
    document.core_properties.author = "Ann Writer"
    document.add_heading("The wall holds", 1)
    paragraph = document.add_paragraph(QUOTED)
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for tag, words in (("ins", "<w:t> It is new.</w:t>"), ("del", "<w:delText> Old.</w:delText>")):
        paragraph._p.append(parse_xml(f"<w:{tag} {names}><w:r>{words}</w:r></w:{tag}>"))
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ann Lee", "mayor"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_bomb() -> bytes:
    """Return a file that is a Word file by its names, and unpacks to 300 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return stream.getvalue()


def make_zip(name: str) -> bytes:
    """Return a zip archive with one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


def make_pdf(paragraphs: list[str], columns: int = 1) -> bytes:
    """Return a PDF file of A4 pages with a running head and page numbers."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=(595, 842), title="The long wall", author="Bo Pen")
    width = 475 / columns
    frames = [Frame(60 + at * width, 90, width - 10, 660, id=f"c{at}") for at in range(columns)]

    def mark(canvas: object, made: object) -> None:
        canvas.drawString(60, 810, "The Harbour Times")  # type: ignore[attr-defined]
        canvas.drawString(280, 30, f"Page {made.page}")  # type: ignore[attr-defined]

    document.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=mark)])
    style = ParagraphStyle("body", spaceAfter=9, fontName="Times-Roman", fontSize=10, leading=13)
    document.build([Paragraph(text, style) for text in paragraphs])
    return stream.getvalue()
