"""What is printed between the parts of an excerpt: GAP, unless only an attribution is there."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from quotecli import Criteria, load
from quotecli.anchoring.gaps import split_gap
from quotecli.model import Speaker
from tests.make import made, quote, tree, written

SHE = {"cue": "she said"}


@pytest.mark.parametrize(
    ("text", "parts", "keys", "printed"),
    [
        ("“We tried,” she said, “and it failed.”", ("We tried", "and it failed."), {}, ", "),
        ("“We tried,” she said, “and it failed.”", ("We tried,", "and it failed."), SHE, " "),
        ("“We tried”, she said, “and it failed.”", ("We tried", "and it failed."), SHE, " "),
        ("“We tried” she said “and failed.”", ("We tried", "and failed."), SHE, " "),
        ("“Rain?” she said. “It is over.”", ("Rain?", "It is over."), SHE, " "),
        ("“Rain?” she said. “It is over.”", ("Rain", "It is over."), SHE, "? "),
        ("“We try —” she said, “we fail.”", ("We try", "we fail."), SHE, "— "),
        ("“Rain,” she said: “Sun.”", ("Rain", "Sun."), SHE, ", "),
        # Where two sentences are joined, the full stop is that of the attribution.
        ("“We tried,” she said. “It failed.”", ("We tried", "It failed."), SHE, ". "),
        ("“We tried,” she said. “It failed.”", ("We tried,", "It failed."), SHE, " "),
        ("“We tried,” she said. “and failed.”", ("We tried", "and failed."), SHE, ", "),
        ("“Rain,” she said on Monday. “Élan.”", ("Rain", "Élan."), SHE, ". "),
        ('"We go," she said, "now."', ("We go", "now."), SHE, ", "),
        ("''We go,'' she said, ``now.''", ("We go", "now."), SHE, ", "),
        ("‘We can’t,’ Lee’s son said, ‘go.’", ("We can’t", "go."), {"cue": "Lee’s son said"}, ", "),
        ("„Wir gehen“, sagte er, „jetzt.“", ("Wir gehen", "jetzt."), {"cue": "sagte er"}, " "),
        ("« Oui », dit-elle, « oui. »", ("Oui", "oui."), {"cue": "dit-elle"}, " "),
        ("「都试过了，」她说，「没有用。」", ("都试过了", "没有用。"), {"cue": "她说"}, "，"),
        ("“I heard, ‘No.’” she said. “I went.”", ("I heard, ‘No.’", "I went."), SHE, " "),
        # The name, the role, and a few words more: when, where and to whom.
        ("“Go,” said Sen. Ann Lee, “now.”", ("Go", "now."), {"cue": "said Sen. Ann Lee"}, ", "),
        ("“Go,” Lee told reporters on Monday, “now.”", ("Go", "now."), {"cue": "Lee told"}, ", "),
        # A new paragraph of the same quotation.
        ("“A day.\n\n“B day.”", ("A day.", "B day."), {}, " "),
        ("“A day.”\n\n“B day.”", ("A day.", "B day."), SHE, " "),
        ("We go, now.", ("We go", "now."), {}, ", "),
    ],
)
def test_where_only_an_attribution_interrupts_the_source_reads_on(
    text: str, parts: tuple[str, ...], keys: dict[str, Any], printed: str
) -> None:
    (one,) = made(text, quote(list(parts), **keys)).quotes
    assert one.proved
    assert one.joins == (printed,)
    assert one.excerpt == f"{parts[0]}{printed}{parts[1]}"


@pytest.mark.parametrize(
    ("text", "parts", "keys"),
    [
        # Words of the quotation are left out.
        ("“We will never sail.”", ("We will", "sail."), {}),
        ("“We will,” she said, “not go now.”", ("We will", "go now."), SHE),
        ("“We will not,” she said, “go now.”", ("We will", "go now."), SHE),
        ("“We will, she said, go.”", ("We will", "go."), SHE),
        ("“No.\n\n“Never. B day.”", ("No.", "B day."), {}),
        # Other narration, or another quotation, stands between.
        ("“Go,” she said. Tind rose. “Now.”", ("Go", "Now."), SHE),
        ("“Go,” she said. Tind rose. “Now.”", ("Go", "Now."), {}),
        ("“Go,” she said, and left the room, “now.”", ("Go", "now."), SHE),
        ("“Go,” she said, later adding, “now.”", ("Go", "now."), SHE),
        ("“Go,” she said, “now,” he said, “sail.”", ("Go", "sail."), SHE),
        ("“Go,” the man by the old crane on the quay told us, “now.”", ("Go", "now."), SHE),
        ("“Go,” the man by the old crane on the quay told us, “now.”", ("Go", "now."), {}),
        ("“Go,” she said.\n\n“Now.”", ("Go", "Now."), SHE),
        # Fragments in narration.
        ("He called it “a disgrace” and “a shame.”", ("a disgrace", "a shame."), {}),
        ("He called it “a disgrace,” and “a shame.”", ("a disgrace", "a shame."), {}),
        ("She spoke of “hope,” of unity, “change.”", ("hope", "change."), {"cue": "She spoke"}),
        ("It was “hope,” “change” and more.", ("hope", "change"), {}),
        ("We will  build. “Yes.”", ("We will build.", "Yes."), {}),
        # Without a mark inside, the end of the attribution would end no sentence.
        ("“It rains”, she said. “It pours.”", ("It rains", "It pours."), SHE),
        ("“We go [to sea],” she said.", ("We go", "she said."), {}),
        ("One. Two.", ("Three", "Four"), {}),
    ],
)
def test_words_that_are_left_out_are_shown(
    text: str, parts: tuple[str, ...], keys: dict[str, Any]
) -> None:
    (one,) = made(text, quote(list(parts), **keys)).quotes
    assert one.joins == (" […] ",)
    assert one.excerpt == f"{parts[0]} […] {parts[1]}"


def test_the_name_and_the_role_are_of_the_attribution() -> None:
    text = "“Go,” said Ann Lee, the long-time mayor of Port Ellery, “now.”"
    who = {"lee": {"name": "Ann Lee", "role": "the long-time mayor of Port Ellery"}}
    one = quote(["Go", "now."], cue="said", speaker="lee")
    assert made(text, one, speakers=who).quotes[0].excerpt == "Go, now."
    who["lee"]["role"] = "mayor"
    assert made(text, one, speakers=who).quotes[0].excerpt == "Go […] now."
    assert isinstance(made(text, one, speakers=who).quotes[0].speaker, Speaker)


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("The plan, Lee said, would fail.", "indirect", "The plan would fail"),
        ("The plan, Lee said in May, would fail.", "indirect", "The plan […] would fail"),
        ("The plan, not Lee said, would fail.", "indirect", "The plan […] would fail"),
        ("The plan, Lee said, would fail.", "mixed", "The plan would fail"),
        ("The plan, Lee said, would fail.", "direct", "The plan […] would fail"),
    ],
)
def test_a_paraphrase_reads_on_over_its_very_cue(text: str, kind: str, excerpt: str) -> None:
    one = quote(["The plan", "would fail"], kind=kind, cue="Lee said")
    assert made(text, one).quotes[0].excerpt == excerpt


def test_an_index_and_a_copy_print_the_same(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("QUOTECLI_CACHE", str(tmp_path / "cache"))
    text = "“Go,” she said, “now.” Tind rose. “All of you.”"
    for name in ("a", "b"):
        content = tree(text, quote(["Go", "now.", "All of you."], **SHE))
        (tmp_path / f"{name}.yaml").write_bytes(written(content))
    excerpt = "Go, now. […] All of you."
    for _ in range(2):  # when it is written, and when it is read
        library = load(str(tmp_path))
        quotes = list(library.quotes(Criteria()))
        assert [one.excerpt for one in quotes] == [excerpt] * 2
        assert [one.excerpt for one in pickle.loads(pickle.dumps(quotes))] == [excerpt] * 2
        assert all(f'"excerpt": "{excerpt}"' in line for line in library.lines(Criteria()))


def test_a_gap_is_split_at_the_marks_that_close_and_open_a_quotation() -> None:
    assert split_gap(" not,” she said, “never ") == (" not,", " she said, ", "never ", True)
    assert split_gap(" isn't the ") == (" isn't the ", "", "", False)
    assert split_gap(",'' she said, ``") == (",", " she said, ", "", True)
    assert split_gap(" ‘go away,’ and left,” she said, “") == (
        *(" ‘go away,’ and left,", " she said, ", "", True),
    )
