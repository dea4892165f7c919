"""Subtitles (WebVTT and SubRip): turns by voice tags and names, each with the time it begins."""

from __future__ import annotations

import html
import io
import os
import re
from typing import Any

from quotecli.drafting.transcripts.labels import read_label
from quotecli.errors import Place, UnreadableError
from quotecli.extras import load_module
from quotecli.intake.document import Document

_SUBRIP = re.compile(r"\s*\d+[ \t]*\n\d\d:\d\d:\d\d,\d{3} --> ")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>")
_TAG = re.compile(r"</?[^<>\n]{0,200}>")
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")
_SOMEBODY = ">>"
"""What begins the words of somebody else, who is not named, in captions of live television."""
_MIN_PARAGRAPH = 300  # code points of a paragraph without a name, before it ends with a sentence


def find_format(text: str) -> str:
    """Return "vtt" or "srt" for subtitles, "" for any other text."""
    if re.match(r"\ufeff?WEBVTT(?:\s|$)", text):
        return "vtt"
    return "srt" if _SUBRIP.match(text) else ""


def read_subtitles(text: str, form: str, file: str) -> Document:
    """Return what is said in subtitles, a paragraph a turn: "[00:00:04] Ines Rook: …".

    Raises UnreadableError if webvtt-py is not installed, or if they are damaged.
    """
    webvtt: Any = load_module("webvtt", Place(file))
    try:
        captions = list(webvtt.from_buffer(io.StringIO(text.lstrip("\ufeff")), format=form))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise UnreadableError(f"damaged subtitles: {error}", place=Place(file)) from None

    lines = [
        (str(caption.start).partition(".")[0], *voice)
        for caption in captions
        for voice in _find_voices(caption.raw_text)
    ]
    title = os.path.splitext(os.path.basename(file))[0].strip("-")
    turns, times = _join_turns(lines)
    return Document("".join(f"{turn}\n\n" for turn in turns)[:-1], title, times=tuple(times))


def _join_turns(lines: list[tuple[str, str, str]]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the turns that lines make, each with its time, its name and its words.

    The second value is where in the text that they make the lines begin, and when.
    """
    turns: list[str] = []
    times: list[tuple[int, str]] = []
    before = 0  # the length of the turns before the last one
    speaker = last = ""
    for start, name, words in lines:
        if words == last:
            continue  # live captions repeat what is still on the screen

        last = words
        count = len(turns)
        if words.startswith(_SOMEBODY):
            speaker = ""
            turns.append(words)
        elif name and name != speaker:
            speaker = name
            turns.append(f"[{start}] {name}: {words}")
        elif not turns or (not speaker and _is_long(turns[-1])):
            turns.append(words)
        else:
            turns[-1] += f" {words}"

        if count and len(turns) > count:
            before += len(turns[-2]) + 2
        times.append((before + len(turns[-1]) - len(words), start))
    return turns, times


def _split_label(line: str) -> tuple[str, str]:
    """Return the name that a line begins with, before a colon, and the rest; "" for no name."""
    label = read_label(line, 0, len(line))
    if label is None or label.alone or ":" not in line[label.place.end : label.words]:
        return "", line
    return line[slice(*label.place)], line[label.words :].strip()


def _is_long(paragraph: str) -> bool:
    return len(paragraph) > _MIN_PARAGRAPH and _ENDED.search(paragraph) is not None


def _find_voices(raw: str) -> list[tuple[str, str]]:
    """Return the parts of a caption: whose voice each is, "" for none named, and its words."""
    found: list[tuple[str, str]] = []
    name = ""
    at = 0
    for match in (*_VOICE.finditer(raw), None):
        for line in _find_lines(raw[at : match.start() if match else len(raw)]):
            said, words = _split_label(line)
            name = said or ("" if words.startswith(_SOMEBODY) else name)
            if words:
                found.append((name, words))
        if match:
            name, at = html.unescape(match.group(1)).strip(), match.end()
    return found


def _find_lines(raw: str) -> list[str]:
    """Return the words of a caption; a line that begins with a name or a dash stands alone."""
    lines: list[str] = []
    for line in html.unescape(_TAG.sub("", raw)).splitlines():
        line = line.strip()
        apart = line.startswith(("- ", "– ", ">>"))
        if lines and not apart and not _split_label(line)[0]:
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines
