"""Invented people and lists for the tests."""

from followworthy.domain.records import Category, Expert, Link, Recommendation, Source
from followworthy.store import Session
from followworthy.store.revisions import Revision
from tests.conftest import MOMENT

SHELVES = Category("careers", "Careers", 1, "Work, and finding it")
SALES = Category("sales", "Sales without shouting", 2)
VOICES = Source("forty-voices", "Forty Voices on Work", "The Harbour Letter", None, "2019-05-22")

ODILE = Expert(
    id="bcdfghjk",
    kind="person",
    name="Odile Fennwick",
    headline="Writes about hiring without guesswork",
    note="Moved to another town?",
    links=(
        Link("linkedin", "https://www.linkedin.com/in/odile-fennwick", "in/odile-fennwick", "corroborated"),
        Link("homepage", "https://fennwick.example"),
    ),
    recommendations=(Recommendation("careers", "forty-voices", 3, "Job search", "Explains what recruiters read."),),
)
TOBIN = Expert(
    id="bcdfghjm",
    kind="person",
    name="Tobin Ashgrove",
    links=(Link("linkedin", "https://www.linkedin.com/in/tobin-ashgrove", "in/tobin-ashgrove"),),
    recommendations=(Recommendation("sales", "forty-voices", 1),),
)


def publish(session: Session, *experts: Expert) -> int | None:
    """Publish experts with their categories and source; give the revision's number."""
    revision = Revision(session, by="Nadia", why="set the scene", now=MOMENT)
    records: tuple[Category | Source | Expert, ...] = (SHELVES, SALES, VOICES, *experts)
    for record in records:
        revision.put(record)
    return revision.number
