"""A backup as one file: an uncompressed tar archive with the database, the opt-outs' key, and the operator's rules.

Anybody's `tar` unpacks it, and `sha256sum -c SHA256SUMS` proves it. Not compressed, so that `erase` finds whom a backup
names. A bare SQLite file is taken, too: so were backups of earlier versions, and so is what a restore put aside.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from followworthy.errors import StoreError
from followworthy.services.audit_files import AUDIT, HOSTS
from followworthy.store import opt_out_file, opt_outs

FOLDER = "backups"
"""Where in the data folder the daily ones lie, with the key and the hashes of who asked not to be listed."""
DATABASE = "followworthy.db"
SUMS = "SHA256SUMS"
RULES = (HOSTS, AUDIT)
PARTS = (DATABASE, opt_outs.FILE, *RULES)
SQLITE = b"SQLite format 3\0"
LOGS = ("-wal", "-shm")
"""What lies beside an SQLite file that was not closed, and belongs to it."""
MOST_SUMS = 10_000
AT_ONCE = 2**20


def opt_out_copy(data_dir: Path) -> Path:
    """Give where the hashes of who asked not to be listed are kept a second time."""
    return data_dir / FOLDER / opt_out_file.NAME


def pack(archive: Path, parts: Mapping[str, Path], key: bytes | None, now: datetime) -> None:
    """Write an archive of these files, and of the key. Raises OSError."""
    with archive.open("xb") as writing, tarfile.open(fileobj=writing, mode="w") as tar:
        archive.chmod(0o600)
        sums = []
        for name, file in parts.items():
            with file.open("rb") as content:
                sums.append(f"{_sum(content)}  {name}\n")
                content.seek(0)
                _add(tar, name, content, file.stat().st_size, now)
        if key:
            text = key.hex().encode()
            sums.append(f"{hashlib.sha256(text).hexdigest()}  {opt_outs.FILE}\n")
            _add(tar, opt_outs.FILE, BytesIO(text), len(text), now)
        told = "".join(sums).encode()
        _add(tar, SUMS, BytesIO(told), len(told), now)
        tar.close()
        writing.flush()
        os.fsync(writing.fileno())  # older backups go once this one is there: it must be on the disk by then


def unpack(file: Path, folder: Path) -> None:
    """Put what a backup holds into a folder, each part proven. Raises StoreError for one that is no backup or damaged.

    A bare database has nothing to prove its bytes by; what is beside it of its log comes along.
    """
    try:
        with file.open("rb") as opened:
            bare = opened.read(len(SQLITE)) == SQLITE
        if bare:
            for end in ("", *LOGS):
                if (part := Path(f"{file}{end}")).exists():
                    shutil.copyfile(part, folder / f"{DATABASE}{end}")
        else:
            _unpack(file, folder)
    except (tarfile.TarError, EOFError) as error:
        raise StoreError(f"{file} is no backup of Followworthy, or only a part of one ({error}).") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be read into {folder} ({error.strerror}).") from error


def _unpack(file: Path, folder: Path) -> None:
    found: dict[str, str] = {}
    told = b""
    with tarfile.open(file, mode="r:") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None or member.name not in (*PARTS, SUMS) or member.name in found:
                raise StoreError(f"{file} is no backup of Followworthy: it holds {member.name[:100]!r}.")
            if member.name == SUMS:
                told = content.read(MOST_SUMS)
                continue
            with (folder / member.name).open("xb") as writing:
                shutil.copyfileobj(content, writing, AT_ONCE)
            with (folder / member.name).open("rb") as reading:
                found[member.name] = _sum(reading)
    if DATABASE not in found or told != "".join(f"{one}  {name}\n" for name, one in found.items()).encode():
        raise StoreError(f"{file} is damaged: what it holds is not what was put into it. Use another backup.")


def _sum(content: BinaryIO) -> str:
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _add(tar: tarfile.TarFile, name: str, content: BinaryIO, size: int, now: datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(now.timestamp())
    tar.addfile(member, content)
