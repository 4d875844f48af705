"""Who publishes, as pages show it: the name, and the privacy notice, read from its file once at the start."""

from pathlib import Path

from followworthy.errors import SettingsError
from followworthy.settings import PREFIX, Settings
from followworthy.web.house import Operator

LONGEST_NOTICE = 100_000


def of(given: Settings) -> Operator:
    """Give who publishes. Raises SettingsError for a notice that cannot be read as text."""
    notice = given.privacy_notice or ""
    if not notice or notice.startswith(("http://", "https://")):
        return Operator(given.operator, notice or None, public_url=given.public_url)
    return Operator(given.operator, None, _text(Path(notice)), given.public_url)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(LONGEST_NOTICE + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{PREFIX}PRIVACY_NOTICE: {file} cannot be read ({why}).") from error
    if not text.strip() or len(text) > LONGEST_NOTICE:
        raise SettingsError(f"{PREFIX}PRIVACY_NOTICE: {file} is empty, or too long for a page.")
    return text
