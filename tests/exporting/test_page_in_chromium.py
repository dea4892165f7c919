"""The page in use: filtering, linking, copying and reading in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from quotecli import Criteria
from quotecli.citing.citation import citation
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import Quote, Source, Speaker, Statement, Topic, collapse_space
from tests import make
from tests.exporting.conftest import MIDDLE, NARROW, WIDE, Browser
from tests.exporting.reading import ANN, BO, PORTS, TRADE, quote, statement
from tests.exporting.test_page import WORSE

SHIPPED = load()


@pytest.fixture
def shipped(browser: Browser) -> Browser:
    return browser.open(*SHIPPED.select())


def names(criteria: Criteria, library: Library = SHIPPED) -> list[str]:
    return [item.id for item in library.quotes(criteria)]


def test_topic_speaker_kind_and_words_filter_and_the_counts_follow(shipped: Browser) -> None:
    assert shipped.found == "13 quotes"
    shipped.choose("topic", "military-exercises")
    assert shipped.quotes == names(Criteria(topics=("military-exercises",)))
    assert shipped.found == "4 of 13 quotes"
    shipped.choose("topic", "war-support")
    assert shipped.quotes == names(Criteria(topics=("military-exercises", "war-support")))
    shipped.choose("kind", "indirect")
    assert shipped.quotes == ["support-in-the-war", "importance-of-exercises"]
    shipped.choose("speaker", "aliyev")
    assert shipped.quotes == ["importance-of-exercises"]
    assert shipped.found == "1 of 13 quotes"
    shipped.one("#_clear").click()
    assert shipped.found == "13 quotes"
    assert shipped.fragment == ""
    shipped.search("foreign pol")
    assert shipped.quotes == ["priority-of-both"]
    count = shipped.one("input[value='diplomacy']").find_element("xpath", "../span[@class='count']")
    assert count.text == "1"
    shipped.search("zebra")
    assert shipped.quotes == []
    assert shipped.one("#_nothing").text == "No quotes match these filters."
    assert shipped.found == "0 of 13 quotes"
    assert shipped.messages == []


def test_the_status_filters_like_the_rest(browser: Browser) -> None:
    item = statement(
        "One two. Three four. Five. Six.",
        quote("a", "One two.", status="draft"),
        quote("b", "Three four.", status="unresolved", kind="indirect"),
        quote("c", "Five.", kind="indirect"),
        quote("d", "Six.", status="reviewed"),
    )
    browser.open(item)
    browser.choose("status", "draft")
    browser.choose("status", "unresolved")
    assert browser.quotes == ["a", "b"]
    assert browser.fragment == "#status=draft&status=unresolved"
    browser.choose("kind", "indirect")
    assert browser.quotes == ["b"]
    count = browser.one("input[value='reviewed']").find_element("xpath", "../span[@class='count']")
    assert count.text == "1"
    browser.go("status=reviewed")
    assert browser.quotes == ["c", "d"] == names(Criteria(statuses=("reviewed",)), Library([item]))
    assert browser.one("input[value='reviewed']").is_selected()
    browser.one("#_clear").click()
    assert (len(browser.quotes), browser.fragment) == (4, "")
    assert browser.messages == []


def test_hidden_quotes_are_not_marked_in_the_text(shipped: Browser) -> None:
    shipped.choose("topic", "military-exercises")
    marked = shipped.run(
        "return [...document.querySelectorAll('mark:not(.off)')].map(mark => mark.textContent)"
    )
    assert len(marked) == 4
    assert all(
        "exercise" in text or "Of course" in text or text in "the importance of this"
        for text in marked[:1]
    )
    shade = "return getComputedStyle(document.querySelector('mark.off')).backgroundColor"
    assert shipped.run(shade) == "rgba(0, 0, 0, 0)"


def crowd(number: int) -> list[Statement]:
    """Return so many statements of four quotes each."""
    words = ["Zwo", "Zdrei", "Zvier", "Zfünf"]
    return [
        statement(
            " ".join(words),
            *[quote(f"q{n}-{word}", word, statement=f"s{n}") for word in words],
            id=f"s{n}",
        )
        for n in range(number)
    ]


@pytest.fixture
def busy(browser: Browser) -> Iterator[None]:
    """Keep the browser from having nothing else to do."""
    never = {"source": "window.requestIdleCallback = () => 0"}
    script = browser.chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", never)
    yield
    browser.chrome.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


TONGUES = statement(
    "Les élèves ont mangé. 子曰：“学而时习之，不亦说乎？” ΟΔΟΣ Straße it's $5 fœtus re-do"
    " कितना قالَ الكلمة. A b c d. R&D <ta\u202ebu>",
    quote("french", "Les élèves ont mangé."),
    quote("chinese", "学而时习之，不亦说乎？"),
    quote("greek", "ΟΔΟΣ Straße"),
    quote("signs", "it's $5 fœtus re-do"),
    quote("hindi", "कितना"),
    quote("arabic", "قالَ الكلمة"),
    quote("parts", "A b", "c d"),
    quote("escaped", "R&D <ta\u202ebu>"),
)


WORDS = [
    *(
        "eleves",
        "ÉLÈVES mangé",
        '"les eleves ont"',
        '"eleves les"',
        "学而",
        "学 时",
        "而学",
        "οδος",
        "strasse",
        "STRASSE*",
    ),
    *(
        "it's",
        "$5",
        "5",
        "foetus",
        "re-do",
        "redo",
        "कितना",
        "किताब",
        "قال",
        "الكلمة",
        '"a b"',
        '"b c"',
        "b c",
        '"re',
        "r&d",
        "tabu",
        "amp",
        "span",
    ),
]


@pytest.mark.parametrize("before", [0, 30])
def test_a_search_finds_what_the_command_line_finds(
    browser: Browser, busy: None, before: int
) -> None:
    library = Library([TONGUES])
    browser.open(*crowd(before), TONGUES)
    assert len(browser.run("return document.querySelectorAll('#sample .q')")) == (
        0 if before else len(TONGUES.quotes)
    )
    put = "const words = document.getElementById('_words'); words.value = arguments[0];"
    put += "words.dispatchEvent(new Event('input', {bubbles: true}))"
    for words in WORDS:
        browser.run(put, words)
        browser.settle(70)
        # As one types, what is typed is the beginning of a word.
        asked = words if '"' in words else " ".join(f"{word}*" for word in words.split())
        assert (words, browser.quotes) == (words, names(Criteria(search=(asked,)), library))
    for words in ("-", "”", " "):
        browser.run(put, words)
        browser.settle(70)
        assert browser.found == f"{8 + 4 * before} quotes"


def test_words_can_be_typed_letter_by_letter(shipped: Browser) -> None:
    field = shipped.one("#_words")
    for letter in "exercises":
        field.send_keys(letter)
    shipped.settle()
    assert shipped.quotes == names(Criteria(search=("exercises*",)))
    assert shipped.fragment == "#words=exercises"
    field.send_keys(Keys.BACKSPACE * 9)
    shipped.settle()
    assert len(shipped.quotes) == 13
    assert shipped.fragment == ""


def test_the_address_holds_the_filter_and_the_quote(shipped: Browser) -> None:
    shipped.choose("topic", "military-exercises")
    shipped.choose("topic", "diplomacy")
    shipped.choose("kind", "direct")
    shipped.search("relations")
    shipped.seen(".q .said")[1].click()
    fragment = shipped.fragment.removeprefix("#")
    assert fragment == (
        "topic=diplomacy&topic=military-exercises&kind=direct&words=relations&quote=statement/just-cause"
    )
    quotes = shipped.quotes
    shipped.go(fragment)
    assert (
        shipped.quotes
        == quotes
        == names(Criteria(topics=("diplomacy",), kinds=("direct",), search=("relations",)))
    )
    assert shipped.one("#_words").get_attribute("value") == "relations"
    assert shipped.one(".q[aria-current]").get_attribute("id") == "statement/just-cause"
    assert shipped.one("input[value='diplomacy']").is_selected()
    assert shipped.messages == []


@pytest.mark.parametrize("fragment", ["statement/more-exercises", "text/statement/more-exercises"])
def test_a_quote_can_be_linked_by_its_own_id(shipped: Browser, fragment: str) -> None:
    shipped.go(fragment)
    assert shipped.one(".q[aria-current]").get_attribute("id") == "statement/more-exercises"
    assert inside(shipped, "mark.on")
    assert inside(shipped, ".q[aria-current]")


def test_a_quote_of_a_statement_called_text_can_be_linked(browser: Browser) -> None:
    browser.open(make.made("One two.", make.quote("One"), make.quote("two", "b"), file="text.yaml"))
    for fragment in ("text/b", "text/text/b"):
        browser.go(fragment)
        assert browser.one(".q[aria-current]").get_attribute("id") == "text/b"


def test_a_broken_link_breaks_nothing(shipped: Browser) -> None:
    for fragment in (
        "topic=nothing",
        "quote=no/such",
        "nowhere",
        "%",
        "topic=%E0%A4%A",
        "=&=&==",
        "words=%00%ff",
        "__proto__=",
    ):
        shipped.go(fragment)
        shipped.one("input[value='diplomacy']").click()
        WebDriverWait(shipped.chrome, 300).until(lambda _: "topic=diplomacy" in shipped.fragment)
        assert (fragment, shipped.messages) == (fragment, [])


def test_going_back_returns_to_the_previous_quote(shipped: Browser) -> None:
    for at in (2, 5):
        shipped.seen(".q .said")[at].click()
    shipped.chrome.back()
    shipped.settle()
    assert shipped.one(".q[aria-current]").get_attribute("id") == "statement/just-cause"


def inside(browser: Browser, css: str) -> bool:
    """Return whether an element is in view, inside whatever scrolls it too."""
    browser.settle()
    script = """
      const [box] = document.querySelector(arguments[0]).getClientRects();
      const at = document.elementFromPoint(box.left + 4, box.top + Math.min(box.height / 2, 8));
      return Boolean(at && at.closest(arguments[0]));
    """
    return bool(browser.run(script, css))


def test_a_click_on_a_quote_shows_it_in_the_text_and_back(shipped: Browser) -> None:
    entry = shipped.one("#statement\\/regular-exercises")
    shipped.run("arguments[0].scrollIntoView()", entry)
    entry.find_element("css selector", ".said").click()
    assert inside(shipped, "mark.on")
    assert shipped.one("mark.on").text == entry.find_element("css selector", ".said").text.strip(
        "“”"
    )
    first = shipped.one("mark[data-q='0']")
    shipped.run("arguments[0].scrollIntoView()", first)
    first.click()
    assert inside(shipped, ".q[aria-current]")
    assert shipped.one(".q[aria-current]").get_attribute("id") == "statement/closest-friend"
    assert len(shipped.seen("mark.on")) == 1


def test_the_innermost_quote_is_the_one_that_is_clicked(shipped: Browser) -> None:
    inner = shipped.one("mark mark")
    shipped.run("arguments[0].scrollIntoView({block: 'center'})", inner)
    inner.click()
    assert (
        shipped.one(".q[aria-current]").get_attribute("id") == "statement/importance-of-exercises"
    )


def test_the_keyboard_works_too_and_the_focus_is_visible(shipped: Browser) -> None:
    link = shipped.one("#statement\\/more-exercises .to")
    link.send_keys(Keys.ENTER)
    shipped.settle()
    focused = shipped.chrome.switch_to.active_element
    assert focused.get_attribute("id") == "text/statement/more-exercises"
    assert focused.value_of_css_property("outline-style") == "solid"
    focused.send_keys(Keys.ENTER)
    shipped.settle()
    focused = shipped.chrome.switch_to.active_element
    assert str(focused.get_attribute("href")).endswith("#statement/more-exercises")


def test_a_narrow_screen_shows_one_side_at_a_time(shipped: Browser) -> None:
    shipped.look(NARROW)
    shipped.go()
    assert (len(shipped.quotes), len(shipped.seen(".text"))) == (13, 0)
    shipped.one("#statement\\/more-exercises .to").click()
    assert (len(shipped.quotes), len(shipped.seen(".text"))) == (0, 1)
    assert inside(shipped, "mark.on")
    shipped.one("mark.on").click()
    assert inside(shipped, ".q[aria-current]")
    shipped.one("button[value='text']").click()
    assert (len(shipped.quotes), len(shipped.seen(".text"))) == (0, 1)
    width = "return document.documentElement.scrollWidth"
    assert shipped.run(width) == NARROW


def test_the_filters_stay_within_reach_when_the_window_grows(shipped: Browser) -> None:
    shipped.look(NARROW)
    shipped.go()
    assert shipped.seen("#_words") == []
    shipped.look(WIDE)
    shipped.settle()
    assert len(shipped.seen("#_words")) == 1


def allowed(browser: Browser, setting: str) -> None:
    for name in ("clipboard-write", "clipboard-read"):
        permission = {"name": name, "allowWithoutSanitization": False}
        given = "granted" if name == "clipboard-read" else setting
        browser.chrome.execute_cdp_cmd(
            "Browser.setPermission", {"permission": permission, "setting": given}
        )


@pytest.mark.parametrize("setting", ["granted", "denied"])
def test_copying_gives_the_attributed_excerpt(shipped: Browser, setting: str) -> None:
    allowed(shipped, setting)
    home = SHIPPED.statements["statement"]
    for name, mark, manner in (
        ("more-exercises", "“{}”", ""),
        ("importance-of-exercises", "{}", "paraphrase of "),
    ):
        item = SHIPPED.quote(name)
        button = shipped.one(f"#statement\\/{name} .copy")
        # What comes into view for the first time moves what is below it.
        shipped.run("arguments[0].scrollIntoView({block: 'center'})", button)
        shipped.settle()
        button.click()
        shipped.settle()
        read = "const done = arguments[0]; navigator.clipboard.readText().then(done, done)"
        assert shipped.chrome.execute_async_script(read) == (
            f"{mark.format(item.excerpt)}\n— {manner}{citation(home, item)}"
        )
        assert button.text == "Copied"
        assert shipped.found == "Copied with citation"
    assert shipped.messages == []


@pytest.mark.parametrize(
    ("item", "caveat"),
    [
        (quote("a", "three"), "not proved: the excerpt is not in the source"),
        (quote("a", "two", status="draft"), "draft, not reviewed"),
    ],
)
def test_a_copy_says_what_is_not_proved_or_reviewed(
    browser: Browser, item: Quote, caveat: str
) -> None:
    browser.open(statement("One two.", item))
    assert caveat in browser.one(".q").text
    allowed(browser, "granted")
    browser.one(".copy").click()
    browser.settle()
    read = "const done = arguments[0]; navigator.clipboard.readText().then(done, done)"
    first, *_, last = str(browser.chrome.execute_async_script(read)).splitlines()
    assert (first, last) == (f"“{item.parts[0]}”", f"[{caveat}]")


def test_selected_text_is_the_text_without_our_signs(shipped: Browser) -> None:
    script = """
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('.text'));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return String(getSelection());
    """
    text = SHIPPED.statements["statement"].text
    assert str(shipped.run(script)).split() == text.split()


def test_hostile_text_does_nothing(browser: Browser) -> None:
    said = "".join(text for name, text in WORSE.items() if name != "long")
    line = collapse_space(said)
    item = statement(
        f"Before. {said} After.",
        quote(
            "q",
            said,
            topics=(Topic("t", said, said),),
            speaker=Speaker("p", said, said),
            cue=said,
            note=said,
        ),
        title=said,
        source=Source(url=f"javascript:{said}"),
    )
    browser.open(item)
    browser.search("alert")
    assert browser.quotes == ["q"]
    browser.one(".q .said").click()
    alive = "return [document.title === 'broken', document.scripts.length, document.images.length]"
    assert browser.run(alive) == [False, 1, 0]
    read = """
      const copy = document.querySelector(arguments[0]).cloneNode(true);
      for (const item of copy.querySelectorAll('[data-u]')) {
        item.replaceWith(String.fromCodePoint(parseInt(item.dataset.u, 16)));
      }
      return copy.textContent;
    """
    # What WebDriver hands over is JSON, in which nothing is lost.
    assert browser.run(read, ".text") == item.text
    assert browser.run(read, ".said") == f"“{line}”"
    assert browser.messages == []


def test_nothing_but_the_file_is_requested_and_the_console_is_silent(shipped: Browser) -> None:
    shipped.choose("topic", "diplomacy")
    shipped.seen(".q .said")[0].click()
    assert shipped.messages == []
    assert shipped.requests == {shipped.file.as_uri()}


def test_the_policy_is_in_force(shipped: Browser) -> None:
    tried = """
      const done = arguments[0];
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'window.ran = true');
      button.setAttribute('style', 'color: rgb(1, 2, 3)');
      document.body.append(button);
      button.click();
      const color = getComputedStyle(button).color;
      const answer = (text) => done([Boolean(window.ran), color, text]);
      fetch('data:,x').then(() => answer('fetched'), () => answer('refused'));
    """
    ran, color, answer = shipped.chrome.execute_async_script(tried)
    assert (ran, color == "rgb(1, 2, 3)", answer) == (False, False, "refused")
    assert len(shipped.messages) >= 3


def test_without_script_it_is_a_document(browser: Browser, library: Library) -> None:
    browser.scripts(False)
    browser.open(*library.select())
    browser.scripts(True)
    assert browser.seen("form, button:not(.copy), .blocked") == []
    assert browser.quotes == [item.id for item in library.quotes()]
    assert len(browser.seen(".text")) == len(browser.seen(".contents li")) == 2
    assert len(browser.seen(".cite")) == 6
    browser.one("#harbour\\/more-herring .to").click()
    assert browser.fragment == "#text/harbour/more-herring"


def test_one_of_several_statements_can_be_chosen(browser: Browser, library: Library) -> None:
    browser.open(*library.select())
    assert browser.seen(".contents") == []
    browser.one("#_statement").send_keys("After")
    assert browser.found == "3 of 6 quotes"
    assert browser.fragment == "#statement=storm"
    assert [item.get_attribute("id") for item in browser.seen(".statement")] == ["storm"]
    browser.go("harbour")
    assert [item.get_attribute("id") for item in browser.seen(".statement")] == ["harbour"]
    browser.go("speaker=diaz")
    assert browser.quotes == ["storm-at-night", "nobody-slept"]
    browser.go("speaker=-")
    assert browser.quotes == ["bells"]
    browser.go("topic=trade")
    assert browser.quotes == names(Criteria(topics=("trade",)), library)


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_of_several_statements_the_quotes_alone_are_shown_first(
    browser: Browser, library: Library, width: int
) -> None:
    browser.look(width)
    browser.open(*library.select())
    assert (len(browser.quotes), browser.seen(".text")) == (6, [])
    browser.go("words=herring")
    (entry,) = browser.seen(".q")
    assert len(browser.seen(".statement")) == 1

    entry.find_element("css selector", ".to").click()
    assert len(browser.seen(".text")) == 1
    assert inside(browser, "mark.on")
    assert len(browser.quotes) == (0 if width == NARROW else 1)
    browser.one("button[value='list']").click()
    assert (len(browser.quotes), browser.seen(".text")) == (1, [])
    assert browser.messages == []


MADE = "return document.querySelectorAll('.q').length"


def test_quotes_of_many_statements_are_made_when_they_are_needed(
    browser: Browser, busy: None
) -> None:
    browser.open(*crowd(60))
    assert browser.found == "240 quotes"
    made = browser.run(MADE)
    assert 0 < made < 120

    browser.search("zvier")
    browser.run("scrollTo(0, document.body.scrollHeight)")
    browser.settle()
    browser.run("scrollTo(0, document.body.scrollHeight)")
    browser.settle()
    assert browser.seen("#s59 .q")
    assert inside(browser, "#s59 .q:not([hidden]) .said")
    assert [one.text for one in browser.seen("#s59 .q .said")] == ["“Zvier”"]
    assert len(browser.run("return document.querySelectorAll('#s59 mark.off')")) == 3
    assert browser.run(MADE) < 240

    browser.go("s30/q30-Zdrei")
    assert browser.one(".q[aria-current]").get_attribute("id") == "s30/q30-Zdrei"
    assert inside(browser, ".q[aria-current]")
    assert browser.messages == []


def test_quotes_of_many_statements_are_printed_and_found_in_the_page(
    browser: Browser, busy: None
) -> None:
    browser.open(*crowd(60))
    browser.chrome.print_page()
    assert browser.run(MADE) == 240
    assert len(browser.quotes) == 240


def test_quotes_of_many_statements_are_made_in_idle_time(browser: Browser) -> None:
    browser.open(*crowd(60))
    WebDriverWait(browser.chrome, 300).until(lambda _: browser.run(MADE) == 240)
    browser.search("zwo")
    assert len(browser.quotes) == 60
    assert len(browser.run("return document.querySelectorAll('mark:not(.off)')")) == 60


def test_a_page_whose_script_is_refused_says_so(browser: Browser) -> None:
    browser.open(*crowd(2))
    assert browser.seen(".blocked") == []
    source = browser.file.read_text(encoding="utf-8")
    browser.file.write_text(source.replace("script-src 'sha256-", "script-src 'sha256-x"))
    browser.go()
    assert (len(browser.seen(".blocked")), browser.seen(".q")) == (1, [])


def test_one_statement_has_a_view_of_its_quotes_alone(shipped: Browser) -> None:
    assert len(shipped.seen(".text")) == 1
    shipped.one("button[value='list']").click()
    assert (len(shipped.quotes), shipped.seen(".text")) == (13, [])
    # A click on a quote opens it where it is.
    shipped.one("#statement\\/just-cause .said").click()
    assert shipped.seen(".text") == []
    assert shipped.one(".q[aria-current]").get_attribute("id") == "statement/just-cause"
    shipped.look(NARROW)
    shipped.one("button[value='text']").click()
    shipped.look(WIDE)
    shipped.one("button[value='both']").click()
    assert (len(shipped.quotes), len(shipped.seen(".text"))) == (13, 1)
    shipped.look(NARROW)
    shipped.settle()
    assert (len(shipped.quotes), shipped.seen(".text")) == (13, [])


PEOPLE = [Speaker(f"p{n}", f"Person Öne{n:02}" if n % 2 else f"Somebody {n:02}") for n in range(30)]
CROWD = statement(
    " ".join(f"Words{n}." for n in range(30)),
    *[quote(f"q{n}", f"Words{n}.", speaker=who) for n, who in enumerate(PEOPLE)],
)


def speakers_shown(browser: Browser) -> list[str]:
    boxes = browser.seen("input[name='speaker']")
    return [str(box.get_attribute("value")) for box in boxes]


def test_speakers_are_searched_among_many(browser: Browser) -> None:
    browser.open(CROWD)
    assert speakers_shown(browser) == [f"p{n}" for n in range(10)]
    assert browser.one(".more-choices").text == "and 20 more"
    field = browser.one("#_speaker")
    field.send_keys("one2")
    assert speakers_shown(browser) == ["p21", "p23", "p25", "p27", "p29"]
    browser.choose("speaker", "p27")
    assert browser.quotes == ["q27"]

    # Who is chosen stays in sight, and what is typed here is no search among the quotes.
    field.clear()
    field.send_keys("zebra")
    assert speakers_shown(browser) == ["p27"]
    assert browser.one(".more-choices").text == "none of this name"
    assert browser.fragment == "#speaker=p27"
    browser.one("#_clear").click()
    browser.settle()
    assert speakers_shown(browser) == [f"p{n}" for n in range(10)]
    browser.go("speaker=p29")
    assert speakers_shown(browser)[-1] == "p29"
    assert browser.messages == []


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_no_list_of_choices_scrolls_within_the_filters(browser: Browser, width: int) -> None:
    browser.look(width)
    browser.open(CROWD, fragment="words=words1")
    for summary in browser.seen("details:not([open]) > summary"):
        summary.click()
    scrolling = """
      const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY);
      return [...document.querySelectorAll("#_filters *")].filter(scrolls).length;
    """
    assert browser.run(scrolling) == 0
    covered = """
      const clear = document.getElementById("_clear").getBoundingClientRect();
      const words = document.querySelectorAll("#_filters label, #_filters legend, #_found");
      return [...words].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && box.left < clear.right && clear.left < box.right
          && box.top < clear.bottom && clear.top < box.bottom;
      }).map((one) => one.textContent);
    """
    assert len(browser.seen("#_clear")) == 1
    assert browser.run(covered) == []


def test_a_headline_that_the_text_repeats_is_shown_once(browser: Browser) -> None:
    titled = statement(
        "The quay\nis closed\n\nOne.", quote("a", "One."), title="The quay is closed"
    )
    other = statement("Two.", quote("b", "Two.", statement="other"), id="other", title="Other")
    browser.open(titled, other)
    assert [one.text for one in browser.seen(".statement h2")] == ["The quay is closed", "Other"]
    browser.one("button[value='both']").click()
    assert [one.text for one in browser.seen(".statement h2")] == ["Other"]
    assert browser.seen(".text p")[0].text == "The quay\nis closed"


def axe() -> str:
    """Return the source of axe-core."""
    spec = find_spec("axe_selenium_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("axe-selenium-python is not installed: it needs Python 3.12")
    (source,) = Path(spec.submodule_search_locations[0]).rglob("axe.min.js")
    return source.read_text(encoding="utf-8")


MIXTURE = statement(
    "One two three. Four five six.\n\nSeven eight \u202enine.",
    quote(
        "a",
        "One two three",
        topics=(TRADE, PORTS),
        speaker=ANN,
        status="draft",
        note="a note",
        cue="said",
    ),
    quote(
        "b",
        "two",
        kind="mixed",
        speaker=BO,
        reported_by=ANN,
        topics=tuple(Topic(f"t{n}", f"T {n}") for n in range(8)),
    ),
    quote("c", "Four five", kind="indirect"),
    quote("d", "Seven eight \u202enine", speaker=BO, topics=(PORTS,)),
    quote("e", "nowhere", topics=(TRADE,)),
    source=Source("Ida Roth", "The Post", "https://a.example/x", "2026-01-02", "2026-01-03", "en"),
    occasion="hearing",
    speaker=ANN,
)


_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OBJECTIONS = """
  const [rules, done] = arguments;
  const told = (one) => [one.id, one.nodes.map((node) => node.html)];
  axe.run(document, {runOnly: rules}).then((found) => done(found.violations.map(told)));
"""


def objections(browser: Browser, *rules: str) -> list[object]:
    """Return the rules of axe that the page breaks as it is now, of all or of those given."""
    return list(browser.chrome.execute_async_script(_OBJECTIONS, list(rules or _RULES)))


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_axe_has_no_objections(browser: Browser, width: int) -> None:
    source = axe()
    browser.look(width)
    browser.open(MIXTURE, fragment="topic=t0&topic=trade&quote=sample/b")
    assert browser.one(".q[aria-current]").get_attribute("id") == "sample/b"
    browser.run(source)

    def look_twice() -> None:
        assert objections(browser) == []
        # Dark differs in its colours alone.
        browser.look(width, dark=True)
        assert objections(browser, "color-contrast") == []
        browser.look(width)

    views = browser.seen("button[name=view]")
    for number in range(len(views) or 1):
        if views:
            views[number].click()
        for summary in browser.seen("details:not([open]) > summary"):
            summary.click()
        look_twice()
    browser.run("arguments[0].click()", browser.one("#_clear"))
    browser.settle()
    look_twice()


def test_axe_has_no_objections_to_several_statements(browser: Browser, library: Library) -> None:
    source = axe()
    browser.open(*library.select())
    browser.run(source)
    assert objections(browser) == []


def test_it_prints_completely(shipped: Browser) -> None:
    shipped.choose("topic", "military-exercises")
    shipped.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert len(shipped.quotes) == 4
    assert len(shipped.seen(".text")) == 1
    assert len(shipped.seen(".cite")) == 4
    assert shipped.seen("form, button") == []
    shipped.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
