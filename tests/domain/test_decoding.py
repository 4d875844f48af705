"""Bytes of a document -> text: what the bytes are wins over what they are declared to be."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.decoding import decode
from followworthy.errors import ArticleError

WESTERN = "<h1>Trois voix</h1><ul><li>Zoë Fännwick écrit</li><li>Ilse Corvané n’écrit pas</li></ul>"
RUSSIAN = "<h1>За кем следить</h1><ul><li>Одиль Фенвик пишет о карьере</li><li>Дара Мунеш ведёт блог</li></ul>"
JAPANESE = "<h1>フォローすべき人</h1><ul><li>架空太郎さんは採用について書いています</li><li>架空花子</li></ul>"
CHINESE = "<h1>值得关注的人</h1><ul><li>虚小明写关于招聘的文章，非常有用</li><li>虚红梅</li></ul>"
PAGES = [(WESTERN, "windows-1252"), (RUSSIAN, "windows-1251"), (JAPANESE, "shift_jis"), (CHINESE, "gb18030")]


@pytest.mark.parametrize(("page", "charset"), PAGES)
def test_a_page_that_declares_nothing_is_read_by_what_it_is(page: str, charset: str) -> None:
    assert decode(page.encode(charset)) == page


@pytest.mark.parametrize(("page", "charset"), [*PAGES, ("Jiří Dvořák píše", "windows-1250"), (JAPANESE, "iso-2022-jp")])
def test_the_header_is_believed(page: str, charset: str) -> None:
    assert decode(page.encode(charset), f'text/html; charset="{charset}"; q=1') == page


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1250>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">',
        '<?xml version="1.0" encoding="windows-1250"?>',
    ],
)
def test_the_page_itself_is_believed(declaration: str) -> None:
    page = declaration + "<p>Jiří Dvořák píše"
    assert decode(page.encode("windows-1250")) == page


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "shift_jis", "utf-16", "nonsense", "punycode", "rot13"])
def test_what_is_utf_8_is_utf_8_whatever_it_declares(charset: str) -> None:
    page = f"<meta charset={charset}>{RUSSIAN}{JAPANESE}"
    assert decode(page.encode(), f"text/html; charset={charset}") == page


def test_a_charset_that_gives_errors_is_not_believed() -> None:
    assert decode(JAPANESE.encode("shift_jis"), "text/html; charset=utf-8") == JAPANESE
    assert decode(RUSSIAN.encode("windows-1251"), "text/html; charset=shift_jis") == RUSSIAN


@pytest.mark.parametrize("charset", ["punycode", "rot13", "unicode_escape", "utf-16", "idna", "undefined", "é", "a\0"])
def test_only_charsets_of_pages_are_believed(charset: str) -> None:
    assert decode(WESTERN.encode("windows-1252"), f"text/html; charset={charset}") == WESTERN


def test_latin_1_means_the_quotes_of_windows_too() -> None:
    assert decode("it’s".encode("windows-1252"), "text/html; charset=iso-8859-1") == "it’s"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("page", [WESTERN, RUSSIAN, CHINESE])
def test_unicode_is_read_with_its_mark_and_without(page: str, charset: str) -> None:
    assert decode(page.encode(charset)) == page


def test_a_character_cut_off_at_the_end_is_left_out() -> None:
    assert decode(RUSSIAN.encode()[:-15]) == RUSSIAN[: len(RUSSIAN.encode()[:-15].decode(errors="ignore"))]


def test_a_stray_byte_does_not_spoil_a_page() -> None:
    assert decode(RUSSIAN.encode() + b"\x92s") == RUSSIAN + "\ufffds"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "the document is empty"),
        (b" \r\n\t", "the document is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF: save it as text or HTML first"),
        (b"\r\n%PDF-1.4", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "this is a picture"),
        (b"PK\x03\x04\x14\0\x06\0word/document.xml", "a zip archive or an office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an office file"),
        (gzip.compress(b"<html>"), "a compressed file"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\x03>\0", "not a text or HTML document"),
        (b"\0" * 64, "not a text or HTML document"),
    ],
)
def test_what_is_no_text_is_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ArticleError, match=sentence):
        decode(body)


@given(
    st.binary(min_size=1, max_size=300), st.sampled_from(["", "text/html; charset=", "a/b;charset=gbk", "charset=é\0"])
)
def test_no_bytes_break_the_decoder(body: bytes, content_type: str) -> None:
    try:
        assert "\0" not in decode(body, content_type)
    except ArticleError:
        return


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text and not text.startswith("\ufeff")))
def test_every_text_in_utf_8_comes_back(text: str) -> None:
    body = text.encode(errors="surrogatepass")
    if body.decode(errors="ignore") == text and b"\x1b$" not in body:
        assert decode(b"<p>" + body) == "<p>" + text
