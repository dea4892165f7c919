"""A library answers which quotes there are, how many, by whom and on what."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.criteria import Criteria, Sort
from quotecli.errors import QuotecliError, UnknownNameError
from quotecli.library.counts import SpeakerSort
from quotecli.library.identity import assign_ids
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.library.memory import Memory
from quotecli.model import Statement
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
def test_criteria_select_quotes(
    library: Library, fields: dict[str, Any], expected: list[str]
) -> None:
    assert ids(library, **fields) == expected


def test_empty_criteria_are_false() -> None:
    assert not Criteria()
    assert not Criteria(every_topic=True)
    for field in (
        "topics",
        "not_topics",
        "speakers",
        "kinds",
        "search",
        "statements",
        "important",
        "coders",
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
def test_unknown_names_are_refused(
    library: Library, fields: dict[str, tuple[str, ...]], said: str
) -> None:
    criteria = Criteria(**fields)  # type: ignore[arg-type]  # every one of these takes texts
    for ask in (library.quotes, library.count, library.count_topics, library.count_speakers):
        with pytest.raises(UnknownNameError, match=said):
            ask(criteria)


def test_quotes_are_sorted_by_speaker_or_length_or_shuffled(library: Library) -> None:
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


def test_a_limit_applies_after_sorting(library: Library) -> None:
    assert ids(library, limit=2) == ALL[:2]
    assert ids(library, "length", 1) == ["harbour-grows"]
    assert len(ids(library, "random", 3)) == 3
    assert ids(library, limit=99) == ALL


def test_quotes_that_are_not_found_come_last_in_their_statement() -> None:
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


@pytest.mark.parametrize("cached", [False, True])
def test_trees_of_two_files_may_join_to_a_deeper_one(tmp_path: Path, cached: bool) -> None:
    def write(name: str, ids: list[str]) -> None:
        topics = {
            key: {"label": key, **({"parent": parent} if parent else {})}
            for key, parent in zip(ids, [*ids[1:], None])
        }
        content = tree("One two.", quote("two", topics=[ids[0]]), topics=topics)
        (tmp_path / name).write_bytes(written(content))

    upper, lower = ([f"{letter}{n}" for n in range(7)] for letter in "ul")
    write("a.yaml", ["joint", *upper])
    write("b.yaml", [*lower, "joint"])
    library = load(str(tmp_path), cache=cached)
    root, *_, leaf = library.count_topics()
    assert (root.topic.id, root.depth, root.quotes) == ("u6", 0, 2)
    assert (leaf.topic.id, leaf.depth, leaf.quotes) == ("l0", 14, 1)
    assert library.count(Criteria(topics=("u6",))) == 2


def test_with_criteria_only_the_topics_of_matching_quotes_are_counted(
    library: Library,
) -> None:
    counted = library.count_topics(Criteria(kinds=("indirect",)))
    assert [(one.topic.id, one.quotes, one.share) for one in counted] == [
        ("trade", 1, 1),
        ("ports", 1, 1),
        ("fishing", 1, 1),
    ]
    assert library.count_topics(Criteria(search=("nothing",))) == []


def test_a_topic_without_quotes_is_listed_with_zeros() -> None:
    library = Library([made("One.", topics={"t": {"label": "T"}})])
    ((topic, *counts),) = library.count_topics()
    assert (topic.id, counts) == (
        "t",
        [0, 0, 0, 0, 0, None],
    )  # depth, quotes, words, share, statements


def test_counts_have_the_number_of_statements_or_the_only_one(folder: Path) -> None:
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
    # Everything, but counted and not read from the stored counts.
    narrow = Criteria(kinds=("direct", "indirect", "mixed"))
    for library in (stored, whole):
        for criteria in (Criteria(), narrow):
            counted = library.count_topics(criteria)
            assert {one.topic.id: (one.statements, one.statement) for one in counted} == {
                **homes,
                "fishing": (1, "harbour"),
            }
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
    homes_now = {key: (count.statements, count.statement) for key, count in again.items()}
    assert homes_now["fishing"] == (1, "harbour-again")
    assert homes_now["weather"] == homes_now["trade"] == (2, None)


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


def test_topics_of_many_statements_are_in_the_order_of_their_first_definition() -> None:
    one = made("One.", topics={"a": {"label": "A"}, "b": {"label": "B"}}, file="one.yaml")
    two = made("One.", topics={"c": {"label": "C"}, "a": {"label": "Other"}}, file="two.yaml")
    library = Library([one, two])
    assert [(topic.id, topic.label) for topic in library.topics.values()] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "C"),
    ]


def test_neighbours_are_the_quotes_before_and_after_in_the_same_text(library: Library) -> None:
    before, after = library.neighbours(library.quote("nobody-slept"))
    assert (before and before.id, after and after.id) == ("storm-at-night", "bells")
    assert library.neighbours(library.quote("bells"))[1] is None
    assert library.neighbours(library.quote("storm-at-night"))[0] is None


def test_a_library_without_references_is_closed() -> None:
    library = Library([made("One.")])
    assert isinstance(library._shelf, Memory)
    (link,) = library._shelf.db._links
    del library
    gc.collect()
    with pytest.raises(QuotecliError, match="closed"):
        link.execute("SELECT 1", ())


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


def test_hundreds_of_searches_can_be_asked_at_once(library: Library) -> None:
    assert ids(library, search=(*(f"w{n}" for n in range(300)), "bells")) == ["bells"]


def mayor(file: str, name: str, *aliases: str) -> Statement:
    """Return a statement by a mayor with a name."""
    speakers = {"mayor": {"name": name, "aliases": list(aliases)}}
    return made("One two.", quote("two", speaker="mayor"), file=file, speakers=speakers)


def test_two_people_with_one_id_are_counted_separately() -> None:
    library = Library(
        [mayor("a.yaml", "Ann Lee"), mayor("b.yaml", "Bo Chan"), mayor("c.yaml", "Ann Lee")]
    )
    assert {key: who.name for key, who in library.speakers.items()} == {
        "mayor/ann-lee": "Ann Lee",
        "mayor/bo-chan": "Bo Chan",
    }
    assert [one.statement for one in library.quotes(Criteria(speakers=("Bo",)))] == ["b"]
    counts = library.count_speakers()
    assert [(one.speaker.id, one.quotes, one.statement) for one in counts if one.speaker] == [
        ("mayor/ann-lee", 2, None),
        ("mayor/bo-chan", 1, "b"),
    ]
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


def test_nobody_has_namesakes_if_each_id_is_of_one_person(library: Library) -> None:
    assert (library.namesakes(), library.namesakes(["the mayor"])) == ({}, {})
    with pytest.raises(UnknownNameError):
        library.namesakes(["zzz"])


def test_one_person_is_found_by_all_names() -> None:
    library = Library([mayor("a.yaml", "Ann Lee", "Ms. Lee"), mayor("c.yaml", "Ann Lee", "Ann")])
    assert library.speakers["mayor"].aliases == ("Ms. Lee", "Ann")


def test_a_topic_is_found_by_all_its_labels() -> None:
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


def test_texts_are_whole_statements_that_meet_the_criteria_for_statements(
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


def test_what_a_library_returned_outlives_it(folder: Path) -> None:
    for paths in ([str(folder)], [str(folder / "harbour.yaml")]):
        assert "chan" in load(*paths).speakers
        assert [one.id for one in load(*paths).statements.values()][:1] == ["harbour"]
        assert [one.id for one in load(*paths).texts(Criteria(), bool)][:1] == ["harbour"]
        assert len(list(load(*paths).quotes())) >= 3
