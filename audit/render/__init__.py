"""Renderers: pure functions from a Run to the text of one format. The dicts here are the only registry."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.records import Run
    from audit.render.overview import Overview

__all__ = ["INDEXES", "RENDERERS", "Renderer", "render_terminal"]

Renderer = Callable[["Run"], str]


def _late(where: str) -> Callable[..., Any]:
    """A function whose module is imported when it is first called: a command that renders nothing waits for none."""
    return partial(_called, *where.split(":"))


def _called(module: str, function: str, *arguments: object, **options: object) -> Any:
    return getattr(import_module(f"{__name__}.{module}"), function)(*arguments, **options)


RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "text": _late("plain:render_text"),
        "concise": _late("plain:render_concise"),
        "json": _late("machine:render_json"),
        "jsonl": _late("machine:render_jsonl"),
        "markdown": _late("markdown:render"),
        "html": _late("webpage:render"),
        "sarif": _late("sarif:render"),
        "github": _late("github:render"),
        "github-summary": _late("jobsummary:render"),
        "gitlab": _late("gitlab:render"),
        "junit": _late("junit:render"),
        "rdjson": _late("rdjson:render"),
    }
)

INDEXES: Mapping[str, Callable[["Overview"], str]] = MappingProxyType(
    {"html": _late("webpage:render_index"), "markdown": _late("markdownindex:render")}
)
"""Pages over many reports, from a line on each."""

render_terminal: Callable[..., str] = _late("plain:render_text")
"""The text format with its options: `full` shows all there is, `colour` is for a terminal that has it."""
