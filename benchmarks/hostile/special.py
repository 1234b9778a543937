"""What stands in a folder and is no file, or has a name that nobody gives."""

import os
from pathlib import Path

from benchmarks.hostile.articles import STORY

__all__ = ["special_files"]


def special_files(folder: Path) -> list[Path]:
    """Things that are no files, and files with names that nobody gives; made in a folder."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "folder.txt").mkdir()
    names = [
        "a\nb.txt",
        "\x1b[31mred.txt",
        "::error::x.txt",
        "-.txt",
        "--help.txt",
        "a b.txt",
        "é.txt",
        "%0A.txt",
        "'\".txt",
    ]
    names += ["<b>.txt", "[x](y).md", "\u202etxt.exe.txt", "]]>.txt", "a" * 250 + ".txt", "$(id).txt", "`id`.txt"]
    paths = [folder / name for name in names]
    paths.append(Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")))
    for path in paths:
        path.write_text(STORY, encoding="utf-8")
    unreadable = folder / "unreadable.txt"
    unreadable.write_text(STORY)
    unreadable.chmod(0)
    return [
        *paths,
        unreadable,
        *(folder / f"{name}.txt" for name in ("pipe", "dangling", "circle", "device", "folder")),
    ]
