"""A list article -> claims: which list of the page is the list of people, and what it says of each.

blocks -> lists -> names -> claims. Pure: text in, a `Reading` out; nothing is fetched, matched or kept.
"""

from followworthy.domain.article.reading import read_article

__all__ = ["read_article"]
