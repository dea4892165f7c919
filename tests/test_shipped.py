"""The statement that comes with quotecli: source unchanged, all that is said covered, no more."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
import yaml

import quotecli
from quotecli.checking.rules import check_file
from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import Source, Span
from quotecli.store.files import find_shipped
from quotecli.text.words import tokenize
from tests.everyday import everyday

# Of the source as it was received, which ends without a line end.
SHA_256 = "82f02f3f4833ad53ae33408ef2d30eb809e2427d696d3eb04818b60d68020ca9"


@pytest.fixture(scope="module")
def all_of_it() -> Library:
    return load()


def text_of(library: Library) -> str:
    return library.statements["statement"].text


def test_the_text_is_the_source_to_the_last_byte(all_of_it: Library) -> None:
    assert hashlib.sha256(text_of(all_of_it).encode()).hexdigest() == SHA_256


def test_a_check_finds_no_problem() -> None:
    report = check_file(find_shipped())
    assert report.problems == ()
    assert report.tiers == {"exact": 13, "typographic": 0, "loose": 0, "missing": 0}


def test_every_quote_is_proved_and_stands_in_one_place(all_of_it: Library) -> None:
    for quote in all_of_it.quotes():
        assert quote.anchor.tier == "exact"
        assert quote.anchor.occurrences == 1
        assert len(quote.parts) == 1


def spoken(text: str) -> list[Span]:
    """What the source puts in somebody's mouth: in its quotation marks, closed or not, and after
    "According to him".
    """
    said = []
    for opened in re.finditer("“", text):
        rest = text[opened.end() :]
        # The source leaves two quotations open: the next one begins, or the narration goes on after
        # the dash.
        said.append(Span(opened.end(), opened.end() + re.search("”|“|– said|$", rest).start()))  # type: ignore[union-attr]  # $ always is
    indirect = re.search("According to him, ([^:]*):", text)
    assert indirect
    return [*said, Span(*indirect.span(1))]


def test_every_word_that_the_source_puts_in_somebodys_mouth_is_covered(all_of_it: Library) -> None:
    text = text_of(all_of_it)
    covered = [span for quote in all_of_it.quotes() for span in quote.anchor.spans]
    said = [
        word
        for word in tokenize(text)
        if any(start <= word.start < end for start, end in spoken(text))
    ]
    assert len(said) > 300
    lost = [
        text[word.start : word.end]
        for word in said
        if not any(a <= word.start and word.end <= b for a, b in covered)
    ]
    assert lost == []


def test_what_is_the_writers_is_not_covered(all_of_it: Library) -> None:
    text = text_of(all_of_it)
    covered = [span for quote in all_of_it.quotes() for span in quote.anchor.spans]
    for words in (
        "Pakistan is known for its fair position in the world\n",
        "Chairman of Azerbaijan Trade Unions Confederation (ATUC), MP Sattar Mohbaliyev said in"
        " his statement",
        "According to him",
        "the MP said",
        "said the chairman of the ATUC",
    ):
        at = text.index(words)
        assert not [span for span in covered if span.start < at + len(words) and at < span.end], (
            words
        )


def test_the_three_topics_are_complete_and_at_the_top(all_of_it: Library) -> None:
    assert list(all_of_it.topics) == ["war-support", "diplomacy", "military-exercises"]
    for topic in all_of_it.topics.values():
        assert topic.label
        assert topic.description
        assert topic.aliases
        assert topic.keywords
        assert topic.parent == ""


def test_every_quote_has_one_topic_or_two_and_every_topic_has_quotes(all_of_it: Library) -> None:
    assert all(1 <= len(quote.topics) <= 2 for quote in all_of_it.quotes())
    assert [(one.topic.id, one.quotes) for one in all_of_it.count_topics()] == [
        ("war-support", 4), ("diplomacy", 6), ("military-exercises", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("military", "military-exercises"),
        ("war", "war-support"),
        ("diplo", "diplomacy"),
        ("foreign policy", "diplomacy"),
    ],
)
def test_topics_are_found_by_what_readers_call_them(
    all_of_it: Library, name: str, topic: str
) -> None:
    assert list(all_of_it.quotes(Criteria((name,)))) == list(all_of_it.quotes(Criteria((topic,))))


def test_the_sentence_after_according_to_him_is_not_direct(all_of_it: Library) -> None:
    (one,) = all_of_it.quotes(Criteria(search=('"44-day Patriotic War"',)))
    assert one.kind == "indirect"
    assert one.cue == "According to him"
    assert one.speaker
    assert one.speaker.id == "mohbaliyev"


def test_the_remark_of_the_head_of_state_is_his_as_the_mp_tells_it(all_of_it: Library) -> None:
    (one,) = all_of_it.quotes(Criteria(speakers=("head of state",)))
    assert one.kind == "indirect"
    assert one.speaker == all_of_it.speakers["aliyev"]
    assert one.reported_by == all_of_it.speakers["mohbaliyev"]
    assert [topic.id for topic in one.topics] == ["military-exercises"]
    assert "increase the number of exercises" in one.excerpt


def test_all_else_is_the_mps_and_direct(all_of_it: Library) -> None:
    others = list(all_of_it.quotes(Criteria(speakers=("the MP",))))
    assert len(others) == 12
    assert all(quote.reported_by is None for quote in others)
    assert [quote.kind for quote in others].count("direct") == 11


def test_every_cue_stands_in_the_source(all_of_it: Library) -> None:
    for quote in all_of_it.quotes():
        assert quote.cue
        assert quote.cue in text_of(all_of_it)


def test_nothing_is_invented(all_of_it: Library) -> None:
    (statement,) = all_of_it.statements.values()
    assert statement.source == Source(language="en")
    assert statement.title == text_of(all_of_it).partition("\n")[0]
    assert statement.occasion in text_of(all_of_it)
    for speaker in all_of_it.speakers.values():
        assert all(alias in text_of(all_of_it) for alias in speaker.aliases)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in an archive, laid out as in the wheel."""
    path = tmp_path_factory.mktemp("archive") / "quotecli.whl"
    home = Path(quotecli.__file__).parent
    with ZipFile(path, "w") as target:
        for file in home.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                target.write(file, file.relative_to(home.parent))
        if "quotecli/data/statement.yaml" not in target.namelist():
            target.write(find_shipped(), "quotecli/data/statement.yaml")
    return path


def test_a_package_in_an_archive_has_it_too(archive: Path, tmp_path: Path) -> None:
    expected = {
        "topics": "Military exercises",
        "quotes --topic military -f jsonl": '"proved": true',
        "check": "13 exact",
        "export --to html": "<!doctype html>",
        "draft -": "excerpt: No comment",
    }
    # One process for all of them: most of its time goes into opening the archive.
    script = f"import sys; sys.path.insert(0, {str(archive)!r})\n"
    script += "from quotecli.cli.main import main\n"
    script += f"for line in {list(expected)!r}:\n"
    script += "    print('\\f', line, main(line.split()), flush=True)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        input="“No comment,” said Ann Lee.",
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "QUOTECLI_CACHE": str(tmp_path)},
        check=True,
    )
    assert "Traceback" not in done.stderr
    rest = done.stdout
    for line, words in expected.items():
        said, ended, rest = rest.partition(f"\f {line} 0\n")
        assert ended, f"{line}: {rest}"
        assert words.casefold() in said.casefold(), line


@pytest.mark.parametrize("line", everyday(1, ["draft --jsonl - --jobs 2", "draft -"]))
def test_a_zipapp_drafts(archive: Path, tmp_path: Path, line: str) -> None:
    app = tmp_path / "quotecli.pyz"
    app.write_bytes(archive.read_bytes())
    with ZipFile(app, "a") as target:
        target.writestr("__main__.py", "from quotecli.__main__ import run\nrun()\n")
        for library in (click, yaml):
            home = Path(str(library.__file__)).parent
            for file in home.glob("*.py"):
                target.write(file, f"{home.name}/{file.name}")

    article = "“No comment,” said Ann Lee."
    done = subprocess.run(
        [sys.executable, "-I", "-S", app.name, *line.split()],
        input=f'{{"id": 1, "text": "{article}"}}\n' * 99 if "--jsonl" in line else article,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "No comment" in done.stdout
    assert done.stdout.count('"name": "Ann Lee"') == (99 if "--jsonl" in line else 0)


def test_it_is_where_the_package_or_the_checkout_has_it() -> None:
    path = Path(find_shipped())
    assert path.is_file()
    assert path.parts[-2:] == ("data", "statement.yaml")
