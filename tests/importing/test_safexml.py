"""XML from strangers: no entities, no depth, no surprises."""

from __future__ import annotations

import pytest

from quotecli.errors import UnreadableError
from quotecli.importing import safexml

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<lolz>&c;</lolz>"""
OUTSIDE = """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""
PARAMETER = """<!DOCTYPE a [<!ENTITY % x SYSTEM "http://a.example/x.dtd"> %x;]><a/>"""
FOREIGN = """<!DOCTYPE a SYSTEM "http://a.example/x.dtd"><a/>"""


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, PARAMETER, FOREIGN])
def test_a_document_type_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="document type"):
        safexml.parse(text.encode(), "a.xml")


def test_names_and_text_are_read_as_they_are() -> None:
    root = safexml.parse(
        b'<a xmlns="urn:x" b="1&#10;2"><c>x &amp; &lt;y&gt;&#13;\r\n</c><d xmlns=""/></a>', "a.xml"
    )
    assert (root.tag, root.attrib) == ("{urn:x}a", {"b": "1\n2"})
    assert [(child.tag, child.text) for child in root] == [("{urn:x}c", "x & <y>\r\n"), ("d", None)]


def test_100_000_levels_are_refused() -> None:
    with pytest.raises(UnreadableError, match="64 levels"):
        safexml.parse(b"<a>" * 100_000 + b"</a>" * 100_000, "a.xml")


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safexml, "MAX_ELEMENTS", 100)
    with pytest.raises(UnreadableError, match="more than 100 elements"):
        safexml.parse(b"<a>" + b"<b/>" * 100 + b"</a>", "a.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"<a b='" + b"x" * 12_000_000 + b"'/>",
        b"<a><!--" + b"x" * 12_000_000 + b"--></a>",
        b"<" + b"x" * 12_000_000,
        b"<a " + b" " * 12_000_000 + b"/>",
    ],
    ids=["attribute", "comment", "name", "spaces"],
)
def test_a_tag_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="more than 8 MB"):
        safexml.parse(data, "a.xml")


def test_a_long_text_is_not_a_long_tag() -> None:
    for text in ("x" * 12_000_000, "<![CDATA[" + "x" * 12_000_000 + "]]>"):
        assert safexml.parse(f"<a>{text}</a>".encode(), "a.xml").text == "x" * 12_000_000


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"<a>",
            b"<a></b>",
            b"words",
            b"<a>\xff</a>",
            b"<a>&nothing;</a>",
            b"<a b='1' b='2'/>",
            b"<a>\x01</a>",
        ),
        *(
            b"<a>&#1;</a>",
            b"<a>&#xD800;</a>",
            b'<?xml version="1.0" encoding="nonsense"?><a/>',
            "<a/>".encode("utf-32"),
        ),
        b'<?xml version="1.0" encoding="utf-16"?><a/>',
    ],
)
def test_anything_else_is_reported_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"not XML|invalid XML") as caught:
        safexml.parse(data, "a.xml")
    assert "\n" not in str(caught.value)


def test_the_declared_encoding_counts() -> None:
    root = safexml.parse(
        '<?xml version="1.0" encoding="utf-16"?><a>é学😀</a>'.encode("utf-16"), "a.xml"
    )
    assert root.text == "é学😀"
    root = safexml.parse(
        '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), "a.xml"
    )
    assert root.text == "é"
