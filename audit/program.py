"""Which program this is, to the last byte that could change a result: another one's results are never reused."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

from audit import __version__

__all__ = ["builtin_rules", "code_key", "content_key", "program_key"]

PACKAGE = Path(__file__).resolve().parent
# Digests of the network and its tables, which are too large to be hashed each time; checked where they are loaded.
DIGESTS = "digests.json"
# Libraries add folders of their own to sys.path while they load: those would make each process another program.
PACKAGES = ("site-packages", "dist-packages")
LARGEST_HASHED = 1_000_000  # bytes


def builtin_rules() -> Path:
    """The folder of the rules that come with the program: the wheel's copy, else the checkout's."""
    shipped = PACKAGE / "_rules"
    return shipped if shipped.is_dir() else PACKAGE.parent / "rules"


@cache
def program_key() -> str:
    """A hash of the sources, the trained pipeline and the names and versions of all that is installed."""
    code = code_key()
    return blake2b("\0".join((__version__, sys.version, code, *_installed())).encode(), digest_size=20).hexdigest()


@cache
def code_key() -> str:
    """A hash of the sources and the trained pipeline, whatever else is installed."""
    return content_key(PACKAGE)


def content_key(folder: Path, largest: int = LARGEST_HASHED) -> str:
    """A hash of the names of all files under a folder, and of their content or, if larger than that, their size.

    Links to folders are not followed, and pipes and devices passed over: the folder may be anybody's.
    """
    digest = blake2b(digest_size=20)
    for path, size in sorted(_files(folder)):
        digest.update(f"{os.path.relpath(path, folder)}\0{size}\0".encode("utf-8", "surrogateescape"))
        if size <= largest:
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def _files(folder: Path | str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path, entry.stat().st_size


def _installed() -> list[str]:
    """Such as numpy-2.1.0.dist-info, of every distribution there is: importlib.metadata takes ten times as long."""
    names: set[str] = set()
    for folder in sys.path:
        if os.path.basename(folder) not in PACKAGES:  # noqa: PTH119  a Path for each would take longer than all else
            continue
        with suppress(OSError), os.scandir(folder) as entries:
            names.update(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
    return sorted(names)
