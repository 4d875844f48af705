"""Whether a page stands before the article instead of being it: a sign-in page, or a shell that only scripts fill.

Judged by what the whole page is made of, so that an article with a form to sign in in its header is an article.
"""

import re

from followworthy.domain.survey import Survey

SIGN_IN = re.compile(
    r"\b(?:sign|log)[ -]?(?:in|up|on)\b|\bauthwall\b|\bjoin linkedin\b|\banmelden\b|\beinloggen\b|\biniciar sesi[oó]n\b"
    r"|\bse connecter\b|\baccedi\b|\bentrar\b|\binloggen\b|войти|登录|登入|ログイン",
    re.IGNORECASE,
)
NEEDS_SCRIPTS = re.compile(
    r"\b(?:enabl\w{1,3}|turn on|activat\w{1,3}|requires?|needs?|aktivier\w{1,3}|activer|active) .{0,20}javascript"
    r"|\bjavascript .{0,30}\b(?:enabled|disabled|required|activated|aktivier\w{1,3}|turned off)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 100
FEWEST_ITEMS = 3
"""What has fewer words and fewer items is no list, whatever it is."""
SHELL_WORDS = 60
"""A page that asks for JavaScript in fewer words says nothing else."""
NO_WORDS = 5
FROM_BROWSER = "save the page from your own browser and import the file."


def wall(page: Survey) -> str | None:
    """Give the sentence that says what stands before the article, or None for a page that may be one."""
    asks = SIGN_IN.search(page.headline) is not None
    bare = page.items < FEWEST_ITEMS
    if (asks and page.passwords) or (bare and page.words < FEWEST_WORDS and (asks or page.passwords)):
        return f"this is a sign-in page, not the article: {FROM_BROWSER}"
    if bare and (
        (page.words < SHELL_WORDS and NEEDS_SCRIPTS.search(page.beginning)) or (page.words < NO_WORDS and page.scripts)
    ):
        return f"this page shows nothing until its scripts run: {FROM_BROWSER}"
    return None
