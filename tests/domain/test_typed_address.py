"""What a curator types is a link, or one sentence says why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.records import LinkKind
from followworthy.domain.typed_address import typed_link
from followworthy.errors import RefusedError


def test_every_spelling_of_a_profile_becomes_the_canonical_one() -> None:
    link = typed_link(" http://de.linkedin.com/in/Odile-Marsh/?trk=x ", "linkedin", "person")
    assert (link.url, link.key) == ("https://www.linkedin.com/in/odile-marsh", "in/odile-marsh")


def test_a_homepage_is_taken_as_it_is_typed() -> None:
    assert typed_link(" https://marsh.example/about?me ", "homepage", "person").url == "https://marsh.example/about?me"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("linkedin", "  ", "An address is needed."),
        ("homepage", "", "An address is needed."),
        ("linkedin", "https://example.com/in/odile", "cannot be the address: not a LinkedIn address."),
        ("linkedin", "https://www.linkedin.com/in/me/", "the viewer's own profile"),
        ("linkedin", "https://www.linkedin.com/in/ACoAAADk_dwBHKhJDDpbQdJwHfBNNrU8sp/", "one certain profile"),
        ("linkedin", "https://www.linkedin.com/company/gallup", "one of a company, not of a person"),
        ("homepage", "marsh.example", "must begin with http:// or https://"),
        ("homepage", "javascript:alert(1)", "must begin with http:// or https://"),
        ("homepage", "https://marsh.example/a b", "must begin with http:// or https://"),
        ("homepage", "https://odile@marsh.example/", "must begin with http:// or https://"),
        ("homepage", "https://marsh.example/\u202e", "cannot be the address"),
        ("homepage", "https://www.linkedin.com/in/odile", "it is a LinkedIn address"),
        ("homepage", "https://marsh.example/" + "x" * 2000, "…"),
    ],
)
def test_what_cannot_be_the_address_is_refused_in_one_sentence(kind: LinkKind, text: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        typed_link(text, kind, "person")
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 400


@given(st.text(), st.sampled_from(["linkedin", "homepage"]))
def test_whatever_is_typed_is_a_link_or_refused(text: str, kind: LinkKind) -> None:
    try:
        link = typed_link(text, kind, "person")
    except RefusedError:
        return
    assert link.url.lower().startswith(("https://", "http://"))
    assert (link.key is None) == (kind == "homepage")
