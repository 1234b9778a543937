"""`audit trends`: how outlets, desks and months of an archive compare."""

from pathlib import Path
from typing import Annotated

import typer

from audit.cli.output import emit, errors_explained, write_file
from audit.render.visible import visible

__all__ = ["trends"]

USUAL = ("outlet", "desk", "month")
PAGE = "trends.html"


def trends(
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE_DIR", help="A folder that `audit archive` wrote.", show_default=False)
    ],
    output_dir: Annotated[
        Path, typer.Option("--output-dir", "-o", metavar="DIR", help="Folder for the page and the CSV files.")
    ] = Path("trends"),
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=f"outlet, desk, genre, month, year or author; repeatable. [default: {', '.join(USUAL)}] "
            "author compares people, and nothing does unless you ask for it.",
        ),
    ] = None,
    fewest: Annotated[
        int, typer.Option("--min-articles", metavar="N", min=2, help="Tell no interval for fewer articles than these.")
    ] = 10,
) -> None:
    """Write a page that compares the groups of an archive's articles, and all its figures as CSV beside it.

    Prints where the page is. Exit status: 2 if the archive is missing, unfinished or damaged.
    """
    with errors_explained():
        from audit.trends.usecase import files

        for name, text in files(archive, by or USUAL, page=PAGE, fewest=fewest).items():
            write_file(output_dir / name, text)
        emit(f"{visible(str(output_dir / PAGE))}\n")
