"""Files written whole or not at all: a run that is stopped, or has no room, leaves the old file as it was."""

import os
import stat
from pathlib import Path

__all__ = ["TEMPORARY", "write_whole"]

TEMPORARY = ".tmp"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, with its folders; a pipe or device is written to as it is.

    The file keeps its permissions. A link is followed to what it stands for. Raises OSError, and leaves nothing behind
    then, nor when whatever else ends it, but for a kill that no program sees.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    if mode is not None and not stat.S_ISREG(mode):
        target.write_bytes(data)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name that nobody can guess, and that must be new: a link laid there would be written through.
    temporary = target.with_name(f".{os.urandom(8).hex()}{TEMPORARY}")
    try:
        with open(temporary, "xb") as file:  # noqa: PTH123  as cheap as it gets, for the cache
            file.write(data)
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
