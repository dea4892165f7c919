"""One statement of several coders': what they agree on, and the drafts of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli import load
from quotecli.model import Statement
from tests.cli.conftest import Run
from tests.comparing.make import ADA, BEN, BOTH, QUAY, write, write_study


def merge(run: Run, *folders: str | Path, status: int = 1) -> dict[str, Statement]:
    """Return the merged statements by id."""
    target = Path(folders[0]).parent / "merged"
    run("compare", *folders, "--merge", "-o", target, "--force", status=status)
    return {item.id: item for item in load(str(target)).statements.values()}


def describe(statement: Statement) -> list[tuple[str, str | None, str]]:
    return [(quote.id, quote.status, quote.coder) for quote in statement.quotes]


def test_what_coders_agree_on_is_reviewed_and_the_rest_are_drafts(run: Run, tmp_path: Path) -> None:
    merged = merge(run, *write_study(tmp_path))
    assert describe(merged["ferry"]) == [
        ("late", "reviewed", "Ada Ash, Ben Oak"),
        ("waits", "draft", "Ada Ash"),
        ("nobody", "draft", "Ben Oak"),
        ("paid", "reviewed", "Ada Ash, Ben Oak"),
        ("scandal", "draft", "Ada Ash"),
        ("scandal-ben-oak", "draft", "Ben Oak"),
        ("spring", "draft", "Ada Ash"),
    ]
    assert {quote.status for quote in merged["quay"].quotes} == {"reviewed"}
    assert all(quote.proved for item in merged.values() for quote in item.quotes)
    scandal = [quote for quote in merged["ferry"].quotes if quote.id.startswith("scandal")]
    assert [(quote.note, quote.speaker and quote.speaker.name) for quote in scandal] == [
        ("loud", "Bo Chan"),
        ("", "Cy Dorn"),
    ]


def test_who_agrees_in_everything_leaves_nothing_to_review(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "a", "Ada", BOTH, "quay", QUAY)
    other = write(tmp_path / "b", "Ben", BOTH.replace("wages,", "other-id,"), "quay", QUAY)
    merged = merge(run, one.parent, other.parent, status=0)["quay"]
    assert describe(merged)[0] == ("wages", "reviewed", "Ada, Ben")


def test_what_is_a_draft_for_one_coder_stays_one(run: Run, tmp_path: Path) -> None:
    """Two copies of the draft of a machine agree, and nobody has read them."""
    drafted = BOTH.replace("kind: direct,", "kind: direct, status: draft,")
    one = write(tmp_path / "a", "Ada", drafted, "quay", QUAY)
    other = write(tmp_path / "b", "Ben", drafted, "quay", QUAY)
    merged = merge(run, one.parent, other.parent, status=0)["quay"]
    assert {quote.status for quote in merged.quotes} == {"draft"}


def test_an_id_of_two_people_and_a_person_with_two_ids_are_told_apart(
    run: Run, tmp_path: Path
) -> None:
    one = write(tmp_path / "a", "Ada", ADA)
    other = write(tmp_path / "b", "Ben", BEN)
    text = other.read_text(encoding="utf-8")
    text = text.replace("lee: {name: Ann Lee}", "lee: {name: Al Lee}")
    text = text.replace("chan: {name: Bo Chan}", "bo: {name: Bo Chan}")
    other.write_text(text.replace("speaker: chan", "speaker: bo"), encoding="utf-8")
    quotes = {quote.id: quote for quote in merge(run, one.parent, other.parent)["ferry"].quotes}
    names = {key: quote.speaker and quote.speaker.name for key, quote in quotes.items()}
    assert names["late"] == "Ann Lee"
    assert names["late-ben"] == "Al Lee"
    assert quotes["paid"].status == "reviewed"


def test_a_quote_without_a_speaker_gets_none(run: Run, tmp_path: Path) -> None:
    quotes = BOTH.replace(", speaker: chan", "", 1)
    one = write(tmp_path / "a", "Ada", BOTH, "quay", QUAY)
    other = write(tmp_path / "b", "Ben", quotes, "quay", QUAY)
    for path in (one, other):
        text = path.read_text(encoding="utf-8")
        if path is one:
            path.write_text(f"speaker: chan\n{text}", encoding="utf-8")
    found = {
        quote.id: quote.speaker for quote in merge(run, one.parent, other.parent)["quay"].quotes
    }
    assert found["wages"]
    assert found["wages-ben"] is None


@pytest.mark.parametrize("more", [["--merge"], ["-o", "x"], ["--merge", "-o", "x", "-t", "boats"]])
def test_what_makes_no_sense_is_refused(run: Run, tmp_path: Path, more: list[str]) -> None:
    assert "--merge" in run("compare", *write_study(tmp_path), *more, status=2).err
