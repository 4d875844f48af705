"""Records and their documents."""

import json

from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Category, Expert, Link, Recommendation, Source, is_partial_date
from followworthy.domain.values import Verdict
from tests.people import ODILE

WORDS = st.text(max_size=20)
MAYBE = st.none() | WORDS
LINKS = st.builds(
    Link, st.sampled_from(["linkedin", "homepage"]), WORDS, MAYBE, verdict=st.sampled_from(Verdict), confirmed=MAYBE
)
RECOMMENDATIONS = st.builds(Recommendation, WORDS, WORDS, st.none() | st.integers(1, 99), MAYBE, WORDS, MAYBE, MAYBE)
EXPERTS = st.builds(
    Expert,
    WORDS,
    st.sampled_from(["person", "organisation"]),
    WORDS,
    WORDS,
    MAYBE,
    st.lists(LINKS, max_size=3).map(tuple),
    st.lists(RECOMMENDATIONS, max_size=3).map(tuple),
    st.booleans(),
)


@given(EXPERTS)
def test_an_expert_survives_their_document_and_json(expert: Expert) -> None:
    assert Expert.from_document(json.loads(json.dumps(expert.document()))) == expert


@given(st.builds(Category, WORDS, WORDS, st.integers(), WORDS) | st.builds(Source, WORDS, WORDS, MAYBE, MAYBE, MAYBE))
def test_categories_and_sources_survive_their_documents(record: Category | Source) -> None:
    assert type(record).from_document(record.document()) == record


def test_what_the_audit_believes_does_not_change_the_editorial_digest() -> None:
    before = ODILE.document()
    after = ODILE.document()
    after["links"] = [{**link, "verdict": "gone", "confirmed": "2026-11"} for link in after["links"]]
    assert editorial_digest(after) == editorial_digest(before)


def test_what_people_write_changes_the_editorial_digest() -> None:
    assert editorial_digest({**ODILE.document(), "headline": "Else"}) != editorial_digest(ODILE.document())


def test_a_date_is_as_precise_as_known() -> None:
    assert all(is_partial_date(text) for text in ("2019", "2019-05", "2019-05-22", "2024-02-29"))
    assert not any(is_partial_date(text) for text in ("", "19", "2019-13", "2019-5-2", "2019-02-30", "May 2019"))
