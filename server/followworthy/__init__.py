"""Followworthy: lists of people worth following, kept alive.

The doors are `cli` and `web`; everything else is reached through them.
"""

__version__ = "0.1.0"
