"""What the index holds has a version: whoever changes it must raise that."""

from __future__ import annotations

import hashlib

from quotecli.library.cache.entries import make_entry
from quotecli.library.cache.tables import INDEXES, TABLES, VERSION

STATEMENT = b"""\
title: The harbour will grow
speaker: lee
occasion: opening of the quay
source: {publisher: The Gazette, author: Kim Ode, published: 2021-05-01, url: "https://example.org"}
speakers:
  lee: {name: Ann Lee, role: mayor, aliases: [the mayor]}
  chan: {name: Bo Chan, role: harbour master}
topics:
  trade: {label: Trade, aliases: [commerce], description: All of it}
  ports: {label: Ports, parent: trade, keywords: [harbour]}
text: |-
  "The harbour will  grow," said the mayor. "It feeds us all. It feeds us all."

  Bo Chan said that the boats would need a deeper quay.
quotes:
  - {id: harbour-grows, topics: [ports], kind: direct, cue: said, status: reviewed, note: Nice.,
     confidence: 0.5, excerpt: ["The harbour will  grow", "It feeds us all."]}
  - {id: feeds, topics: [trade], kind: direct, prefix: "feeds us all. ", excerpt: It feeds us all.}
  - {id: quay, topics: [ports], kind: mixed, speaker: chan, reported_by: lee,
     excerpt: would need a deeper quay}
"""

# The number in VERSION, and what an index of that version holds.
PINNED = ("16", "f22a63f89bd459ae")


def test_what_the_index_holds_has_not_changed_without_its_version() -> None:
    entry = make_entry("harbour.yaml", STATEMENT, None)
    assert not entry.problems, entry.problems
    held = "\n".join([TABLES, INDEXES, *map(repr, entry)])
    now = (VERSION.split()[0], hashlib.sha256(held.encode()).hexdigest()[:16])
    assert now == PINNED, (
        "what is stored in the index has changed: raise the number in VERSION of"
        f" library/cache/tables.py, or old indexes are read without it, then put {now} here"
    )
