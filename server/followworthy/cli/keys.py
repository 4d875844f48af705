"""The keys that lie in the data folder, for their owner only: what signs cookies, and what tells who opted out.

The first may be drawn anew (everybody is signed out). The second never, once somebody has asked not to be listed.
"""

import secrets
from pathlib import Path

from followworthy.errors import LostKeyError, StoreError
from followworthy.settings import Settings
from followworthy.store import Database, opt_out_file, opt_outs
from followworthy.store.files import write_whole

BYTES = 32


def secret_key(given: Settings) -> str:
    """Give the key that signs cookies, drawn once."""
    file = given.data_dir / "secret.key"
    return _read(file) or _drawn(file)


def opt_out_key(given: Settings) -> bytes | None:
    """Give the key of those who asked not to be listed; None if there is none. Raises StoreError if it is damaged."""
    file = given.data_dir / opt_outs.FILE
    text = _read(file)
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if text and len(key) != BYTES:
        raise StoreError(f"{file} is damaged: put the copy that lies with the backups in its place.")
    return key or None


def unlock(given: Settings, database: Database) -> None:
    """Give a database its key, drawn while nobody has asked yet. Raises StoreError where it is lost."""
    database.opt_out_key = opt_out_key(given)
    copy = database.opt_out_copy
    if database.opt_out_key is None:
        with database.writing() as session:
            opt_outs.hold(session)  # whoever else wants to draw one waits, and finds ours
            if opt_outs.are_there(session) or (copy and opt_out_file.made_with(copy)):
                raise LostKeyError(opt_outs.LOST)
            if opt_out_key(given) is None:
                _drawn(given.data_dir / opt_outs.FILE)
        database.opt_out_key = opt_out_key(given)
    with database.reading() as session:
        opt_outs.assure(session)


def _read(file: Path) -> str:
    """Give what a key's file holds; "" if there is none."""
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{file} cannot be used ({getattr(error, 'strerror', None) or 'it is no key'}).") from error


def _drawn(file: Path) -> str:
    """Draw a key and keep it: whole or not at all, and on the disk before anybody relies on it."""
    text = secrets.token_hex(BYTES)
    try:
        write_whole(file, text.encode())
    except OSError as error:
        raise StoreError(f"{file} cannot be used ({error.strerror}).") from error
    return text
