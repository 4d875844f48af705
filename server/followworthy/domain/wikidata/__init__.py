"""Wikidata's JSON -> facts: `answers` asks and reads, `items` counts statements, `namesakes` tells people apart."""

from followworthy.domain.wikidata.answers import (
    entities_address,
    item_address,
    label_of,
    labels_address,
    read_entities,
    read_search,
    search_address,
)
from followworthy.domain.wikidata.items import LINKEDIN, Item, read_item
from followworthy.domain.wikidata.namesakes import Candidate, Marks, candidates, in_words

__all__ = [
    "LINKEDIN",
    "Candidate",
    "Item",
    "Marks",
    "candidates",
    "entities_address",
    "in_words",
    "item_address",
    "label_of",
    "labels_address",
    "read_entities",
    "read_item",
    "read_search",
    "search_address",
]
