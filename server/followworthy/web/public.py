"""Pages for everybody: what this is and how to load the extension; what is said of one expert; who publishes it.

They can be translated, and set no cookie.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from followworthy.domain.records import Expert
from followworthy.services.listing import listing
from followworthy.services.standing import standing
from followworthy.store import catalog, experts
from followworthy.web.house import house

pages = Blueprint("public", __name__)
LEFT = "Whoever this page was about is not in the catalog any more."


@pages.get("/")
def start() -> str:
    """Show the start page, with what is in the catalog."""
    with house().database.reading() as session:
        return render_template(
            "start.html",
            people=experts.count_published(session),
            with_address=experts.count_addressed(session),
            categories=catalog.categories(session),
            standing=standing(session),
        )


@pages.get("/experts/<expert_id>")
def expert(expert_id: str) -> str | tuple[str, int] | Response:
    """Show what is said of one expert, and how to correct it or leave; 410 without a name for whoever has left.

    The address of a double leads to whom it was merged into.
    """
    with house().database.reading() as session:
        found = listing(session, expert_id)
    if found is None:
        return render_template("problem.html", said="Nobody in the catalog has this address."), 404
    if isinstance(found, Expert):
        if found.withdrawn:
            return render_template("problem.html", said=LEFT), 410
        return redirect(url_for("public.expert", expert_id=found.id))  # not for good: a merge can be undone
    return render_template("expert.html", told=found, expert=found.expert)


@pages.get("/privacy")
def privacy() -> str:
    """Say who publishes, how they are reached, and what is kept."""
    return render_template("privacy.html")
