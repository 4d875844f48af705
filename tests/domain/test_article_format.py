"""What is turned away before it is read: no document, an absurd one, or a page that stands before the article."""

import pytest

from followworthy.domain.article import read_article
from followworthy.domain.article.format import checked, is_html
from followworthy.errors import ArticleError

SIGN_IN_FORM = "<form><input name=user><input type=Password name=word><button>Log in</button></form>"
LIST = "<h1>Voices</h1><ol><li>Odile Fennwick writes.</li><li>Dara Moonesh reads.</li><li>Sefa Noor draws.</li></ol>"
SENTENCE = "<p>" + "It is easy to follow the loud ones. " * 20 + "</p>"


def page(body: str, title: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title><script>run()</script></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "document",
    [
        page(SIGN_IN_FORM),
        page(f"<h1>Welcome back</h1>{SIGN_IN_FORM}<p>New here? Join now.</p>", "LinkedIn"),
        page(f"{SIGN_IN_FORM}{SENTENCE}<ul><li>English<li>Deutsch<li>Polski<li>Magyar</ul>", "Sign Up | LinkedIn"),
        page(f"<nav><ul><li>Home<li>Jobs<li>About</ul></nav>{SIGN_IN_FORM}", "Example"),
        page(f"<script>{'let it = be; ' * 99}</script>{SIGN_IN_FORM}", "Example"),
        page(f"<select>{'<option>One Country' * 99}</select>{SIGN_IN_FORM}", "Example"),
        page("<h1>Sign in to continue</h1><form><input type=email><button>Next</button></form>"),
        page("<h2>Bitte</h2><p>Zum Weiterlesen</p>", "Anmelden"),
    ],
)
def test_a_sign_in_page_says_that_it_is_one(document: str) -> None:
    with pytest.raises(ArticleError, match="sign-in page, not the article: save the page from your own browser"):
        read_article(document)


@pytest.mark.parametrize(
    "document",
    [
        page(f"<header><h1>Sign in</h1>{SIGN_IN_FORM}</header>{LIST}", "Three Voices"),
        page(f"{SIGN_IN_FORM}<p>Odile Fennwick<p>Dara Moonesh<p>Sefa Ndiaye-Holt", "Three Voices"),
        page(f"{SENTENCE}{SIGN_IN_FORM}", "Three Voices"),
        page(LIST, "How to sign up three voices"),
        page(f"<noscript>Please enable JavaScript.</noscript>{LIST}", "Three Voices"),
        page("<p>She requires no JavaScript<p>Odile Fennwick<p>Dara Moonesh", "Three Voices"),
    ],
)
def test_an_article_is_one_whatever_else_stands_on_its_page(document: str) -> None:
    read_article(document)


@pytest.mark.parametrize(
    "document",
    [
        page("<div id=root></div>", "Fifty people to follow"),
        page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root>Loading</div>"),
        page("<h1>Just a moment...</h1><p>Enable JavaScript and cookies to continue</p>"),
        page("<p>JavaScript is not available. JavaScript is disabled in this browser.</p>"),
    ],
)
def test_a_shell_that_only_scripts_fill_says_that_it_is_one(document: str) -> None:
    with pytest.raises(ArticleError, match="shows nothing until its scripts run"):
        read_article(document)


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<font size=1>"])
def test_absurd_nesting_is_refused(unit: str) -> None:
    with pytest.raises(ArticleError, match="nested more than 500 deep"):
        read_article("<!doctype html>" + unit * 600)


def test_absurdly_many_attributes_are_refused() -> None:
    with pytest.raises(ArticleError, match="more than 1000 attributes"):
        read_article("<!doctype html><p " + " ".join(f"a{number}" for number in range(10_000)) + ">x")


def test_what_was_closed_is_not_nested() -> None:
    checked("<!doctype html>" + "<div><p>Odile Fennwick</p></div>" * 2_000)


@pytest.mark.parametrize("unit", ["<p>", "<br>", "<!-- -->", "<?a>", "<li>x</li>"])
def test_a_page_that_is_all_tags_is_refused(unit: str) -> None:
    with pytest.raises(ArticleError, match="elements for so little text"):
        read_article("<!doctype html><p>" + unit * 60_000)


def test_a_long_list_is_not_all_tags() -> None:
    checked("<!doctype html>" + "<li><a href='/odile'>Odile Fennwick</a></li>" * 60_000)


@pytest.mark.parametrize("unit", ["![", "*a_", "`` ", "a\n", "[a]\n"])
def test_a_text_that_is_all_marks_is_refused(unit: str) -> None:
    with pytest.raises(ArticleError, match="marks of Markdown for so little text"):
        checked("- a\n- b\n" + unit * 60_000)


def test_a_long_markdown_list_is_not_all_marks() -> None:
    checked("- [Odile Fennwick](https://x.example/odile) **writes**.\n" * 20_000)


def test_a_damaged_text_in_a_page_is_one_sentence() -> None:
    with pytest.raises(ArticleError, match="characters that are none"):
        read_article("<html>\ud800")


def test_markdown_with_some_html_is_markdown() -> None:
    assert not is_html("# Voices\n\n<img src=x>\n\n- a\n- b\n")
    assert is_html("<li>Odile Fennwick</li>\n<li>Dara Moonesh</li>")
