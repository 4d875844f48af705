"""A stranger's text for a terminal: without anything that a terminal would obey."""


def plain(text: str) -> str:
    """Give the text with a mark in place of every character that cannot be seen."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
