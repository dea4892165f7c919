"""Plain texts as sources: which of them may have a quotation at all."""

from __future__ import annotations

from pathlib import Path

import pytest

import quotecli
from quotecli.library.stored import Stored
from quotecli.model import Statement
from quotecli.verifying.finding import Finding
from quotecli.verifying.reading.article import read_article
from quotecli.verifying.searching.sources import SourceText
from quotecli.verifying.verify import Verifier, verify
from quotecli.verifying.words import Words


def find_in(quotation: str, *texts: str) -> Finding:
    """Return what is found out about one quotation that is looked for in plain texts."""
    article = read_article(f"Ada Marlow said: “{quotation}”".encode(), "article.txt")
    sources = [
        SourceText(Statement("", "", text, (), {}, {}, file=f"{n}.txt"))
        for n, text in enumerate(texts)
    ]
    ((_, (finding,)),) = Verifier().verify([article], sources)
    return finding


@pytest.mark.parametrize(
    ("quotation", "text"),
    [
        ("democracy is at home", "DEMOCRACY IS AT HOME."),
        ("Zoë cafés do it", "Zoe\u0308 cafe\u0301s do it"),
        ("the ﬁrst ofﬁce we kept", "the first o\ufb03ce we kept"),
        ("the har\xadbour is to stay", "the harbour is to stay"),
        ("the harbour's water is ours", "“the harbour’s\nwater is ours”"),
        ("I am as I am", "Bo: I am as I am."),
        ("港は閉めない", "「港は閉めない」"),
    ],
)
def test_no_text_is_passed_over_for_how_its_words_are_written(quotation: str, text: str) -> None:
    finding = find_in(quotation, "The purple elephant dances.", text)
    assert finding.verdict == "verbatim"
    assert finding.passage
    assert finding.passage.file == "1.txt"


def test_the_likeliest_texts_are_compared() -> None:
    others = [f"There is one year {n} of laws and of a limitation." for n in range(100)]
    finding = find_in("There is laws one limitation", *others, "There is only one limitation.")
    assert (finding.verdict, finding.share) == ("altered", 0.8)


def test_all_texts_with_a_quotation_are_counted() -> None:
    texts = ["We will keep the harbour."] * 70
    found = find_in("We will keep the harbour", "We will sell the harbour.", *texts)
    assert (found.verdict, found.others) == ("verbatim", 69)
    found = find_in("We shall keep the harbour", "We will sell the quay.", *texts[:50])
    assert (found.verdict, found.others) == ("altered", 49)


@pytest.mark.parametrize(
    "text",
    [
        "It’s 1,5 or 1.5: 10:30, a.m., 3²,² and 5.x",
        "well-known – and a-b--c, rock'n'roll, 'tis ‘so’ a`b a´b",
        "$5 + 3 = €8; a_b_c ~x~ ½.½ x.y, 1-2, d'1",
        "",
    ],
)
def test_words_are_the_same_in_a_text_of_any_script(text: str) -> None:
    # The sign at the end makes that the text is split sign by sign.
    latin, any_script = Words(text), Words(f"{text} 漢")
    assert latin.keys == any_script.keys[:-1]
    assert latin.starts == any_script.starts[:-1]
    assert latin.ends == any_script.ends[:-1]


def test_only_likely_texts_are_split_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[str] = []

    class Counted(Words):
        def __init__(self, text: str) -> None:
            split.append(text)
            super().__init__(text)

    monkeypatch.setattr("quotecli.verifying.searching.sources.Words", Counted)
    near = "We shall keep the harbour."
    texts = [near, "We will keep the harbour.", *["The quay was sold."] * 50]
    assert find_in("We will keep the harbour", *texts).verdict == "verbatim"
    assert split == [texts[1]]  # it is found before any text is compared that is only near
    assert find_in("We will keep a harbour", *texts).verdict == "altered"
    assert texts[2] not in split


def test_texts_that_wait_do_not_keep_their_words() -> None:
    article = read_article("Ada Marlow said: “We will keep it open”".encode(), "article.txt")
    texts = ["We will keep it open.", "We will keep it open, said Bo Chan."]
    sources = [SourceText(Statement("", "", text, (), {}, {})) for text in texts]
    ((_, (finding,)),) = Verifier().verify([article], sources)
    assert (finding.verdict, finding.others) == ("verbatim", 1)
    assert not any("words" in vars(source) for source in sources)


def test_few_texts_hold_their_words_however_many_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quotecli.verifying.searching.sources._MAX_HELD", 100)
    texts = [f"We will keep the harbour number {n} open." for n in range(20)]
    sources = [SourceText(Statement("", "", text, (), {}, {})) for text in texts]
    most = 0

    class Counted(Words):
        def __init__(self, text: str) -> None:
            nonlocal most
            super().__init__(text)
            most = max(most, sum("words" in vars(source) for source in sources))

    monkeypatch.setattr("quotecli.verifying.searching.sources.Words", Counted)
    said = "“We will close the harbour number {} now,” said Ada Marlow.\n\n"
    article = read_article("".join(map(said.format, range(20))).encode(), "article.txt")
    ((_, findings),) = Verifier().verify([article], sources)
    assert {finding.verdict for finding in findings} == {"altered"}
    assert most == 1  # beside the one that is split
    assert not any("words" in vars(source) for source in sources)


def test_of_texts_that_are_only_compared_no_quotes_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"harbour": "We will keep the old harbour open.", "quay": "We will sell the old quay."}
    for name, text in said.items():
        write_statement(tmp_path / f"{name}.yaml", text)
    loaded: list[str] = []
    real = Stored._whole

    def load_noting(shelf: Stored, key: str) -> Statement:
        loaded.append(key)
        return real(shelf, key)

    monkeypatch.setattr(Stored, "_whole", load_noting)
    with_quotes = quotecli.load(str(tmp_path), cache=False)
    (finding,) = verify("Ada Marlow said: “We will sell the old quay.”", with_quotes)
    assert (finding.verdict, finding.attribution.source) == ("verbatim", "Bo Chan")
    assert loaded == ["quay"]
    (finding,) = verify("Ada Marlow said: “Old quays open at the harbour”", with_quotes)
    assert finding.verdict == "not found"
    assert loaded == ["quay"]


@pytest.mark.parametrize(
    "said", ["Die Größe der Straße zum Hafen", "İstanbul’un köprüsü", "Ο δρόμος ΤΟΥ λιμανιού"]
)
def test_statements_are_found_by_words_that_change_when_they_are_folded(
    said: str, tmp_path: Path
) -> None:
    # So many that the words must tell which of them are looked at.
    for n in range(100):
        write_statement(tmp_path / f"s{n:03}.yaml", f"{said} {n:03}")
    (finding,) = verify(f"“{said} 080”", quotecli.load(str(tmp_path), cache=False))
    assert finding.passage
    assert (finding.verdict, finding.passage.statement) == ("verbatim", "s080")


@pytest.mark.parametrize("said", ["港は決して閉めない", "ท่าเรือจะไม่ปิด", "海港永远不会关闭"])
@pytest.mark.parametrize("is_stored", [True, False])
def test_statements_in_scripts_without_spaces_are_found(
    said: str, is_stored: bool, tmp_path: Path
) -> None:
    for n in range(100):
        write_statement(tmp_path / f"s{n:03}.yaml", f"{n:03}{said}")
    library = quotecli.load(str(tmp_path), cache=False)
    if not is_stored:
        library = quotecli.Library(list(library.statements.values()))
    (finding,) = verify(f"“080{said}”", library)
    assert finding.passage
    assert (finding.verdict, finding.passage.statement) == ("verbatim", "s080")
    assert not finding.others
    (finding,) = verify(f"“080{said[:3]}{said[4:]}”", library)
    assert finding.passage
    assert (finding.verdict, finding.passage.statement) == ("shortened", "s080")


def write_statement(path: Path, text: str) -> None:
    path.write_text(
        f"title: {path.stem}\nspeakers:\n  chan: {{name: Bo Chan}}\n"
        f"text: '“{text}” said Bo Chan.'\n"
        f"quotes:\n  - {{id: one, speaker: chan, kind: direct, excerpt: {text}}}\n",
        encoding="utf-8",
    )
