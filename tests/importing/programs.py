"""A program in the middle: it reads a REFI-QDA project and writes it again in its own manner."""

from __future__ import annotations

import copy
import io
import random
import re
import uuid
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.intake.test_archive import zipped

Q = "{urn:QDA-XML:project:1.0}"
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GUIDS = ("guid", "targetGUID", "creatingUser", "creatingUserGUID", "modifyingUser")


class Manner(NamedTuple):
    """What a program does to a project; `seed` decides on the new identifiers and orders."""

    seed: int = 0
    renames: bool = False
    sorts: bool = False
    drops_notes: bool = False
    drops_case_selections: bool = False
    splits: bool = False


QUALCODER = Manner(
    renames=True, drops_notes=True, drops_case_selections=True, splits=True, sorts=True
)
"""What its refi.py does on import and export, seen in its source."""


class Project:
    """A project as a program holds it: its XML and its other files."""

    def __init__(self, data: bytes) -> None:
        archive = zipfile.ZipFile(io.BytesIO(data))
        self.files = {name: archive.read(name) for name in archive.namelist()}
        self.root = ElementTree.fromstring(self.files.pop("project.qde"))

    def write(self) -> bytes:
        ElementTree.register_namespace("", "urn:QDA-XML:project:1.0")
        return zipped(("project.qde", ElementTree.tostring(self.root)), *self.files.items())

    def text(self, source: Element) -> str:
        name = source.get("plainTextPath", "").removeprefix("internal://")
        return self.files[f"sources/{name}"].decode("utf-8-sig")

    def find(self, tag: str, name: str) -> Element:
        return next(node for node in self.root.iter(f"{Q}{tag}") if node.get("name") == name)


def pass_through(data: bytes, manner: Manner) -> bytes:
    """Return a project as a program of that manner writes it again."""
    project = Project(data)
    if manner.drops_notes:
        _drop(project.root, "Notes", "NoteRef")
    if manner.drops_case_selections:
        _drop(project.root, "SelectionRef")
    if manner.splits:
        project.root.set("origin", "QualCoder 3.8")
        for source in project.root.iter(f"{Q}TextSource"):
            _split(source, project.text(source))
    if manner.sorts:
        _shuffle(project.root, random.Random(manner.seed))
    if manner.renames:
        _rename(project, random.Random(manner.seed))
    return project.write()


def _drop(root: Element, *tags: str) -> None:
    names = [f"{Q}{tag}" for tag in tags]
    for node in list(root.iter()):
        for child in [child for child in node if child.tag in names]:
            node.remove(child)


def _split(source: Element, text: str) -> None:
    """Make a selection of each coding, named by its words."""
    for node in source.findall(f"{Q}PlainTextSelection"):
        at = list(source).index(node)
        source.remove(node)
        for coding in node.findall(f"{Q}Coding"):
            one = copy.deepcopy(node)
            for other in one.findall(f"{Q}Coding"):
                one.remove(other)
            one.append(coding)
            one.set("guid", coding.get("guid", "")[::-1])
            start, end = (int(one.get(f"{edge}Position", "")) for edge in ("start", "end"))
            one.set("name", _UNCARRIED.sub("\ufffd", text[start:end]))
            source.insert(at, one)


def _shuffle(root: Element, chance: random.Random) -> None:
    """Put what may stand in any order in another one."""
    many = ("Code", "PlainTextSelection", "Coding", "Case", "TextSource", "Variable", "Note")
    for node in list(root.iter()):
        for tag in many:
            places = [at for at, child in enumerate(node) if child.tag == f"{Q}{tag}"]
            moved = [node[at] for at in places]
            chance.shuffle(moved)
            for at, child in zip(places, moved):
                node[at] = child


def _rename(project: Project, chance: random.Random) -> None:
    """Give everything a new identifier, and every file a new name."""
    known: dict[str, str] = {}

    def new(guid: str) -> str:
        return known.setdefault(guid, str(uuid.UUID(int=chance.getrandbits(128), version=4)))

    for node in project.root.iter():
        for name in _GUIDS:
            if (guid := node.get(name)) is not None:
                node.set(name, new(guid))
        if path := node.get("plainTextPath"):
            old = path.removeprefix("internal://")
            node.set("plainTextPath", f"internal://{new(old)}.txt")
            data = project.files.pop(f"sources/{old}")
            project.files[f"sources/{new(old)}.txt"] = b"\xef\xbb\xbf" + data.removeprefix(
                b"\xef\xbb\xbf"
            )
