"""What a client holds and takes, by its headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.web.negotiating import best_encoding, holds

ETAG = 'W/"e1.58"'


@pytest.mark.parametrize("header", ['W/"e1.58"', '"e1.58"', "*", '"x", W/"e1.58"', 'W/"e1.5" , "e1.58","y"'])
def test_a_state_is_held_if_it_is_named_weakly_strongly_among_others_or_as_any(header: str) -> None:
    assert holds(header, ETAG)


@pytest.mark.parametrize("header", ["", 'W/"e1.5"', '"e1.580"', "e1.59", '"', 'W/"E1.58"', '"*"'])
def test_a_state_is_not_held_if_something_else_is_named(header: str) -> None:
    assert not holds(header, ETAG)


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", "identity"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("GZIP", "gzip"),
        ("deflate, zstd", "identity"),
        ("", "identity"),
        ("gzip;q=nonsense", "identity"),
    ],
)
def test_the_encoding_is_what_the_client_likes_best_and_the_smallest_of_equals(header: str, encoding: str) -> None:
    assert best_encoding(header) == encoding


@given(st.text(max_size=60))
def test_no_header_breaks_anything(header: str) -> None:
    assert best_encoding(header) in ("br", "gzip", "identity")
    assert not holds(header, ETAG) or "*" in header or "e1.58" in header
