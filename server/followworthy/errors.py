"""Every error we raise on purpose: one clear sentence that says what, where, and what to do.

Only these are shown to people as they are; anything else is a defect and keeps its traceback.
"""


class FollowworthyError(Exception):
    """Something we foresaw went wrong; `str(error)` is the sentence for the person in front."""


class SettingsError(FollowworthyError):
    """A setting is unknown or has a value that cannot be used. Wrong use: exit code 2."""


class CuratedFileError(FollowworthyError):
    """A curated file cannot be taken as it is; the sentence names file and line."""


class ArticleError(FollowworthyError):
    """A document cannot be read as an article (binary, empty, damaged)."""


class FetchError(FollowworthyError):
    """An address could not be read, with the reason."""


class WikidataError(FollowworthyError):
    """Wikidata is busy, refuses, or answers something that cannot be used."""


class StoreError(FollowworthyError):
    """The database cannot be opened or used."""


class LostKeyError(StoreError):
    """The key that tells who asked not to be listed is lost, so nothing is published."""


class BusyError(StoreError):
    """Another process does this just now; the sentence says what, and that it is enough."""


class RefusedError(FollowworthyError):
    """A curator's wish that the rules refuse, with the reason."""


class StaleError(RefusedError):
    """Somebody else changed what a curator's form was made from; nothing was written, and nothing typed is lost."""
