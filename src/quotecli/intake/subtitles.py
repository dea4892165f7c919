"""Subtitles (WebVTT and SubRip): turns by voice tags and names, each with the time it begins."""

from __future__ import annotations

import html
import io
import os
import re
from typing import Any

from quotecli.drafting.labels import read_label
from quotecli.errors import Place, UnreadableError
from quotecli.intake.document import Document
from quotecli.intake.libraries import load

_SUBRIP = re.compile(r"\s*\d+[ \t]*\n\d\d:\d\d:\d\d,\d{3} --> ")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>")
_TAG = re.compile(r"</?[^<>\n]{0,200}>")
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")
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
    webvtt: Any = load("webvtt", "a file of subtitles", file)
    try:
        captions = list(webvtt.from_buffer(io.StringIO(text.lstrip("\ufeff")), format=form))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise UnreadableError(f"damaged subtitles: {error}", place=Place(file)) from None

    paragraphs: list[str] = []
    speaker = last = ""
    for caption in captions:
        start = str(caption.start).partition(".")[0]
        for name, words in _find_voices(caption.raw_text):
            if not words or words == last:
                continue  # live captions repeat what is still on the screen
            last = words
            if (name or _has_label(words)) and (name != speaker or not name):
                label = f"{name}: " if name else ""
                paragraphs.append(f"[{start}] {label}{words}")
            elif not paragraphs or (not speaker and _is_long(paragraphs[-1])):
                paragraphs.append(words)
            else:
                paragraphs[-1] += f" {words}"
            speaker = name or speaker
    title = os.path.splitext(os.path.basename(file))[0].strip("-")
    return Document("\n\n".join(paragraphs) + "\n" if paragraphs else "", title)


def _has_label(line: str) -> bool:
    label = read_label(line, 0, len(line))
    return label is not None and not label.alone


def _is_long(paragraph: str) -> bool:
    return len(paragraph) > _MIN_PARAGRAPH and _ENDED.search(paragraph) is not None


def _find_voices(raw: str) -> list[tuple[str, str]]:
    """Return the parts of a caption: whose voice each is, "" for none named, and its words."""
    found: list[tuple[str, str]] = []
    name = ""
    at = 0
    for match in _VOICE.finditer(raw):
        found += [(name, line) for line in _find_lines(raw[at : match.start()])]
        name, at = html.unescape(match.group(1)).strip(), match.end()
    return [*found, *[(name, line) for line in _find_lines(raw[at:])]]


def _find_lines(raw: str) -> list[str]:
    """Return the words of a caption; a line that begins with a name or a dash stands alone."""
    lines: list[str] = []
    for line in html.unescape(_TAG.sub("", raw)).splitlines():
        line = line.strip()
        apart = line.startswith(("- ", "– ", ">>"))
        if lines and not apart and not _has_label(line):
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines
