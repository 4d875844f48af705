"""The start page: what this is, and how to load the extension. It can be translated; it sets no cookie."""

from flask import Blueprint, render_template

from followworthy.services.standing import standing
from followworthy.store import catalog, experts
from followworthy.web.house import house

pages = Blueprint("public", __name__)


@pages.get("/")
def start() -> str:
    """Show the start page, with what is in the catalog."""
    with house().database.reading() as session:
        people = [expert for expert, _ in experts.published(session)]
        with_address = sum(1 for one in people if any(link.kind == "linkedin" for link in one.links))
        return render_template(
            "start.html",
            people=len(people),
            with_address=with_address,
            categories=catalog.categories(session),
            standing=standing(session),
        )
