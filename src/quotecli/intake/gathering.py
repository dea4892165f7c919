"""The texts that sources stand for: files, folders of them, addresses, standard input."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotecli.errors import Place, UnreadableError
from quotecli.intake.address import is_address
from quotecli.intake.heads import NAME, read_heads
from quotecli.intake.kinds import ENDINGS
from quotecli.store.discovery import name_statement_files
from quotecli.store.files import list_files
from quotecli.text.slugs import make_slug

STDIN = "-"


class Text(NamedTuple):
    """A text to be read: its path or address, and what sources.csv says of it, by key.

    `inside` is its path within the folder that was named, and `above` the name of its own folder,
    as far as it was named.
    """

    path: str
    inside: str
    above: str
    head: dict[str, str]


class Gathered(NamedTuple):
    """The texts that were found, what could not be read, and what a reader must know."""

    texts: list[Text]
    errors: list[UnreadableError]
    notes: list[str]


def gather(sources: Sequence[str]) -> Gathered:
    """Return the texts that sources stand for, each once, in order.

    What is wrong with one source is among the errors, and the others are there. Raises
    UnreadableError if none is left.
    """
    found = Gathered([], [], [])
    for source in sources:
        try:
            if os.path.isdir(source):
                _add_folder(source, found)
            else:
                found.texts.append(_make_text(source))
        except UnreadableError as error:
            found.errors.append(error)
    if not found.texts:
        raise found.errors[0]

    folders: dict[str, str] = {}
    texts = {_identify(text.path, folders): text for text in reversed(found.texts)}
    return found._replace(texts=list(reversed(texts.values())))


def name_targets(texts: Sequence[Text]) -> list[str]:
    """Return the path of the statement of each text: all have different ids.

    Names that are alike get what tells them apart: the ending of the file, its folder, a number.
    """
    stems = list(_strip_endings([text.inside for text in texts]))
    often = Counter(_find_id(stem) for stem in stems)
    taken: set[str] = set()
    names = []
    for text, stem in zip(texts, stems):
        folder, base = os.path.split(stem)
        if often[_find_id(stem)] > 1 and text.above:
            base = f"{text.above}-{base}"
        unique, number = base, 2
        while _find_id(unique) in taken:
            unique, number = f"{base}-{number}", number + 1
        taken.add(_find_id(unique))
        names.append(os.path.join(folder, unique))
    return name_statement_files(names)


def _add_folder(folder: str, found: Gathered) -> None:
    paths, unreadable = list_files(folder, (*ENDINGS, *map(str.upper, ENDINGS)))
    found.errors.extend(unreadable)
    if not paths:
        raise UnreadableError(
            "no files that can be drafted in this folder",
            place=Place(folder),
            hint="give texts, web pages, PDF or Word files, e-mail or subtitles",
        )
    heads = read_heads(folder)
    start = len(os.path.join(folder, ""))
    names: dict[str, str] = {}
    for path in paths:
        inside, above = path[start:].replace(os.sep, "/"), os.path.dirname(path)
        if above not in names:
            names[above] = _name_folder(path)
        found.texts.append(Text(path, inside, names[above], heads.pop(inside, {})))
    if heads:
        found.notes.append(f"note: {NAME} names {min(heads)}, which is not in the folder")


def _make_text(source: str) -> Text:
    """Return the text of a file, of an address, or of standard input."""
    if source == STDIN:
        return Text(source, "draft", "", {})
    if is_address(source):
        from urllib.parse import urlsplit

        parts = urlsplit(source)
        stem = os.path.splitext(os.path.basename(parts.path.rstrip("/")))[0]
        host = make_slug(parts.hostname or "", "page")
        return Text(source, make_slug(stem, host), host, {})
    folder, name = os.path.split(source)
    return Text(source, name, _name_folder(source), read_heads(folder).get(name, {}))


def _name_folder(path: str) -> str:
    return os.path.basename(os.path.dirname(os.path.normpath(path)))


def _identify(path: str, folders: dict[str, str]) -> str:
    """Return what tells one text from others; `folders` are the real ones of those seen before."""
    if path == STDIN or is_address(path):
        return path
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def _find_id(stem: str) -> str:
    return make_slug(os.path.basename(stem))


def _strip_endings(files: list[str]) -> Iterator[str]:
    """Yield the paths of files without their endings, which stay where two would be alike."""
    stems = [os.path.splitext(file)[0] for file in files]
    often, same = Counter(stem.lower() for stem in stems), Counter(files)
    for file, stem in zip(files, stems):
        yield file.replace(".", "-") if often[stem.lower()] > same[file] else stem
