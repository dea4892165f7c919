"""Our projects after people worked on them in a program that drops our record."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

import pytest

from quotecli.importing.formats import Imported
from quotecli.importing.qdpx import read
from quotecli.model import Quote
from tests.importing.programs import QUALCODER, Project, Q, pass_through
from tests.importing.test_refi_own import exported, harbour, storm
from tests.make import made, quote


def edited(change: Callable[[Project], None], *more: str) -> Imported:
    """Return our project after QualCoder, and a change to what it wrote."""
    project = Project(pass_through(exported(harbour()), QUALCODER))
    change(project)
    return read(project.write(), "a.qdpx", None)


def selections(project: Project, quote: str) -> list[Element]:
    found = [one for one in project.root.iter(f"{Q}PlainTextSelection") if quote in said(one)]
    assert found
    return found


def said(node: Element) -> str:
    return node.findtext(f"{Q}Description", "")


def code_of(project: Project, selection: Element) -> str:
    key = selection.find(f"{Q}Coding/{Q}CodeRef").get("targetGUID")  # type: ignore[union-attr]  # it has one
    codes = project.root.iter(f"{Q}Code")
    return next(code.get("name", "") for code in codes if code.get("guid") == key)


def quotes(result: Imported) -> dict[str, Quote]:
    return {one.id: one for one in result.statements[0].quotes}


def source_of(project: Project) -> Element:
    return next(project.root.iter(f"{Q}TextSource"))


def add(project: Project, like: Element, code: str, note: str = "", **attributes: str) -> None:
    """Code a passage: the place of a selection, or one of its own."""
    keys = ("startPosition", "endPosition", "name")
    values = {key: like.get(key, "") for key in keys} | attributes
    new = SubElement(source_of(project), f"{Q}PlainTextSelection", {"guid": "new", **values})
    if note:
        SubElement(new, f"{Q}Description").text = note
    coding = SubElement(new, f"{Q}Coding", guid="coding")
    SubElement(coding, f"{Q}CodeRef", targetGUID=project.find("Code", code).get("guid", ""))


def test_quotes_are_in_the_order_of_the_text() -> None:
    starts = [one.anchor.spans for one in edited(lambda project: None).statements[0].quotes]
    assert starts == sorted(starts)


def test_a_code_added_to_the_words_of_a_quote_is_one_more_topic() -> None:
    def change(project: Project) -> None:
        add(project, selections(project, "more-herring")[0], "Ports")

    result = edited(change)
    assert len(result.statements[0].quotes) == 3
    topics = {topic.id for topic in quotes(result)["more-herring"].topics}
    assert topics == {"fishing", "trade", "ports"}
    assert result.skipped == ()


def test_a_memo_at_the_words_of_a_quote_is_a_passage_of_its_own() -> None:
    def change(project: Project) -> None:
        add(project, selections(project, "more-herring")[0], "Ports", "Really?")

    made = edited(change).statements[0].quotes
    assert [one.note for one in made if one.note == "Really?"] == ["Really?"]
    assert [one.speaker for one in made if one.note == "Really?"] == [None]


def test_a_quote_without_a_code_for_its_kind_is_told_and_a_draft() -> None:
    def change(project: Project) -> None:
        for one in selections(project, "deeper-quay"):
            if code_of(project, one) == "indirect":
                source_of(project).remove(one)

    result = edited(change)
    assert result.skipped == (
        "The harbour will grow: the quote 'deeper-quay': its kind, for which it has no code",
    )
    assert quotes(result)["deeper-quay"].status == "draft"
    assert quotes(result)["deeper-quay"].speaker == harbour().quotes[1].speaker


def test_a_quote_with_two_kinds_is_told() -> None:
    def change(project: Project) -> None:
        add(project, selections(project, "deeper-quay")[0], "direct")

    assert "its kind is both" in edited(change).skipped[0]


def test_a_coding_that_was_moved_alone_is_told() -> None:
    def change(project: Project) -> None:
        one = selections(project, "more-herring")[-1]
        one.set("endPosition", str(int(one.get("endPosition", "")) - len(" ever")))
        one.set("name", "more herring than")

    result = edited(change)
    assert "'more-herring': one of its codings, which is at another place" in result.skipped[0]


def test_a_quote_that_was_moved_keeps_what_was_said_of_it() -> None:
    def change(project: Project) -> None:
        for one in selections(project, "more-herring"):
            one.set("endPosition", str(int(one.get("endPosition", "")) - len(" ever")))
            one.set("name", "more herring than")

    moved = quotes(edited(change))["more-herring"]
    assert moved.parts == ("more herring than",)
    assert (moved.kind, moved.speaker) == ("mixed", harbour().quotes[2].speaker)


def test_what_somebody_wrote_into_a_description_is_a_note() -> None:
    def change(project: Project) -> None:
        for one in selections(project, "more-herring"):
            node = one.find(f"{Q}Description")
            assert node is not None
            node.text = f"I doubt it.\n{node.text}\nAsk her."

    herring = quotes(edited(change))["more-herring"]
    assert herring.note == "I doubt it.\nAsk her."
    assert herring.speaker == harbour().quotes[2].speaker


@pytest.mark.parametrize(
    ("line", "name", "told"),
    [
        ("Ann Lee (lee)", "Ann Lee", False),
        ("Ann Lee", "Ann Lee", False),
        ("Carla Díaz", None, True),
        ("Ann Lee (chan)", None, True),
    ],
)
def test_another_speaker_is_named_only_if_they_are_a_case(
    line: str, name: str | None, told: bool
) -> None:
    def change(project: Project) -> None:
        for one in selections(project, "deeper-quay"):
            node = one.find(f"{Q}Description")
            assert node is not None
            node.text = (node.text or "").replace("Bo Chan (chan)", line)

    result = edited(change)
    speaker = quotes(result)["deeper-quay"].speaker
    assert (speaker and speaker.name) == name
    assert any("who is not a case" in one for one in result.skipped) == told


def test_a_renamed_case_renames_the_speaker() -> None:
    result = edited(lambda project: project.find("Case", "Bo Chan").set("name", "Bo Chang"))
    names = {one.id: one.speaker and one.speaker.name for one in result.statements[0].quotes}
    assert names == {
        "harbour-grows": "Ann Lee",
        "deeper-quay": "Bo Chang",
        "more-herring": "Bo Chang",
    }
    assert result.skipped == ()


def test_a_new_case_is_not_a_speaker() -> None:
    def change(project: Project) -> None:
        cases = project.root.find(f"{Q}Cases")
        assert cases is not None
        SubElement(cases, f"{Q}Case", guid="new", name="Oldport")

    assert edited(change).skipped == ("the case “Oldport”: a case is not a speaker",)


def test_a_renamed_code_renames_its_topic() -> None:
    result = edited(lambda project: project.find("Code", "Ports").set("name", "Havens"))
    assert result.statements[0].topics["ports"].label == "Havens"
    assert result.statements[0].topics["ports"].keywords == ("harbour",)


def test_a_copy_of_a_code_is_another_topic() -> None:
    def change(project: Project) -> None:
        code = project.find("Code", "Ports")
        codes = project.root.find(f"{Q}CodeBook/{Q}Codes")
        assert codes is not None
        copied = Element(f"{Q}Code", {**code.attrib, "guid": "copy", "name": "Ports copy"})
        SubElement(copied, f"{Q}Description").text = said(code)
        codes.insert(0, copied)

    topics = edited(change).statements[0].topics
    assert (topics["ports"].label, topics["ports-copy"].label) == ("Ports", "Ports copy")


def test_a_category_and_its_code_of_one_name_are_one_topic() -> None:
    # Older versions of QualCoder make both of a code with codes below it.
    def change(project: Project) -> None:
        category = project.find("Code", "Trade")
        category.set("isCodable", "false")
        mirror = SubElement(category, f"{Q}Code", guid="mirror", name="Trade", isCodable="true")
        SubElement(mirror, f"{Q}Description").text = said(category)
        for reference in project.root.iter(f"{Q}CodeRef"):
            if reference.get("targetGUID") == category.get("guid"):
                reference.set("targetGUID", "mirror")

    result = edited(change)
    assert result.statements[0].topics.keys() == harbour().topics.keys()
    assert "trade" in {topic.id for topic in quotes(result)["more-herring"].topics}


def test_a_deleted_code_of_a_kind_leaves_the_others() -> None:
    def change(project: Project) -> None:
        kinds = project.find("Code", "Kind")
        for code in list(kinds):
            if code.get("name") == "mixed":
                kinds.remove(code)
        for one in selections(project, "more-herring"):
            source_of(project).remove(one)

    result = edited(change)
    assert result.skipped == ()
    assert {one.kind for one in result.statements[0].quotes} == {"direct", "indirect"}
    assert "direct" not in result.statements[0].topics


def test_a_passage_added_by_somebody_has_no_speaker_and_is_a_draft() -> None:
    def change(project: Project) -> None:
        one = selections(project, "harbour-grows")[0]
        text = project.text(source_of(project))
        start = text.index("more herring") + len("more ")
        add(
            project,
            one,
            "Ports",
            startPosition=str(start),
            endPosition=str(start + len("herring")),
            name="herring",
        )

    (new,) = (one for one in edited(change).statements[0].quotes if one.parts == ("herring",))
    assert (new.speaker, new.status) == (None, "draft")


def test_a_text_added_by_somebody_is_not_taken_for_ours() -> None:
    def change(project: Project) -> None:
        sources = project.root.find(f"{Q}Sources")
        assert sources is not None
        new = SubElement(sources, f"{Q}TextSource", guid="new", name="Notes of mine")
        SubElement(new, f"{Q}PlainTextContent").text = "Nothing yet."

    result = edited(change)
    assert {item.id for item in result.statements} == {"harbour", "notes-of-mine"}


def test_two_texts_with_one_title_keep_it() -> None:
    items = [made("One two.", quote("two"), title="News"), storm()._replace(title="News")]
    items[0] = items[0]._replace(id="first")
    result = read(pass_through(exported(*items), QUALCODER), "a.qdpx", None)
    assert {(item.id, item.title) for item in result.statements} == {
        *(("first", "News"), ("storm", "News")),
    }


def test_line_ends_as_qualcoder_makes_them_keep_the_words() -> None:
    # It reads CR LF as LF and adds a space, so that positions stay the same.
    text = "The quay is old.\r\n\r\n“It pours,” she said.\r\n“It rains.”"
    project = Project(pass_through(exported(made(text, quote("It rains."))), QUALCODER))
    name = source_of(project).get("plainTextPath", "").removeprefix("internal://")
    changed = text.replace("\r\n", "\n").replace("\n", "\n ")
    project.files[f"sources/{name}"] = changed.encode("utf-8-sig")
    result = read(project.write(), "a.qdpx", None)
    assert [one.parts for one in result.statements[0].quotes] == [("It rains.",)]
    assert (result.statements[0].text, result.skipped) == (changed, ())
