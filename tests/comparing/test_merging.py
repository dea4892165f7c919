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


def test_what_is_not_in_the_text_is_a_draft_whoever_agrees(run: Run, tmp_path: Path) -> None:
    said = "- {id: a, kind: direct, speaker: lee, excerpt: Nobody wrote this}\n"
    for name, coder in (("a", "Ada"), ("b", "Ben")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "quay.yaml").write_text(
            f"title: Quay\ncoder: {coder}\nspeakers: {{lee: {{name: Ann Lee}}}}\n"
            f"text: It rains.\nquotes:\n{said}",
            encoding="utf-8",
        )
    merged = merge(run, tmp_path / "a", tmp_path / "b", status=0)["quay"]
    assert describe(merged) == [("a", "draft", "Ada, Ben")]


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


JO = "  lee: {name: Jo Lee, role: mayor}\n  lee-2: {name: Jo Lee, role: engineer}\n"
SAID = "  - {id: wages, topics: [pay], kind: direct, speaker: %s, excerpt: Wages are too low}\n"


def write_jo(folder: Path, coder: str, speaker: str, people: str = JO) -> Path:
    """Write a text in which a coder quotes one of some people."""
    path = write(folder, coder, SAID % speaker, "quay", QUAY)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  lee: {name: Ann Lee}\n", people), encoding="utf-8")
    return path.parent


def test_two_people_of_one_name_are_never_one(run: Run, tmp_path: Path) -> None:
    one = write_jo(tmp_path / "a", "Ada", "lee")
    other = write_jo(tmp_path / "b", "Ben", "lee-2")
    out = run("compare", one, other, status=1).out
    assert "Ada: wages: Jo Lee (lee), direct" in out
    assert "Ben: wages: Jo Lee (lee-2), direct" in out
    merged = merge(run, one, other)["quay"]
    assert describe(merged) == [("wages", "draft", "Ada"), ("wages-ben", "draft", "Ben")]
    assert [quote.speaker and quote.speaker.role for quote in merged.quotes] == [
        "mayor",
        "engineer",
    ]

    # By id and name they are the same for both coders; by name alone nobody can tell.
    alike = write_jo(tmp_path / "c", "Cy", "lee-2")
    quotes = merge(run, other, alike, status=0)["quay"].quotes
    assert [quote.speaker and quote.speaker.role for quote in quotes] == ["engineer"]
    unlike = write_jo(tmp_path / "d", "Di", "jo", "  jo: {name: Jo Lee}\n")
    assert {quote.status for quote in merge(run, other, unlike)["quay"].quotes} == {"draft"}


def test_nothing_that_one_coder_alone_knows_is_lost(run: Run, tmp_path: Path) -> None:
    one = write_jo(tmp_path / "a", "Ada", "lee", "  lee: {name: Jo Lee, attributes: {age: '50'}}\n")
    about = "aliases: [The Mayor], role: mayor, attributes: {age: '51', party: Reds}"
    other = write_jo(tmp_path / "b", "Ben", "jo", f"  jo: {{name: Jo Lee, {about}}}\n")
    for path, more in (one, "memo: as in the book"), (other, "keywords: [wages], memo: all money"):
        text = (path / "quay.yaml").read_text(encoding="utf-8")
        text = text.replace("label: Pay,", f"label: Pay, {more},")
        (path / "quay.yaml").write_text(text, encoding="utf-8")

    merged = merge(run, one, other, status=0)["quay"]
    (who,) = merged.speakers.values()
    assert (who.id, who.role, who.aliases) == ("lee", "mayor", ("The Mayor",))
    assert dict(who.attributes) == {"age": "50", "party": "Reds"}
    pay = merged.quotes[0].topics[0]
    assert (pay.keywords, pay.memo) == (("wages",), "as in the book\n\nall money")


def test_the_codebook_of_many_texts_has_what_any_coder_tells(run: Run, tmp_path: Path) -> None:
    folders = write_study(tmp_path)
    for path in Path(folders[1]).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("label: Boats", "label: Boats, keywords: [ferry]")
        path.write_text(text, encoding="utf-8")
    merge(run, *folders)
    assert "ferry" in (tmp_path / "merged" / "codebook.yaml").read_text(encoding="utf-8")


def test_the_least_sure_coder_decides_on_status_and_confidence(run: Run, tmp_path: Path) -> None:
    def code(name: str, *statuses: str) -> Path:
        first, last = BOTH.splitlines()
        quotes = [
            line.replace("kind:", f"{status}, kind:")
            for line, status in zip((first, last), statuses)
        ]
        return write(tmp_path / name, name, "\n".join(quotes) + "\n", "quay", QUAY).parent

    one = code("ada", "status: unresolved, confidence: 0.4", "status: draft, confidence: 0.9")
    other = code("ben", "status: unresolved, confidence: 0.7", "status: reviewed, note: yes")
    quotes = merge(run, one, other, status=0)["quay"].quotes
    assert [(quote.status, quote.confidence) for quote in quotes] == [
        ("unresolved", 0.4),
        ("draft", 0.9),
    ]

    text = (other / "quay.yaml").read_text(encoding="utf-8").replace("kind: direct", "kind: mixed")
    (other / "quay.yaml").write_text(text, encoding="utf-8")
    quotes = merge(run, one, other)["quay"].quotes
    assert [(quote.status, quote.confidence) for quote in quotes] == [
        *(("unresolved", 0.4), ("unresolved", 0.7), ("draft", 0.9), ("draft", None))
    ]


def test_a_merged_statement_is_not_told_of_what_review_will_settle(
    run: Run, tmp_path: Path
) -> None:
    merge(run, *write_study(tmp_path))
    assert "overlaps" not in run("check", tmp_path / "merged", status=None).out
