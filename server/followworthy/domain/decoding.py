"""Bytes of a document -> text, by what it declares or else by what it is. Reads no structure."""

from bs4 import UnicodeDammit

from followworthy.errors import ArticleError


def decode(body: bytes) -> str:
    """Give the document's text. Raises ArticleError for what is no text at all (an image, a PDF)."""
    text = UnicodeDammit(body, ["utf-8"]).unicode_markup
    if text is None or "\0" in text or body.startswith(b"%PDF-"):
        raise ArticleError("this is not a text or HTML document.")
    return text
