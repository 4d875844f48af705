"""A digest of what people wrote in a record: what the audit believes of its links is left out."""

import hashlib
import json

from followworthy.domain.records import Document

BELIEVED = ("verdict", "confirmed")
YOUNGER = ("merged_into",)
"""Fields that came later: where they say nothing, a digest taken before still holds."""


def editorial_digest(document: Document) -> str:
    """Give the digest of a record's document; the audit's flips do not change it."""
    links = [
        {name: value for name, value in link.items() if name not in BELIEVED} for link in document.get("links", [])
    ]
    written = {name: value for name, value in document.items() if value is not None or name not in YOUNGER}
    text = json.dumps({**written, "links": links}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
