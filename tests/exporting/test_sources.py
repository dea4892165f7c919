"""RIS, BibTeX and CSL-JSON: an entry per statement, read by independent readers."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
import rispy  # type: ignore[import-untyped]  # it comes without types
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from quotecli.exporting.formats import load_export
from quotecli.library.library import Library
from quotecli.model import Statement, collapse_space
from quotecli.text.escape import visible_line
from tests.make import made, quote

SOURCE = {
    "author": "Ida Roth",
    "publisher": "Bread & Roses",
    "url": "https://example.org/a_b?c=1&d=%20#e",
    "published": "2026-03-04",
    "accessed": "2026-03",
    "language": "en",
}
SHAPE = {
    **dict.fromkeys(
        (
            "id",
            "type",
            "title",
            "publisher",
            "container-title",
            "URL",
            "language",
            "note",
            "keyword",
        ),
        str,
    ),
    **dict.fromkeys(("issued", "accessed"), dict),
    "author": list,
}
"""The keys of the CSL data schema that we use, and their types."""


def sample(**keys: Any) -> Statement:
    topics = {"t": {"label": "Bread, butter"}, "u": {"label": "50% off"}, "v": {"label": "Unused"}}
    quotes = [quote("One", topics=["t"]), quote("two", name="b", topics=["u", "t"])]
    return made("One two.", *quotes, topics=topics, **keys)


def text(form: str, *statements: Statement) -> str:
    return b"".join(load_export(form)(statements)).decode()


def ris(*statements: Statement) -> list[dict[str, Any]]:
    return list(rispy.loads(text("ris", *statements)))


def bibtex(*statements: Statement) -> list[dict[str, str]]:
    # The decoder does not know these two of LaTeX's signs.
    written = text("bibtex", *statements).replace(r"\textless{}", "<")
    written = written.replace(r"\textgreater{}", ">")
    plain = parse_string(written)
    read = parse_string(written, append_middleware=[LatexDecodingMiddleware(keep_math_mode=False)])
    assert not read.failed_blocks
    entries = []
    for entry, as_written in zip(read.entries, plain.entries):
        # The decoder has the accent where LaTeX prints the sign.
        fields = {
            field.key: str(field.value).strip("{}").replace("ˆ", "^") for field in entry.fields
        }
        if "url" in fields:  # which LaTeX takes as it is
            fields["url"] = as_written["url"]
        entries.append({"kind": entry.entry_type, "key": entry.key, **fields})
    return entries


def csl(*statements: Statement) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(text("csl-json", *statements))
    for item in items:
        assert {key: type(value) for key, value in item.items()} == {
            key: SHAPE[key] for key in item
        }
        for date in (item.get("issued"), item.get("accessed")):
            assert date is None or set(date) in ({"date-parts"}, {"literal"})
        for name in item.get("author", []):
            assert set(name) in ({"literal"}, {"family", "given"})
    return items


def test_ris_has_what_is_known() -> None:
    assert ris(sample(source=SOURCE, occasion="a fair")) == [
        {
            "type_of_reference": "ELEC",
            "id": "sample",
            "authors": ["Roth, Ida"],
            "title": "A title",
            "publisher": "Bread & Roses",
            "year": "2026",
            "date": "2026/03/04/",
            "access_date": "2026/03//",
            "urls": ["https://example.org/a_b?c=1&d=%20#e"],
            "language": "en",
            "notes": ["a fair"],
            "keywords": ["Bread, butter", "50% off"],
        }
    ]


def test_ris_keeps_to_its_lines(hostile: Statement) -> None:
    lines = text("ris", hostile, hostile).split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    assert len("".join(lines).splitlines()) == 1
    assert [line for line in lines if line.startswith("TY")] == ["TY  - ELEC"] * 2
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "] * 2


def test_bibtex_has_what_is_known() -> None:
    assert bibtex(sample(source=SOURCE, occasion="a fair")) == [
        {
            "kind": "online",
            "key": "sample",
            "author": "Roth, Ida",
            "title": "A title",
            "publisher": "Bread & Roses",
            "year": "2026",
            "date": "2026-03-04",
            "url": "https://example.org/a_b?c=1&d=%20#e",
            "urldate": "2026-03",
            "language": "en",
            "note": "a fair",
            "keywords": "t, 50% off",
        }
    ]


def test_csl_has_what_is_known() -> None:
    assert csl(sample(source=SOURCE, occasion="a fair")) == [
        {
            "id": "sample",
            "type": "webpage",
            "title": "A title",
            "author": [{"family": "Roth", "given": "Ida"}],
            "container-title": "Bread & Roses",
            "issued": {"date-parts": [[2026, 3, 4]]},
            "accessed": {"date-parts": [[2026, 3]]},
            "URL": "https://example.org/a_b?c=1&d=%20#e",
            "language": "en",
            "note": "a fair",
            "keyword": "t, 50% off",
        }
    ]


def test_unknown_values_are_omitted() -> None:
    statement = made("One.", quote("One"))
    assert ris(statement) == [{"type_of_reference": "GEN", "id": "sample", "title": "A title"}]
    assert bibtex(statement) == [{"kind": "misc", "key": "sample", "title": "A title"}]
    assert csl(statement) == [{"id": "sample", "type": "document", "title": "A title"}]


def test_every_reader_reads_the_exact_text(hostile: Statement) -> None:
    said = collapse_space(hostile.title)
    shown = visible_line(said)
    (entry,) = ris(hostile)
    assert (entry["title"], entry["authors"], entry["publisher"]) == (shown, [shown], shown)
    assert entry["notes"] == [f"Published: {shown}", f"Accessed: {shown}", shown]
    assert entry["keywords"] == [shown, f"{shown} above"]
    (fields,) = bibtex(hostile)
    assert (fields["title"], fields["author"], fields["publisher"]) == (shown, shown, shown)
    assert fields["note"] == f"{shown}; Published: {shown}; Accessed: {shown}"
    assert unquote(fields["url"]) == collapse_space(hostile.source.url)
    (item,) = csl(hostile)
    assert (item["title"], item["author"], item["container-title"]) == (
        said,
        [{"literal": said}],
        said,
    )
    assert (item["issued"], item["accessed"], item["note"]) == (
        {"literal": said},
        {"literal": said},
        said,
    )


def test_a_source_without_an_address_is_a_document() -> None:
    assert bibtex(made("One.", quote("One")))[0]["kind"] == "misc"


def test_latex_ligatures_are_prevented() -> None:
    title = "a -- b --- c ''d'' ``e`` a{f}g \\g #$%&_^~ ?` !` <<h>>"
    assert bibtex(made("One.", quote("One"), title=title))[0]["title"] == title
    assert not re.search("--|[<>]", text("bibtex", made("One.", quote("One"), title=title)))


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_each_statement_with_chosen_quotes_is_one_entry(library: Library, form: str) -> None:
    entries = {"ris": ris, "bibtex": bibtex, "csl-json": csl}[form](*library.select())
    assert [entry.get("id", entry.get("key")) for entry in entries] == ["harbour", "storm"]
    assert text(form, *library.select()) == text(form, *library.select())
