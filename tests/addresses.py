"""Addresses for the tests of both twins of the normaliser: the shared cases, and any number of odd ones."""

import json
from pathlib import Path

from hypothesis import strategies as st

CASES = json.loads((Path(__file__).parent / "data" / "profile_urls.json").read_text(encoding="utf-8"))["cases"]

PIECES = st.sampled_from(
    [
        "https://",
        "http://",
        "HTTPS://",
        "//",
        "/",
        "https:/",
        "www.",
        "de.",
        "m.",
        "linkedin.com",
        "LinkedIn.com",
        ".evil.test",
        "@",
        ":443",
        ":80",
        "/in/",
        "/IN/",
        "/company/",
        "/school/",
        "/pub/",
        "/mwlite",
        "/comm",
        "/dir/",
        "me",
        "odile-fennwick",
        "ACoAAAAb_cdEFGhINVENTED",
        "24/605/730",
        "1/2/3",
        "%C3%A9",
        "é",
        "e\u0301",
        "%FF",
        "%2F",
        "%25",
        "%",
        "%2e",
        ".",
        "..",
        "\\",
        "?",
        "#",
        " ",
        "\t",
        "\u0130",
        "\u03a3",
        "\u1e9e",
        "\u212a",
        "\ufeff",
        "\u200d",
        "\u202e",
        "\U0001f600",
        "\U00010400",
        "\U0001fae8",
        "\u1fef",
        "\ufa6c",
    ]
)
ADDRESSES = (
    st.lists(PIECES | st.text(max_size=3), max_size=9).map("".join)
    | st.text(max_size=30).map(lambda slug: f"https://www.linkedin.com/in/{slug}")
    | st.text(st.characters(categories=["L", "M", "N", "P"], max_codepoint=0x1FFFF), max_size=12).map(
        lambda slug: f"https://www.linkedin.com/in/{slug}"
    )
)
BASES = st.sampled_from(
    [None, "https://www.linkedin.com/feed/", "https://de.linkedin.com/in/x", "https://list.example/"]
)
