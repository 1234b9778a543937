"""HTML: pages that need nothing but themselves, with the article marked and each finding beside its paragraph."""

from audit.records import Run
from audit.render.figures import PROVENANCE
from audit.render.overview import Overview
from audit.render.overview import summary as summary_of_all
from audit.render.page.article import page_of
from audit.render.page.environment import filled
from audit.render.page.index import listed
from audit.render.tallies import cards, summary

__all__ = ["render", "render_index"]


def render(run: Run) -> str:
    """One page with every article of the run; a list of them leads it if there are several."""
    pages = [page_of(report, f"a{index}", cards(report, run)) for index, report in enumerate(run.reports, 1)]
    title = pages[0].title if len(pages) == 1 else "Sourcing audit"
    return filled("report.html", run, title=title, summary=summary(run), pages=pages, provenance=PROVENANCE)


def render_index(overview: Overview) -> str:
    """A page that lists all articles, worst first, each with a link to its report."""
    context = listed(overview)
    return filled("index.html", overview, title="Sourcing audit", summary=summary_of_all(overview), **context)
