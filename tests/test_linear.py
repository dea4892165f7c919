"""Inputs made to be slow: each would take minutes if time grew with the square of its size."""

from __future__ import annotations

import pytest

from tests.limited import run_limited

SCRIPTS = {
    "a byline of spaces": """
        from quotecli.citing.bylines import parse_byline
        (one,) = parse_byline("Ada" + "\\u2003" * 200_000 + "Marlow")
        assert one.family == ""
    """,
    "an address that is none": """
        from quotecli.exporting.w3c import _PAGE
        assert not _PAGE.fullmatch("https://" + "a" * 300_000 + "<")
        assert _PAGE.fullmatch("https://" + "a" * 300_000)
    """,
    "an object with many names": """
        import json
        from quotecli.errors import UnreadableError
        from quotecli.importing.safejson import parse
        names = ",".join(f'"n{n}":1' for n in range(150_000))
        try:
            parse(("{" + names + ',"n149999":2}').encode(), "a.json")
        except UnreadableError as error:
            assert "'n149999' occurs twice" in error.message
        else:
            raise AssertionError
    """,
    "a topic with a long keyword": """
        from quotecli.drafting.topics import TopicFinder
        from quotecli.model import Topic
        words = [f"harbour{n}" for n in range(4_000)]
        topic = Topic("harbour", "Harbours", keywords=(" ".join(words),))
        assert TopicFinder([topic]).find(" ".join(words * 3)) == (topic,)
    """,
    "annotations of many pages": """
        from quotecli.importing.annotations import Annotation, find_document
        pages = [f"https://example.org/{n % 99_999}" for n in range(100_000)]
        assert find_document(Annotation(page, (page,), ()) for page in pages) == pages[0]
    """,
    "a word without an end that a quote leaves out": """
        from quotecli.checking.skips import _NEGATION
        assert not _NEGATION.search("a" * 400_000)
        assert _NEGATION.search("They didn’t.").group() == "didn’t"
    """,
    "a line of spaces": """
        from quotecli.drafting.draft import draft
        spaces, line = " " * 200_000, "the wall has seen many storms and " * 20
        for text in (f"The wall\\n\\n{spaces}\\n\\n{line}", f"{spaces}{line}\\n\\n{line}"):
            assert not draft(text).quotes
    """,
    "labels without an end": """
        from quotecli.drafting.transcripts.turns import find_turns
        for label in ("A" * 1_000_000, "Ab " * 300_000, "Ann (A" * 150_000, "00:" * 300_000):
            for around in ("", "**", "(", "<", "["):
                long = f"{around * 99_999}{label}: No."
                text = f"Ann: Yes.\\n\\n{long}\\n\\nBo: Why?\\n\\nAnn: I see."
                assert len(find_turns(text, text)) == 3
    """,
    "a transcript of many labels": """
        from quotecli.drafting.transcripts.turns import find_turns
        text = "".join(f"P{n % 999}: yes, I do.\\n" for n in range(40_000))
        assert len(find_turns(text, text)) == 40_000
    """,
    "block quotations without end": """
        from quotecli.verifying.reading.markdown_blocks import find_blocks
        n = 20_000
        for line in ("> It rained.\\n\\n", "> It.\\n", "> [a](", "> - ", "> ```\\n", "> (2024"):
            find_blocks(line * n)
        for line in ("<blockquote>", "<a ", "[", "`", " ", "* ", "_", "a", "# ", "<a@"):
            find_blocks("> It rained.\\n> " + line * n + "!\\n" + line * n + ":\\n\\n> It did.")
    """,
    "one word over and over": """
        from quotecli.anchoring.anchor import Anchorer
        anchorer = Anchorer("word " * 200_000)
        for n in range(1, 200):
            anchor = anchorer.anchor(("word " * n, "word " * (n + 1)), "nothing of the kind")
            assert not anchor.proved
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_time_grows_with_the_size(name: str) -> None:
    lines = [line.removeprefix(" " * 8) for line in SCRIPTS[name].splitlines()]
    run_limited("\n".join(lines))
