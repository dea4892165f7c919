"""The gold articles that drafting is fitted on: whole, clean, uniform."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from quotecli.checking.across_files import check_files
from quotecli.model import Quote, Statement
from quotecli.store.reader import load

TRAINING = Path(__file__).resolve().parents[2] / "training"
FOLDERS = (TRAINING / "articles", TRAINING / "held_out")
FILES = sorted((file for folder in FOLDERS for file in folder.iterdir()), key=lambda f: f.name)

GENRES = """
business court interview news opinion parliament press-release science sport tabloid
""".split()

# What a question is introduced by belongs to its words; "that" does not.
QUESTION = re.compile(r"\b(?:whether|if|why|how) $")

TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|Cllr|Sen|Rep|Gov|Judge|Justice)\b\.? ")


@pytest.fixture(scope="module")
def articles() -> dict[Path, Statement]:
    return {file: load(str(file)) for file in FILES}


def quotes_of(articles: dict[Path, Statement]) -> Iterator[tuple[Path, Statement, Quote]]:
    for file, article in articles.items():
        for quote in article.quotes:
            yield file, article, quote


def test_there_are_enough_and_a_fifth_of_them_is_held_out() -> None:
    names = [file.name for file in FILES]
    held_out = [file for file in FILES if file.parent.name == "held_out"]
    assert len(names) >= 150
    assert len({name[:3] for name in names}) == len(names)
    assert all(re.fullmatch(r"\d{3}(?:-[a-z0-9]+)+\.yaml", name) for name in names)
    assert len(held_out) * 5 == len(names)
    assert all((int(file.name[:3]) % 5 == 0) == (file in held_out) for file in FILES)


def test_the_strict_check_finds_nothing() -> None:
    """Over all of them at once: two people with one id are a warning there, too."""
    reports = list(check_files([str(folder) for folder in FOLDERS]))
    assert [problem for report in reports for problem in report.problems] == []
    assert len(reports) == len(FILES)
    assert sum(report.tiers["exact"] for report in reports) > 1_500


def test_another_parser_reads_the_same() -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in FILES:
        tree = yaml.load(file.read_bytes(), loader)
        ids = [quote["id"] for quote in tree["quotes"]] + list(tree["speakers"])
        assert [id for id in ids if not isinstance(id, str)] == [], file.name


def test_every_genre_is_in_both_folders(articles: dict[Path, Statement]) -> None:
    genres = Counter((file.parent.name, article.occasion) for file, article in articles.items())
    assert {genre for _, genre in genres} == set(GENRES)
    assert len(genres) == 2 * len(GENRES)


def test_the_readme_counts_them(articles: dict[Path, Statement]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for file, article in articles.items():
        for genre in (article.occasion, "all"):
            counts[genre] += Counter(quote.kind for quote in article.quotes)
            counts[genre][file.parent.name] += 1
    rows = [
        [genre, str(n["articles"] + n["held_out"])]
        + [str(n[column]) for column in ("held_out", "direct", "mixed", "indirect")]
        for genre, n in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0]))
    ]
    table = re.findall(r"^\| (.*) \|$", (TRAINING / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [row.split(" | ") for row in table[1:]] == rows


def test_every_quote_has_a_speaker_and_a_kind(articles: dict[Path, Statement]) -> None:
    left_open = [
        (file.name, quote.id)
        for file, _, quote in quotes_of(articles)
        if quote.speaker is None or quote.kind is None or quote.status is not None
    ]
    assert left_open == []


def test_one_name_has_one_id_and_one_id_one_name(articles: dict[Path, Statement]) -> None:
    """A description ("the mayor") is somebody else in each article."""
    ids, names = defaultdict(set), defaultdict(set)
    for file, article in articles.items():
        for speaker in article.speakers.values():
            whose = speaker.name if speaker.name[0].isupper() else f"{file.name}: {speaker.name}"
            ids[whose].add(speaker.id)
            names[speaker.id].add(whose)
    assert [name for name, used in ids.items() if len(used) > 1] == []
    assert [used for used in names.values() if len(used) > 1] == []


def test_names_are_whole_and_without_titles(articles: dict[Path, Statement]) -> None:
    speakers = [(f.name, s.name) for f, a in articles.items() for s in a.speakers.values()]
    assert [which for which in speakers if TITLE.match(which[1])] == []


def test_a_question_keeps_the_word_that_opens_it(articles: dict[Path, Statement]) -> None:
    lost = [
        (file.name, quote.id)
        for file, article, quote in quotes_of(articles)
        if quote.kind == "indirect"
        and QUESTION.search(" ".join(article.text[: quote.anchor.spans[0].start].split()) + " ")
    ]
    assert lost == []


def test_no_mark_inside_an_indirect_quote(articles: dict[Path, Statement]) -> None:
    """Where some of its words are marked, it is mixed; where none are, it is not."""
    for file, _, quote in quotes_of(articles):
        marked = re.search(r"[“”\"]|(?<!\w)['‘’]\w", " ".join(quote.parts)) is not None
        if quote.kind != "direct":
            assert marked == (quote.kind == "mixed"), (file.name, quote.id)
