"""The form of one expert, read: fields in rows become a draft. What may be saved is `editing`'s matter."""

from collections.abc import Mapping

from followworthy.services.editing import KINDS, STATUSES, Draft, LinkDraft, RecommendationDraft

MOST_ROWS = 200


def draft_from(form: Mapping[str, str]) -> Draft:
    """Give what was typed."""
    return Draft(
        form.get("name", ""),
        KINDS.get(form.get("kind"), "person"),
        form.get("headline", ""),
        form.get("note", ""),
        tuple(_link(form, f"link-{row}-") for row in range(MOST_ROWS) if f"link-{row}-status" in form),
        tuple(_recommendation(form, f"said-{row}-") for row in range(MOST_ROWS) if f"said-{row}-category" in form),
    )


def _link(form: Mapping[str, str], row: str) -> LinkDraft:
    return LinkDraft(
        "homepage" if form.get(f"{row}kind") == "homepage" else "linkedin",
        form.get(f"{row}url", ""),
        form.get(f"{row}address", ""),
        STATUSES.get(form.get(f"{row}status")),
        "corroborated" if form.get(f"{row}confidence") == "corroborated" else "unconfirmed",
    )


def _recommendation(form: Mapping[str, str], row: str) -> RecommendationDraft:
    source, _, category = form.get(f"{row}was", "").rpartition(" ")
    return RecommendationDraft(
        (source, category) if source else None,
        form.get(f"{row}category", ""),
        form.get(f"{row}source", ""),
        form.get(f"{row}rank", ""),
        form.get(f"{row}heading", ""),
        form.get(f"{row}reason", ""),
        form.get(f"{row}quote", ""),
        form.get(f"{row}date", ""),
        form.get(f"{row}removed") == "1",
    )
