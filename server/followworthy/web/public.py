"""Pages for everybody: what this is and how to load the extension; what is said of one expert, and by whom.

They can be translated, and set no cookie.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from followworthy.services.standing import standing
from followworthy.store import catalog, experts, merges
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
    """Show what is said of one expert, and how to have it corrected; 410 without a name for whoever has left.

    A double leads to whom they were merged into.
    """
    with house().database.reading() as session:
        found = experts.get(session, expert_id)
        winner = merges.stands_for(session, expert_id) if found and found.merged_into else None
        if winner:
            return redirect(url_for("public.expert", expert_id=winner))  # found, not moved for good: it can be undone
        if found is None or found.withdrawn:
            status, said = (404, "Nobody in the catalog has this address.") if found is None else (410, LEFT)
            return render_template("problem.html", said=said), status
        sources = {one.id: one for one in catalog.sources(session)}
        publishers = {sources[one.source].publisher or one.source for one in found.recommendations}
        return render_template(
            "expert.html",
            expert=found,
            links=[link for link in found.links if link.status == "current"],
            sources=sources,
            categories={one.id: one.name for one in catalog.categories(session)},
            publishers=len(publishers),
            contact=house().contact,
        )
