"""Two coders' annotations of one text, as files."""

from __future__ import annotations

from pathlib import Path

TEXT = """\
  “The ferry is late,” said Ann Lee. “Nobody waits for us on the quay any more.”

  Bo Chan said the crews had not been paid since May. “It is a scandal,” he added, “and they know it.”

  The harbour master, Cy Dorn, promised a new boat. “We will have it by spring,” he said.
"""
HEAD = """\
title: The {title}
coder: {coder}
speakers:
  lee: {{name: Ann Lee}}
  chan: {{name: Bo Chan}}
  dorn: {{name: Cy Dorn}}
topics:
  boats: {{label: Boats}}
  crews: {{label: Crews}}
  pay: {{label: Pay, parent: crews}}
text: |
{text}quotes:
{quotes}"""
ADA = """\
  - {id: late, topics: [boats], kind: direct, speaker: lee, excerpt: The ferry is late}
  - {id: waits, topics: [boats], kind: direct, speaker: lee, excerpt: Nobody waits for us on the quay any more.}
  - {id: paid, topics: [pay], kind: indirect, speaker: chan, excerpt: the crews had not been paid since May}
  - {id: scandal, topics: [pay], kind: direct, speaker: chan, excerpt: [It is a scandal, and they know it.], note: loud}
  - {id: spring, topics: [boats], kind: direct, speaker: dorn, excerpt: We will have it by spring}
"""
BEN = """\
  - {id: late, topics: [boats], kind: direct, speaker: lee, excerpt: The ferry is late}
  - {id: nobody, topics: [crews], kind: direct, speaker: lee, excerpt: Nobody waits for us on the quay}
  - {id: unpaid, topics: [pay], kind: indirect, speaker: chan, excerpt: the crews had not been paid since May}
  - {id: scandal, topics: [crews], kind: direct, speaker: dorn, excerpt: [It is a scandal, and they know it.]}
"""
QUAY = "  “Wages are too low,” said Bo Chan. “The crews will leave.”\n"
BOTH = """\
  - {id: wages, topics: [pay], kind: direct, speaker: chan, excerpt: Wages are too low}
  - {id: leave, topics: [crews], kind: direct, speaker: chan, excerpt: The crews will leave.}
"""


def write(folder: Path, coder: str, quotes: str, name: str = "ferry", text: str = TEXT) -> Path:
    """Write a statement into a folder, which is made; return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    content = HEAD.format(title=name, coder=coder, text=text, quotes=quotes)
    path.write_text(content, encoding="utf-8")
    return path


def write_study(folder: Path) -> tuple[str, str]:
    """Write the folders of two coders, Ada Ash and Ben Oak, with two texts; return their paths."""
    write(folder / "ada", "Ada Ash", ADA)
    write(folder / "ben", "Ben Oak", BEN)
    for name, coder in (("ada", "Ada Ash"), ("ben", "Ben Oak")):
        write(folder / name, coder, BOTH, "quay", QUAY)
    return str(folder / "ada"), str(folder / "ben")
