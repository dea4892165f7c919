"""An edit of a long file reads the quotes that it concerns again, and takes over all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.store.editing import document
from quotecli.store.editing.statement_file import StatementFile

TEXT = "\n\n".join(f"The quay has {number} boats." for number in range(50))
QUOTES = "".join(
    f"  # review: boats\n  - id: q{number}\n    kind: direct\n"
    f"    excerpt: The quay has {number} boats.\n    status: draft\n\n"
    for number in range(50)
)
INDENTED = TEXT.replace("\n\n", "\n\n  ")
FILE = (
    f"title: Boats\ntext: |\n  {INDENTED}\nquotes:\n{QUOTES}speakers:\n  lee: {{name: Ann Lee}}\n"
)


@pytest.fixture
def file(tmp_path: Path) -> StatementFile:
    path = tmp_path / "boats.yaml"
    path.write_bytes(FILE.encode())
    return StatementFile(str(path))


@pytest.mark.parametrize("key", ["q0", "q1", "q25", "q49"])
def test_an_edited_quote_alone_is_read_again(
    file: StatementFile, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "parse", lambda *_, **__: pytest.fail("all of it was read"))
    before = {quote.id: quote for quote in file.statement.quotes}

    file.set_quote(key, status="reviewed")
    file.save()
    file.set_quote(key, speaker="lee")
    file.save()
    for content in (file.replaced, FILE.encode()):
        file.restore(content)
    after = {quote.id: quote for quote in file.statement.quotes}
    assert after == before
    read_again = [name for name in before if after[name] is not before[name]]
    assert key in read_again
    assert len(read_again) <= 2  # the comment above a quote belongs to the lines of the one before
    assert all(after[name].anchoring is before[name].anchoring for name in before)


def test_removed_and_new_quotes_are_where_they_belong(file: StatementFile) -> None:
    file.remove_quote("q7")
    file.add_quote("quay has 9 boats", after="q8", key="new")
    file.save()
    ids = [quote.id for quote in file.statement.quotes]
    assert ids[5:11] == ["q5", "q6", "q8", "new", "q9", "q10"]
    again = StatementFile(file.path)
    assert again.statement == file.statement
    file.restore(FILE.encode())
    assert file.statement == StatementFile(file.path).statement


def test_an_id_that_is_there_already_is_refused_as_ever(file: StatementFile) -> None:
    with pytest.raises(QuotecliError, match="taken"):
        file.add_quote("quay has 9 boats", key="q9")
    double = FILE.replace("id: q8\n", "id: q9\n")
    with pytest.raises(QuotecliError, match="already used"):
        file.restore(double.encode())


def test_a_text_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text(TEXT)
    path = tmp_path / "boats.yaml"
    path.write_text(f"title: Boats\ntext_file: boats.txt\nquotes:\n{QUOTES}")
    file = StatementFile(str(path))
    (tmp_path / "boats.txt").write_text(f"New. {TEXT}")
    file.set_quote("q3", note="seen")
    file.save()
    assert file.statement.text.startswith("New.")
    assert file.statement.quotes[0].anchor.spans[0].start == 5
