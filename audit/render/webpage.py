"""HTML: pages that need nothing but themselves, with the article marked and each finding beside its paragraph."""

from collections.abc import Sequence
from urllib.parse import quote

from audit.records import Run
from audit.render.figures import PROVENANCE
from audit.render.page.article import page_of
from audit.render.page.environment import filled
from audit.render.page.index import listed
from audit.render.tallies import cards

__all__ = ["render", "render_index"]


def render(run: Run) -> str:
    """One page with every article of the run; a list of them leads it if there are several."""
    by_id = cards(run)
    pages = [page_of(report, f"a{index}", by_id) for index, report in enumerate(run.reports, 1)]
    title = pages[0].title if len(pages) == 1 else "Sourcing audit"
    return filled("report.html", run, title=title, pages=pages, provenance=PROVENANCE)


def render_index(run: Run, links: Sequence[str]) -> str:
    """A page that lists all articles, worst first, each with a link to its report."""
    return filled("index.html", run, title="Sourcing audit", **listed(run, [quote(link) for link in links]))
