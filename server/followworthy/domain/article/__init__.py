"""A list article -> claims: which list of the page is the list of people, and what it says of each.

document -> lines -> series -> lists of people -> claims. Pure: text in, a `Reading` out; nothing is fetched or kept.
"""

from followworthy.domain.article.reading import read_article

__all__ = ["read_article"]
