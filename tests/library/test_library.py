"""A library answers which quotes there are, how many, by whom and on what."""

from __future__ import annotations

import gc
import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.criteria import Criteria, Sort
from quotecli.errors import QuotecliError, StatementError, UnknownNameError, UnreadableError
from quotecli.library import Library, load
from quotecli.library.counts import SpeakerSort
from quotecli.library.identity import assign_ids
from quotecli.model import Statement
from quotecli.store.discovery import scan
from tests.conftest import HARBOUR, STORM
from tests.make import made, quote, tree, written
from tests.matching import matches

ALL = ["harbour-grows", "deeper-quay", "more-herring", "storm-at-night", "nobody-slept", "bells"]


def ids(
    library: Library, sort: Sort = "source", limit: int | None = None, **fields: Any
) -> list[str]:
    criteria = Criteria(**fields)
    found = [one.id for one in library.quotes(criteria, sort, limit)]
    if limit is None:
        assert library.count(criteria) == len(found)
    return found


def test_all_quotes_come_in_the_order_of_the_sources(library: Library) -> None:
    assert ids(library) == ALL
    assert library.count() == 6


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"topics": ("fishing",)}, ["deeper-quay", "more-herring"]),
        ({"topics": ("ports",)}, ["harbour-grows", "deeper-quay", "more-herring"]),
        ({"topics": ("commerce",)}, ["harbour-grows", "deeper-quay", "more-herring"]),
        ({"topics": ("fish", "safe")}, ["deeper-quay", "more-herring", "nobody-slept"]),
        ({"topics": ("fishing", "ports"), "every_topic": True}, ["deeper-quay", "more-herring"]),
        ({"topics": ("weather", "safety"), "every_topic": True}, ["nobody-slept"]),
        ({"topics": ("weather", "ports"), "every_topic": True}, []),
        ({"not_topics": ("ports",)}, ["storm-at-night", "nobody-slept", "bells"]),
        ({"not_topics": ("ports", "safety")}, ["storm-at-night", "bells"]),
        ({"topics": ("weather",), "not_topics": ("safety",)}, ["storm-at-night"]),
        ({"speakers": ("chan",)}, ["deeper-quay", "more-herring"]),
        ({"speakers": ("mayor", "Díaz")}, ["harbour-grows", "storm-at-night", "nobody-slept"]),
        ({"kinds": ("direct",)}, ["harbour-grows", "storm-at-night", "nobody-slept", "bells"]),
        ({"kinds": ("indirect", "mixed")}, ["deeper-quay", "more-herring"]),
        ({"search": ("the",)}, ["harbour-grows", "deeper-quay", "storm-at-night", "bells"]),
        ({"search": ("the harb*",)}, ["harbour-grows"]),
        ({"search": ("herring", "bells")}, ["more-herring", "bells"]),
        ({"search": ('"grow it"',)}, []),
        ({"search": ('"us all"',)}, ["harbour-grows"]),
        ({"search": ("…",)}, []),
        ({"search": ("…", "bells")}, ["bells"]),
        ({"search": ("the",), "speakers": ("diaz",), "kinds": ("direct",)}, ["storm-at-night"]),
        ({"every_topic": True}, ALL),
    ],
)
def test_criteria_choose(library: Library, fields: dict[str, Any], expected: list[str]) -> None:
    assert ids(library, **fields) == expected


def test_criteria_that_ask_nothing_are_false() -> None:
    assert not Criteria()
    assert not Criteria(every_topic=True)
    for field in (
        "topics",
        "not_topics",
        "speakers",
        "kinds",
        "search",
        "statements",
        "since",
        "until",
    ):
        assert Criteria(**{field: ("x",)})  # type: ignore[arg-type]  # every one of these takes texts


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"topics": ("fishng",)}, "no topic 'fishng'; did you mean fishing?"),
        ({"not_topics": ("xyz",)}, "no topic 'xyz'"),
        ({"speakers": ("xyz",)}, "no speaker 'xyz'"),
        ({"topics": ("'; DROP TABLE quote; --",)}, "no topic"),
    ],
)
def test_names_that_do_not_exist_are_refused(
    library: Library, fields: dict[str, tuple[str, ...]], said: str
) -> None:
    criteria = Criteria(**fields)  # type: ignore[arg-type]  # every one of these takes texts
    for ask in (library.quotes, library.count, library.count_topics, library.count_speakers):
        with pytest.raises(UnknownNameError, match=said):
            ask(criteria)


def test_quotes_are_sorted_by_speaker_by_length_or_not_at_all(library: Library) -> None:
    assert ids(library, "speaker") == [
        *(
            "harbour-grows",
            "deeper-quay",
            "more-herring",
            "storm-at-night",
            "nobody-slept",
            "bells",
        ),
    ]
    assert ids(library, "speaker", speakers=("diaz", "chan"))[:2] == ["deeper-quay", "more-herring"]
    assert ids(library, "length")[:2] == ["harbour-grows", "deeper-quay"]
    assert ids(library, "length")[-1] == "nobody-slept"
    assert sorted(ids(library, "random")) == sorted(ALL)


def test_a_limit_cuts_after_sorting(library: Library) -> None:
    assert ids(library, limit=2) == ALL[:2]
    assert ids(library, "length", 1) == ["harbour-grows"]
    assert len(ids(library, "random", 3)) == 3
    assert ids(library, limit=99) == ALL


def test_quotes_without_a_place_come_last_of_their_statement() -> None:
    one = made(
        "One two.", quote("three", "lost"), quote("two", "b"), quote("One", "a"), file="one.yaml"
    )
    two = made("One.", quote("One", "c"), file="two.yaml")
    assert ids(Library([one, two])) == ["a", "b", "lost", "c"]


def test_topics_are_counted_with_their_subtopics_each_quote_once(library: Library) -> None:
    counted = library.count_topics()
    assert [(one.topic.id, one.depth, one.quotes, one.words) for one in counted] == [
        ("trade", 0, 3, 19),
        ("ports", 1, 3, 19),
        ("fishing", 2, 2, 11),
        ("weather", 0, 2, 7),
        ("safety", 0, 1, 2),
    ]
    assert counted[0].share == 19 / 30
    assert counted[0].topic.label == "Trade"


def test_with_criteria_only_topics_of_the_quotes_that_meet_them_are_counted(
    library: Library,
) -> None:
    counted = library.count_topics(Criteria(kinds=("indirect",)))
    assert [(one.topic.id, one.quotes, one.share) for one in counted] == [
        ("trade", 1, 1), ("ports", 1, 1), ("fishing", 1, 1),
    ]  # fmt: skip
    assert library.count_topics(Criteria(search=("nothing",))) == []


def test_a_topic_without_quotes_is_listed_with_nothing() -> None:
    library = Library([made("One.", topics={"t": {"label": "T"}})])
    ((topic, *counts),) = library.count_topics()
    assert (topic.id, counts) == (
        "t",
        [0, 0, 0, 0, 0, None],
    )  # depth, quotes, words, share, statements


def test_counts_say_in_how_many_statements_and_in_which_one(folder: Path) -> None:
    homes = {
        "ports": (1, "harbour"),
        "safety": (1, "storm"),
        "weather": (1, "storm"),
        "trade": (1, "harbour"),
    }
    people = {
        "chan": (1, "harbour"),
        "diaz": (1, "storm"),
        "lee": (1, "harbour"),
        None: (1, "storm"),
    }
    stored = load(str(folder))
    whole = Library(list(stored.statements.values()))
    narrow = Criteria(kinds=("direct", "indirect", "mixed"))  # everything, counted anew
    for library in (stored, whole):
        for criteria in (Criteria(), narrow):
            counted = library.count_topics(criteria)
            assert {one.topic.id: (one.statements, one.statement) for one in counted} == {
                **homes, "fishing": (1, "harbour"),
            }  # fmt: skip
            assert {
                one.speaker.id if one.speaker else None: (one.statements, one.statement)
                for one in library.count_speakers(criteria)
            } == people
    changed = STORM.replace("topics: [weather]", "topics: [weather, trade]").replace(
        "weather: {label: The weather}", "weather: {label: The weather}\n  trade: {label: Trade}"
    )
    (folder / "below" / "storm.yml").write_text(changed, encoding="utf-8")
    for library in (load(str(folder)), load(str(folder), cache=False)):
        trade = {one.topic.id: one for one in library.count_topics()}["trade"]
        assert (trade.quotes, trade.statements, trade.statement) == (4, 2, None)
    (folder / "harbour.yaml").unlink()
    (folder / "harbour-again.yaml").write_text(
        HARBOUR.replace("topics: [fishing, trade]", "topics: [weather]")
    )
    again = {one.topic.id: one for one in load(str(folder)).count_topics()}
    assert [(again[key].statements, again[key].statement) for key in ("fishing", "weather", "trade")] == [
        (1, "harbour-again"), (2, None), (2, None),
    ]  # fmt: skip


def test_speakers_are_counted_the_most_quoted_first_and_the_nameless_last(library: Library) -> None:
    counted = library.count_speakers()
    assert [
        (one.speaker.name if one.speaker else None, one.quotes, one.words) for one in counted
    ] == [
        ("Bo Chan", 2, 11),
        ("Carla Díaz", 2, 7),
        ("Ann Lee", 1, 8),
        (None, 1, 4),
    ]
    assert counted[0].topics == {"trade": 2, "ports": 2, "fishing": 2}
    assert counted[3].topics == {}
    assert [one.quotes for one in library.count_speakers(Criteria(topics=("safety",)))] == [1]


def test_speakers_are_sorted_as_asked_and_the_nameless_stay_last() -> None:
    people = {"a": {"name": "Zoe"}, "b": {"name": "Élan"}, "c": {"name": "eve"}}
    quotes = [
        quote("One two three four", "q1", speaker="a"),
        quote("two", "q2", speaker="b"),
        quote("three", "q3", speaker="b"),
        quote("four", "q4"),
    ]
    one = made("One two three four", *quotes, file="one.yaml", speakers=people)
    two = made("One", quote("One", speaker="c"), file="two.yaml", speakers=people)
    three = made("One", quote("One", speaker="c"), file="three.yaml", speakers=people)
    library = Library([one, two, three])

    def names(sort: SpeakerSort, limit: int | None = None) -> list[str | None]:
        counted = library.count_speakers(sort=sort, limit=limit)
        return [count.speaker.name if count.speaker else None for count in counted]

    assert names("quotes") == ["eve", "Élan", "Zoe", None]
    assert names("words") == ["Zoe", "eve", "Élan", None]
    assert names("statements") == ["eve", "Élan", "Zoe", None]
    assert names("name") == ["Élan", "eve", "Zoe", None]
    assert names("name", 2) == ["Élan", "eve"]


def test_topics_of_many_statements_stand_in_the_order_they_were_first_defined() -> None:
    one = made("One.", topics={"a": {"label": "A"}, "b": {"label": "B"}}, file="one.yaml")
    two = made("One.", topics={"c": {"label": "C"}, "a": {"label": "Other"}}, file="two.yaml")
    library = Library([one, two])
    assert [(topic.id, topic.label) for topic in library.topics.values()] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "C"),
    ]


# One quote


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bells", "bells"),
        ("storm/bells", "bells"),
        ("harbour/deeper-quay", "deeper-quay"),
        ("herring", "more-herring"),
        ("deep", "deeper-quay"),
        ("storm-at-night", "storm-at-night"),
    ],
)
def test_a_quote_is_found_by_its_id_or_the_beginning_of_a_word_of_it(
    library: Library, name: str, expected: str
) -> None:
    assert library.quote(name).id == expected


def test_a_quote_of_the_only_statement_is_found_by_its_full_name_too() -> None:
    assert Library([made("One.", quote("One", "a"))]).quote("sample/a").id == "a"


def test_a_quote_that_is_not_there_is_refused_with_the_nearest(library: Library) -> None:
    with pytest.raises(UnknownNameError, match="no quote 'bels'; did you mean storm/bells"):
        library.quote("bels")


def test_an_id_in_several_statements_must_be_given_whole() -> None:
    library = Library([made("One.", quote("One", "a"), file=f"{name}.yaml") for name in ("x", "y")])
    with pytest.raises(UnknownNameError, match="'a' matches 2 quotes: x/a, y/a"):
        library.quote("a")
    assert library.quote("y/a").statement == "y"


def test_neighbours_are_those_of_the_source_in_the_same_statement(library: Library) -> None:
    before, after = library.neighbours(library.quote("nobody-slept"))
    assert (before and before.id, after and after.id) == ("storm-at-night", "bells")
    assert library.neighbours(library.quote("bells"))[1] is None
    assert library.neighbours(library.quote("storm-at-night"))[0] is None


def test_a_library_that_nobody_holds_is_closed() -> None:
    library = Library([made("One.")])
    base = library._db
    del library
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        base.execute("SELECT 1")


# Search


@given(
    st.text(max_size=20), st.lists(st.text(max_size=20).filter(str.strip), min_size=1, max_size=4)
)
@example("´", ["a ´ b"])
def test_a_search_finds_the_quotes_whose_words_match_it(search: str, excerpts: list[str]) -> None:
    kept = [excerpt for excerpt in excerpts if excerpt.isprintable()] or ["a"]
    library = Library([made("One.", *[quote(excerpt, f"q{n}") for n, excerpt in enumerate(kept)])])
    criteria = Criteria(search=(search,))
    found = {one.id for one in library.quotes(criteria)}
    assert found == {
        one.id
        for one in library.quotes()
        if any(matches(query, one.parts) for query in criteria.queries())
    }


def test_many_searches_are_one_question(library: Library) -> None:
    assert ids(library, search=(*(f"w{n}" for n in range(300)), "bells")) == ["bells"]


# Files


def test_a_folder_is_read_with_what_is_below_it_and_nothing_hidden(folder: Path) -> None:
    library = load(str(folder))
    assert list(library.statements) == ["harbour", "storm"]
    assert ids(library) == ALL


def test_files_are_read_in_the_order_given_and_once(folder: Path) -> None:
    storm, harbour = str(folder / "below" / "storm.yml"), str(folder / "harbour.yaml")
    assert scan([storm, str(folder), harbour]).paths == [storm, harbour]
    assert list(load(storm, harbour, storm).statements) == ["storm", "harbour"]


def test_a_link_to_a_file_that_is_read_is_the_same_file(folder: Path) -> None:
    (folder / "link.yaml").symlink_to(folder / "harbour.yaml")
    assert len(scan([str(folder)]).paths) == 2


def test_two_statements_of_one_name_are_refused(folder: Path) -> None:
    (folder / "below" / "harbour.yaml").write_text(STORM, encoding="utf-8")
    with pytest.raises(StatementError, match="the statement 'harbour' is also in") as caught:
        load(str(folder))
    assert str(folder / "harbour.yaml") in caught.value.message
    assert caught.value.place
    assert caught.value.place.file == str(folder / "below" / "harbour.yaml")


def test_a_folder_without_statements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HARBOUR, encoding="utf-8")
    with pytest.raises(UnreadableError, match="no statements in this folder"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["none.yaml", "none"])
def test_a_path_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match="No such file"):
        load(str(tmp_path / name))


def test_a_statement_with_a_breach_is_refused(folder: Path) -> None:
    (folder / "broken.yaml").write_bytes(written(tree(titel="x")))
    with pytest.raises(StatementError, match=r"broken\.yaml:1:"):
        load(str(folder))


def test_standard_input_is_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HARBOUR.encode())))
    assert list(load("-").statements) == ["stdin"]


def test_without_a_path_the_shipped_statement_is_read() -> None:
    assert list(load().statements) == ["statement"]


def test_errors_of_every_kind_can_be_caught_as_one() -> None:
    for kind in (UnreadableError, StatementError, UnknownNameError):
        assert issubclass(kind, QuotecliError)


def mayor(file: str, name: str, *aliases: str) -> Statement:
    """A statement of a mayor's, who is called so."""
    speakers = {"mayor": {"name": name, "aliases": list(aliases)}}
    return made("One two.", quote("two", speaker="mayor"), file=file, speakers=speakers)


def test_two_people_under_one_id_are_kept_apart() -> None:
    library = Library(
        [mayor("a.yaml", "Ann Lee"), mayor("b.yaml", "Bo Chan"), mayor("c.yaml", "Ann Lee")]
    )
    assert {key: who.name for key, who in library.speakers.items()} == {
        "mayor/ann-lee": "Ann Lee", "mayor/bo-chan": "Bo Chan",
    }  # fmt: skip
    assert [one.statement for one in library.quotes(Criteria(speakers=("Bo",)))] == ["b"]
    assert [(one.speaker.id, one.quotes, one.statement) for one in library.count_speakers() if one.speaker] == [
        ("mayor/ann-lee", 2, None), ("mayor/bo-chan", 1, "b"),
    ]  # fmt: skip
    names = {"mayor": {"mayor/ann-lee", "mayor/bo-chan"}}
    assert {key: set(people) for key, people in library.namesakes().items()} == names
    assert {key: set(people) for key, people in library.namesakes(["Bo"]).items()} == names
    with pytest.raises(
        UnknownNameError, match="'mayor' matches 2 speakers: mayor/ann-lee, mayor/bo-chan"
    ):
        library.count(Criteria(speakers=("mayor",)))


def test_names_that_look_alike_as_slugs_are_still_two_people() -> None:
    library = Library(
        [mayor("a.yaml", "Ann Lee"), mayor("b.yaml", "Ann Leé"), mayor("c.yaml", "李")]
    )
    assert sorted(library.speakers) == sorted(
        assign_ids([("mayor", "Ann Lee"), ("mayor", "Ann Leé"), ("mayor", "李")]).values()
    )


def test_nobody_has_namesakes_where_ids_are_of_one_person(library: Library) -> None:
    assert (library.namesakes(), library.namesakes(["the mayor"])) == ({}, {})
    with pytest.raises(UnknownNameError):
        library.namesakes(["zzz"])


def test_the_same_person_is_one_with_all_names() -> None:
    library = Library([mayor("a.yaml", "Ann Lee", "Ms. Lee"), mayor("c.yaml", "Ann Lee", "Ann")])
    assert library.speakers["mayor"].aliases == ("Ms. Lee", "Ann")


def test_a_topic_answers_to_what_any_of_its_statements_calls_it() -> None:
    def sea(file: str, label: str) -> Statement:
        return made(
            "One two.", quote("two", topics=["sea"]), file=file, topics={"sea": {"label": label}}
        )

    assert (
        Library([sea("a.yaml", "The sea"), sea("b.yaml", "Ocean")]).count(
            Criteria(topics=("ocean",))
        )
        == 2
    )


def test_texts_gives_whole_statements_by_what_is_asked_of_statements_alone(
    library: Library,
) -> None:
    def texts(part: str = "", **fields: Any) -> list[str]:
        return [item.id for item in library.texts(Criteria(**fields), lambda text: part in text)]

    assert texts() == ["harbour", "storm"]
    assert texts("herring") == ["harbour"]
    assert texts(statements=("storm",)) == ["storm"]
    assert texts("herring", statements=("storm",)) == []
    assert texts(topics=("fishing",), kinds=("mixed",), search=("nowhere",)) == ["harbour", "storm"]
    assert texts(since="2000") == []
    assert next(library.texts(Criteria(kinds=("mixed",)), bool)) is library.statements["harbour"]
    with pytest.raises(UnknownNameError):
        library.texts(Criteria(statements=("zzz",)), bool)
    dated = Library(
        [
            made("One.", file=f"s{year}.yaml", source={"published": year})
            for year in ("2021", "2022")
        ]
    )
    assert [item.id for item in dated.texts(Criteria(since="2022"), bool)] == ["s2022"]
    assert [item.id for item in dated.texts(Criteria(until="2021-12"), bool)] == ["s2021"]


def test_what_a_library_gave_outlives_it(folder: Path) -> None:
    for paths in ([str(folder)], [str(folder / "harbour.yaml")]):
        assert "chan" in load(*paths).speakers
        assert [one.id for one in load(*paths).statements.values()][:1] == ["harbour"]
        assert [one.id for one in load(*paths).texts(Criteria(), bool)][:1] == ["harbour"]
        assert len(list(load(*paths).quotes())) >= 3
