"""Bytes of a document -> text: what the bytes are wins over what they are declared to be. Reads no structure.

The order: a byte order mark, UTF-16 without one, valid UTF-8, a declared charset that decodes without an error,
nearly valid UTF-8, and last what charset-normalizer makes of the bytes. Linear in the document.
"""

import codecs
import re

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from followworthy.errors import ArticleError

SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"{\\rtf", "an RTF file"),
    (b"bplist00", "a web archive"),
    (b"From: <Saved by", "a web archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
PDF = b"%PDF-"
PDF_WITHIN = 1024
"""Readers of PDF look for its signature within so many bytes (ISO 32000-1, annex H)."""
SAVE_AS = "save it as text or HTML first."
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
REALLY = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Charsets that pages declare when they mean a larger one (WHATWG Encoding, "names and labels")."""
TEXTUAL = re.compile(
    r"utf-8|iso8859-\d+|cp(?:125\d|866|874|932|949)|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|euc_jp|iso2022_(?:jp|kr)|gb18030|big5hkscs"
)
"""The codecs that a page may ask for; Python has others, of which one takes quadratic time (punycode)."""
UNDECLARED = ["cp1252", "cp1251", "koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1253", "cp1255", "cp1256"]
"""What is looked for where nothing is declared. The other Latin ones are left out: they are too like cp1252."""
SAMPLE = 64 * 1024
NOT_ASCII = re.compile(rb"[\x80-\xff]")
LOST = "\ufffd"
MOST_LOST = 0.2
"""Text of which a greater part of the characters beyond ASCII is lost was not in that charset."""
ESCAPE = b"\x1b$"
"""ISO-2022 switches its character sets with this, and is all ASCII otherwise."""
FEWEST_NULS = 0.02
LEAST_ALIGNED = 0.95


def decode(body: bytes, content_type: str = "") -> str:
    """Give the document's text; `content_type` is the HTTP header, if it came with one.

    Raises ArticleError for what is no text at all: empty, a PDF, a picture, an archive.
    """
    _refuse_files(body)
    text = _by_bom(body) or _utf16(body) or _utf8(body) or _declared(body, content_type) or _guessed(body)
    if "\0" in text:
        raise ArticleError("this is not a text or HTML document.")
    return text.removeprefix("\ufeff")


def _refuse_files(body: bytes) -> None:
    if not body.strip():
        raise ArticleError("the document is empty.")
    if PDF in body[:PDF_WITHIN]:
        raise ArticleError(f"this is a PDF: {SAVE_AS}")
    for signature, thing in SIGNATURES:
        if body.startswith(signature):
            raise ArticleError(f"this is {thing}: {SAVE_AS}")


def _by_bom(body: bytes) -> str | None:
    return next((body.decode(codec, "replace") for bom, codec in BOMS if body.startswith(bom)), None)


def _utf16(body: bytes) -> str | None:
    """Read UTF-16 without a mark: its ASCII characters have a zero byte each, all on the same side."""
    sample = body[:SAMPLE]
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if low + high < FEWEST_NULS * len(sample) / 2 or max(low, high) < LEAST_ALIGNED * (low + high):
        return None
    return body.decode("utf-16-le" if low > high else "utf-16-be", "replace")


def _utf8(body: bytes) -> str | None:
    return None if ESCAPE in body else _strictly(body, "utf-8")


def _declared(body: bytes, content_type: str) -> str | None:
    """Read a document as it asks to be; UTF-8 with some errors is still UTF-8."""
    named = (_of_header(content_type), EncodingDetector.find_declared_encoding(body[:SAMPLE], is_html=True))
    for name in named:
        codec = _codec(name) if name else None
        text = _strictly(body, codec) if codec else None
        if text is not None:
            return text
    nearly = body.decode("utf-8", "replace")
    beyond_ascii = len(nearly) - len(nearly.encode("ascii", "ignore"))
    return nearly if nearly.count(LOST) <= MOST_LOST * beyond_ascii else None


def _guessed(body: bytes) -> str:
    found = NOT_ASCII.search(body)
    start = found.start() if found else 0
    best = from_bytes(body[start : start + SAMPLE], cp_isolation=UNDECLARED).best()
    return body.decode(best.encoding if best else "cp1252", "replace")


def _strictly(body: bytes, codec: str) -> str | None:
    """Decode without an error, or give None; a last character that was cut off is no error."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(body)
    except UnicodeDecodeError:
        return None


def _of_header(content_type: str) -> str:
    _, _, rest = content_type.lower().partition("charset=")
    return rest.partition(";")[0].strip(" \"'")


def _codec(name: str) -> str | None:
    """Give Python's codec for a declared charset, or None if it has none for text."""
    try:
        codec = codecs.lookup(name.removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    codec = REALLY.get(codec, codec)
    return codec if TEXTUAL.fullmatch(codec) else None
