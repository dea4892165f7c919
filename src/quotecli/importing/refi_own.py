"""What is ours in a project that another program wrote again.

QualCoder, for one, gives every thing a new identifier, drops notes, and with them our record of
each text, forgets which selections a case has, and makes a selection for each code. Codes, cases
and variables are recognised by their names, and everything else by what descriptions say.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from quotecli.exporting.refi import KIND, VARIABLES, make_guid
from quotecli.exporting.refi_words import (
    CASE,
    QUOTE,
    TOPIC,
    name_person,
    read_header,
    read_person,
)
from quotecli.importing.passages import ImportedText
from quotecli.importing.refi_project import (
    KIND_OF,
    Code,
    RefiProject,
    Selection,
    description_of,
    find_children,
    guid_of,
    name_of,
    target_of,
)
from quotecli.importing.refi_quotes import OwnSelections
from quotecli.importing.topics import make_short_id
from quotecli.model import (
    KINDS,
    Source,
    Speaker,
    Statement,
    Topic,
    collapse_space,
)
from quotecli.render.theme import COLOURS
from quotecli.store.fields import SLUG, is_attribute
from quotecli.text.slugs import make_slug


def recognise_codes(project: RefiProject) -> None:
    """Give our codes in a project the identifiers that we gave them; say if there are any."""
    codes = project.codes
    own: dict[str, str] = {}
    for key, code in codes.items():
        above = codes.get(code.parent)
        if code.name in KINDS and above and above.name == KIND and not above.parent:
            own[key], own[code.parent] = make_guid("kind", code.name), make_guid("kinds")
    if not own and not codes.keys() & KIND_OF.keys():
        return

    project.is_ours = True
    ids = {key: read_topic(code).id for key, code in codes.items() if key not in own}
    ours = {key: make_guid("topic", topic) for key, topic in ids.items() if topic}
    # A copy of a code has its description: it is another one, unless it has its name, too, as in
    # older versions of QualCoder, where a code with codes below it is a category and a code.
    names = {
        guid: codes[key].name
        for key, guid in ours.items()
        if guid == key or make_slug(codes[key].name) == ids[key]
    }
    for key, guid in ours.items():
        if names.setdefault(guid, codes[key].name) == codes[key].name:
            own[key] = guid
    project.rename_codes(own)


def make_topic(key: str, code: Code) -> Topic:
    """Return the topic of a code, with the id that we gave it if it is ours."""
    topic = read_topic(code)
    return topic if key == make_guid("topic", topic.id) else topic._replace(id="")


def read_topic(code: Code) -> Topic:
    """Return the topic of a code; it has no id if the code does not give it one."""
    header, description = read_header(code.description, TOPIC)
    key = header.get("id", [""])[0]
    if not SLUG.fullmatch(key):
        label, description = map(collapse_space, (code.name, code.description))
        return Topic("", label, description, colour=code.colour)
    label = header.get("label", [""])[0]
    return Topic(
        key,
        label if label and code.name == f"{label} ({key})" else collapse_space(code.name),
        collapse_space(description),
        _filled(header.get("alias", ())),
        _filled(header.get("keyword", ())),
        colour=find_colour(code, header.get("colour", [""])[0]),
        memo=header.get("memo", [""])[0],
    )


def find_colour(code: Code, known: str) -> str:
    """Return the colour of a topic of ours: that of its code, unless we chose it for the code.

    `known` is the colour that the topic had.
    """
    chosen = ("", *(colour.sign for colour in COLOURS))
    return known if code.colour in chosen else code.colour


class Cases:
    """The cases of a project that are speakers of ours, and the selections that they name.

    People are known by id and name: one id may be another person in another statement. `people`
    has them by the identifiers of their cases.
    """

    def __init__(self, project: RefiProject, records: Iterable[Statement]) -> None:
        speakers = {(who.id, who.name) for one in records for who in one.speakers.values()}
        self.people = {make_guid("case", *who): who for who in speakers}
        self._now: dict[tuple[str, str], Speaker] = {}
        self._by_selection: dict[str, set[tuple[str, str]]] = {}
        for case in project.all("Cases", "Case"):
            person = self.people.get(guid_of(case))
            if person is None and project.is_ours:
                person = self._recognise(case, speakers)
            if person is None:
                project.skipped.append(f"the case “{name_of(case)}”: a case is not a speaker")
                continue
            for reference in find_children(case, "SelectionRef"):
                self._by_selection.setdefault(target_of(reference), set()).add(person)

    def _recognise(self, case: Element, recorded: set[tuple[str, str]]) -> tuple[str, str] | None:
        """Return the person of a case that says who it is, by its name if that was changed."""
        header, _ = read_header(description_of(case), CASE)
        key, name = header.get("id", [""])[0], collapse_space(header.get("name", [""])[0])
        if not SLUG.fullmatch(key) or not name:
            return None
        person = was = (key, name)
        shown = collapse_space(name_of(case))
        if was not in recorded and shown != name and not shown.startswith(f"{name} ({key}"):
            person = (key, shown)
        self.people[guid_of(case)] = person
        aliases = _filled(header.get("alias", ()))
        pairs = (line.partition("=") for line in _filled(header.get("attribute", ())))
        attributes = {name: value for name, _, value in pairs if is_attribute(name) and value}
        self._now[was] = Speaker(*person, aliases=aliases, attributes=tuple(attributes.items()))
        return person

    def find(self, person: Speaker) -> Speaker | None:
        """Return a person as their case has them now, with the given role, or None without one."""
        now = self._now.get((person.id, person.name))
        return now._replace(role=person.role) if now else None

    def named_by(self, selections: list[Selection], codes: Iterable[str]) -> set[tuple[str, str]]:
        """Return the people whose cases name selections, or are among their codes."""
        people = {self.people[code] for code in codes if code in self.people}
        guids = (guid for one in selections for guid in one.guids)
        return people.union(*(self._by_selection.get(guid, ()) for guid in guids))


def recover_statement(
    project: RefiProject, cases: Cases, source: Element, text: ImportedText, own: OwnSelections
) -> Statement:
    """Return the statement of a text of ours, without topics: all that the project says of it."""
    values = project.values(source)
    listed = [read_person(line) for line in values.get("speakers", "").split("\n")]
    people: dict[str, Speaker] = {}
    speakers: dict[str, Speaker] = {}
    for person in [*filter(None, listed), *own.list_people()]:
        now = cases.find(person) or (person if person in listed else None)
        if now and speakers.setdefault(now.id, now).name == now.name:
            people[name_person(person)] = speakers[now.id]

    statement = Statement(
        id=own.id,
        title=_find_title(project, source, own.id),
        text=text.text,
        quotes=(),
        speakers=speakers,
        topics={},
        speaker=people.get(values.get("speaker", "")),
        occasion=collapse_space(values.get("occasion", "")),
        coder=collapse_space(values.get("coder", "")),
        memo=values.get("memo", "").strip(),
        source=Source(*(collapse_space(values.get(name, "")) for name in Source._fields)),
    )
    return statement._replace(quotes=tuple(own.make_quotes(text, people)))


def find_own_id(project: RefiProject, source: Element, selections: Iterable[Selection]) -> str:
    """Return the id that we gave to the statement of a text, "" if the text is not ours."""
    if not project.is_ours:
        return ""
    key = project.values(source).get(VARIABLES[0], "")
    if SLUG.fullmatch(key):
        return key
    if not any(read_header(one.note, QUOTE)[0] for one in selections):
        return ""
    return make_short_id(name_of(source), "text")


def _find_title(project: RefiProject, source: Element, key: str) -> str:
    """Return the title of a text, which has its id in its name if another one has the title."""
    name = name_of(source)
    title = name.removesuffix(f" ({key})")
    is_shared = title != name and project.texts_by_name[title] > 0
    return collapse_space(title if is_shared else name) or key


def _filled(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for value in values if (line := collapse_space(value)))
