"""What the article reader promises of any input: a sentence or claims, in linear time."""

import sys
from types import FrameType

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.article import read_article
from followworthy.errors import ArticleError

BASE = "https://letter.example/voices"
LINKEDIN = "https://www.linkedin.com/"
PAGE = (
    "<!doctype html><ol><li>Odile Fennwick <a href='https://fennwick.example/'>site</a></li>"
    "<li>Dara Moonesh writes.</li><li>Sefa Ndiaye-Holt draws.</li></ol>"
)


@pytest.mark.parametrize("document", ["", " \n ", "abc\0def", "\x01\x02\x1b\x07" * 9, "<html>\ud800"])
def test_what_is_no_document_is_one_sentence(document: str) -> None:
    with pytest.raises(ArticleError):
        read_article(document)


def test_absurd_nesting_is_one_sentence() -> None:
    with pytest.raises(ArticleError, match="nested"):
        read_article("<!doctype html>" + "<div>" * 20_000 + "x")


def words(text: str) -> str:
    return " ".join(BeautifulSoup(text, "lxml").get_text(" ").split())


def check(document: str, base: str | None) -> None:
    """Read a document, and hold every claim to what is promised of all."""
    try:
        reading = read_article(document, base)
    except ArticleError:
        return
    text = words(document) if base else document
    assert bool(reading.claims) != bool(reading.because)
    for one in reading.claims:
        assert len(one.quote or "") <= 200
        assert 0 <= one.sure <= 1
        assert all(word in text for word in one.name.split())


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(document: str) -> None:
    check(document, None)


ENTRIES = st.lists(
    st.sampled_from(["Odile Fennwick", "von", "Dr.", "“Red”", "follow", "The", "is", "J.", ",", "(she)", "\n", "**"])
    | st.text(max_size=6),
    max_size=12,
).map(" ".join)


@given(st.lists(ENTRIES, min_size=3, max_size=5))
def test_no_list_breaks_the_reader(entries: list[str]) -> None:
    check("\n\n".join(f"{rank}. {entry}" for rank, entry in enumerate(entries, start=1)), None)


PIECES = (
    *("<ol>", "<li>", "</li>", "</ol>", "<h2>", "</h2>", "<p>", "<table><tr><td>", "<a href='//x", "<b>", "</b>"),
    *("1. ", "&#0;", "<aside>", "</aside>", "<div class='share'>", "</div>", "<li>Odile Fennwick", "<form><h1>"),
    *(f"<a href='{LINKEDIN}in/odile'>Tobin Ashgrove</a>", "<a href='http://['>x</a>", "<li>Dara Moonesh writes"),
)
SOUP = st.lists(
    st.sampled_from(PIECES) | st.text(max_size=8),
    max_size=40,
).map("".join)


@given(SOUP)
def test_no_tag_soup_breaks_the_reader(soup: str) -> None:
    check("<!doctype html>" + soup, BASE)


@pytest.mark.parametrize("base", ["http://[", "", "nonsense", "file:///article.html"])
def test_no_base_breaks_the_reader(base: str) -> None:
    assert read_article(PAGE, base).claims[0].name == "Odile Fennwick"


def test_a_long_list_is_read_whole() -> None:
    entry = "{}. Odile Fennwick writes about hiring.\n\n"
    document = "".join(entry.format(number) for number in range(1, 2001))
    assert [one.rank for one in read_article(document).claims] == list(range(1, 2001))


class Steps:
    """Counts the lines that run in the reader."""

    def __init__(self) -> None:
        self.lines = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> "Steps":
        if "/domain/article/" not in frame.f_code.co_filename.replace("\\", "/"):
            frame.f_trace_lines = False
        elif event == "line":
            self.lines += 1
        return self


def steps(document: str) -> int:
    counted, before = Steps(), sys.gettrace()
    sys.settrace(counted)
    try:
        read_article(document)
    finally:
        sys.settrace(before)
    return counted.lines


@pytest.mark.parametrize(
    ("start", "again"),
    [
        ("<!doctype html><ol>", "<li>Odile Fennwick <a href='https://x.example'>x</a>"),
        ("<!doctype html><h2>1. Odile Fennwick</h2>", "<p>more</p>"),
        ("<!doctype html>", "<button class='share'>x</button>"),
        ("<!doctype html><table>", "<tr><td><table><tr><td>x</td></tr></table></td></tr>"),
        ("1. ", "Aa "),
        ("1. Aa ", "de "),
        ("", "1. Odile Fennwick writes.\n\n"),
        ("", "[a](http://x"),
        ("1. ", "“Aa” "),
        ("<!doctype html><li>", "Odile Fennwick <a href='https://x.example'>Site</a>, "),
    ],
)
def test_time_grows_no_faster_than_the_document(start: str, again: str) -> None:
    assert steps(start + again * 400) < 2.3 * steps(start + again * 200)
