"""Reading files that a stranger may have put there: rule files, configurations, baselines."""

import errno
import os
import stat
from pathlib import Path

__all__ = ["read_regular"]


def read_regular(path: Path, largest: int) -> bytes:
    """The content of a regular file of at most so many bytes, links followed.

    Raises OSError, with what is wrong as its `strerror`, for what cannot be opened, for pipes and devices, which
    could make one wait for ever, and for a larger file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", os.fspath(path))
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except ValueError as error:  # a NUL in the path
        raise OSError(errno.EINVAL, str(error), os.fspath(path)) from error
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it is larger than {largest:,} bytes, the most that is read", os.fspath(path))
    return data
