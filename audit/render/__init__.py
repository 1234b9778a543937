"""Renderers: pure functions from a Run to the text of one format. The dicts here are the only registry."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from audit.records import Run
from audit.render import machine, markdown, plain, webpage

__all__ = ["INDEXES", "RENDERERS", "Renderer"]

Renderer = Callable[[Run], str]

RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "text": plain.render_text,
        "concise": plain.render_concise,
        "json": machine.render_json,
        "jsonl": machine.render_jsonl,
        "markdown": markdown.render,
        "html": webpage.render,
    }
)

INDEXES: Mapping[str, Callable[[Run, Sequence[str]], str]] = MappingProxyType(
    {"html": webpage.render_index, "markdown": markdown.render_index}
)
"""Pages over many reports, from the run and a link for each of its reports, in their order."""
