"""The templates, and how text gets into them: escaped, with what is unsafe spelled out."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from audit.records import Run
from audit.render.overview import Overview
from audit.render.tallies import SEVERITY_WORDS, count, percent
from audit.render.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["filled"]

WHITE_SPACE = re.compile(r"[\t\r\n]")
SAFE_LINK = re.compile(r"https?://")


def filled(template: str, run: Run | Overview, **context: object) -> str:
    """The page that a template makes of a run."""
    page = _environment().get_template(template).render(run=run, **context)
    # A CI system that sees this in its log must find no command (##[error]) in it.
    return page.rstrip("\n").replace("##", "#&#35;") + "\n"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audit.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["severity_words"] = SEVERITY_WORDS
    environment.globals["count"] = count
    environment.filters["percent"] = percent
    environment.filters["link"] = quote
    environment.filters["place"] = lambda part: f"{100 * part:.2f}%"
    environment.tests["safe_link"] = lambda link: bool(SAFE_LINK.match(link))
    return environment


def _shown(value: object) -> object:
    """Text as a page may show it; markup that a template made passes as it is."""
    return visible(WHITE_SPACE.sub(" ", value)) if type(value) is str else value
