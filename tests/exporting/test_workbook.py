"""The spreadsheet: exact text, typed as text, whatever it looks like and however long it is."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from quotecli.citing.citation import citation, link
from quotecli.errors import QuotecliError
from quotecli.exporting import workbook
from quotecli.exporting.formats import load_export
from quotecli.exporting.table import COLUMNS
from quotecli.exporting.workbook import MAX_CELL, split_text
from quotecli.model import Statement, collapse_space
from quotecli.store import reader
from tests.cli.test_hostile import HOSTILE, as_yaml
from tests.make import made, quote, tree


def written(*statements: Statement) -> bytes:
    return b"".join(load_export("xlsx")(statements))


def read(data: bytes) -> list[dict[str, Any]]:
    """Return the rows, with texts that go on in further cells made whole."""
    headings, *rows = load_workbook(io.BytesIO(data))["Quotes"].iter_rows()
    found = []
    for row in rows:
        values: dict[str, Any] = dict.fromkeys(COLUMNS)
        for heading, cell in zip(headings, row):
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "n" or isinstance(cell.value, str)
            if cell.value is not None:
                name = str(heading.value).partition(" (")[0]
                value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
                values[name] = value if values[name] is None else values[name] + value
        found.append(values)
    return found


def expected(statement: Statement) -> list[dict[str, Any]]:
    rows = []
    for item in statement.quotes:
        spans = item.anchor.spans
        values: dict[str, Any] = {
            "id": item.id,
            "statement": statement.id,
            "title": statement.title,
            "speaker": item.speaker.name if item.speaker else None,
            "role": item.speaker.role if item.speaker else None,
            "reported_by": item.reported_by.name if item.reported_by else None,
            "kind": item.kind,
            "polarity": item.polarity,
            "topics": ";".join(topic.id for topic in item.topics),
            "excerpt": item.excerpt,
            "cue": item.cue,
            "paragraph": item.paragraph,
            "start": spans[0].start if spans else None,
            "end": spans[-1].end if spans else None,
            "tier": item.anchor.tier,
            "proved": "yes" if item.proved else "no",
            "doubt": item.doubt,
            "status": item.status,
            "important": "yes" if item.important else None,
            "coder": item.coder,
            "note": item.note,
            "published": statement.source.published,
            "citation": citation(statement, item),
            "link": link(statement, item),
        }
        rows.append(
            {key: value if value or key == "start" else None for key, value in values.items()}
        )
    return rows


def test_every_cell_holds_the_exact_text(hostile: Statement) -> None:
    assert read(written(hostile)) == expected(hostile)


def test_text_that_looks_like_a_formula_a_number_or_an_error_is_text() -> None:
    looks = [
        "=1+1",
        "0012",
        "#N/A",
        "TRUE",
        "2024-01-02",
        "1e5",
        "=",
        "_x0041_",
        "_x005F_x0041_",
        "_x005f_",
        "_x0041_x0042_",
        "<r><t>x</t></r>",
        "https://a.example",
        "{=1+1}",
    ]
    statement = made(
        "Text.", *[quote(text, name=f"q{n}", note=text) for n, text in enumerate(looks)]
    )
    assert [(row["excerpt"], row["note"]) for row in read(written(statement))] == [
        (text, text) for text in looks
    ]


def test_text_too_long_for_a_cell_goes_on_in_the_next() -> None:
    long = "x" * (MAX_CELL - 1) + "😀" * MAX_CELL + " end"
    statement = made("Text.", quote(long), quote("short", name="b"))
    data = written(statement)
    headings, first, second = load_workbook(io.BytesIO(data))["Quotes"].values
    assert [name for name in headings if str(name).startswith("excerpt")] == [
        *("excerpt", "excerpt (2)", "excerpt (3)", "excerpt (4)")
    ]
    assert all(len(str(value).encode("utf-16-le")) // 2 <= MAX_CELL for value in first)
    assert read(data)[0]["excerpt"] == long
    assert [value for value in second if value == "short"] == ["short"]


@given(
    st.lists(
        st.sampled_from(["x" * 9000, "\x07" * 2000, "😀" * 5000, "_x0041_", "é\r\n", "_"]),
        max_size=12,
    )
)
def test_pieces_fit_cells_and_add_up_to_the_text(texts: list[str]) -> None:
    value = "".join(texts)
    found = split_text(value)
    assert "".join(found) == value
    escaped = [workbook._Sheet._escape_control_characters(piece) for piece in found]
    assert all(len(piece.encode("utf-16-le")) // 2 <= MAX_CELL for piece in escaped)


def test_a_lone_surrogate_is_escaped() -> None:
    statement = made("One.", quote("One"))
    data = written(statement._replace(title="\ud800"))
    assert read(data)[0]["title"] == "\ud800"


def test_the_header_stays_and_filters() -> None:
    sheet = load_workbook(io.BytesIO(written(made("One.", quote("One")))))["Quotes"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:X2"
    assert sheet["A1"].font.bold
    assert sheet["J2"].alignment.wrap_text
    assert sheet.column_dimensions["J"].width == pytest.approx(80, abs=1)


def test_on_paper_all_columns_are_on_a_page_under_the_header() -> None:
    sheet = load_workbook(io.BytesIO(written(made("One.", quote("One")))))["Quotes"]
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None
    assert fit.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 is left out
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")


def test_the_same_quotes_give_the_same_bytes_and_no_time() -> None:
    statement = made("One.", quote("One"))
    data = written(statement)
    assert written(statement) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        times = re.findall(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", archive.read("docProps/core.xml"))
    assert set(times) == {b"1980-01-01T00:00:00Z"}


def test_too_many_rows_for_a_sheet_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    with pytest.raises(QuotecliError, match="too many rows for a sheet: 2 quotes"):
        written(made("One two.", quote("One"), quote("two", name="b")))


def test_a_sheet_that_a_zip_cannot_hold_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 20_000)
    assert read(written(made("One.", quote("One"))))
    with pytest.raises(QuotecliError, match="too much text for a sheet"):
        written(made("One two.", quote("One", note="a" * 30_000)))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.stress
def test_libreoffice_reads_the_exact_text(tmp_path: Path) -> None:
    texts = [
        *HOSTILE.values(),
        "=1+1",
        "_x0041_x0042_",
        "<r>x</r>",
        "0012",
        "#N/A",
        "😀" * MAX_CELL,
    ]
    content = tree(
        "Text.", *[quote(text, name=f"q{n}", note=f"{text}.") for n, text in enumerate(texts)]
    )
    sheet = tmp_path / "quotes.xlsx"
    sheet.write_bytes(written(reader.read(as_yaml(content).encode(), "sample.yaml")))
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
        str(sheet),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = csv.DictReader(io.StringIO((tmp_path / "quotes.csv").read_bytes().decode(), newline=""))
    found = [
        (row["excerpt"] + row["excerpt (2)"] + row["excerpt (3)"], row["note"]) for row in rows
    ]
    assert found[:-1] == [(collapse_space(text), f"{text}.") for text in texts[:-1]]
    assert found[-1][0] == texts[-1]
