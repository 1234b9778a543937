"""What an archive is made of and by, written before the first part: whoever goes on must do so with the same."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from audit.archive.parts import json_bytes, read_json
from audit.archive.records import Input
from audit.archive.stores import Store
from audit.archive.tables import SCHEMA, TABLES
from audit.errors import UsageError
from audit.program import code_key
from audit.records import Tool
from audit.settings import Settings

__all__ = ["begin", "manifest_of"]

FILE = "archive.json"
DAY = "waivers_as_of"
# What each key means to the person who has changed it.
SPOKEN = {
    "schema": "an older or newer form of the tables",
    "tool": "another version of the program, other rules or another policy",
    "program": "another version of the program or of its trained pipeline",
    "settings": "other settings of waivers, budgets, limits, articles or excluded files",
    "examiner": "something else that reads the articles",
    "part_records": "parts of another size",
    "inputs": "other inputs, or inputs that have changed since",
}


def manifest_of(
    *, inputs: Sequence[Input], settings: Settings, tool: Tool, examiner: object, part_records: int, today: date
) -> dict[str, Any]:
    """The manifest of a run, as it is written."""
    return {
        "schema": SCHEMA,
        "tool": {"name": tool.name, "version": tool.version, "rules": tool.rules},
        "program": code_key(),
        "settings": _digest(settings),
        "examiner": f"{getattr(examiner, '__module__', '')}.{getattr(examiner, '__qualname__', '')}",
        "part_records": part_records,
        DAY: today.isoformat(),
        "inputs": [
            {"number": number, "name": item.name, "kind": item.kind, "bytes": item.size, "digest": item.digest}
            for number, item in enumerate(inputs)
        ],
    }


def begin(store: Store, manifest: Mapping[str, Any], output: str) -> date:
    """Lay the manifest down, or find the same one there; the day on which waivers are judged is that of the first run.

    Raises UsageError where a run by another manifest has begun there, or tables are there that have none.
    """
    before = read_json(store, FILE)
    if before is None:
        if any(store.sizes(name) for name in TABLES):
            raise UsageError(f"{output} holds tables of something else; name a folder that is new or empty")
        store.write(FILE, json_bytes(manifest))
        return date.fromisoformat(manifest[DAY])
    differences = [spoken for key, spoken in SPOKEN.items() if before.get(key) != manifest[key]]
    if differences:
        raise UsageError(
            f"{output} was begun with {differences[0]}; go on with the same, or name another folder with --output"
        )
    return date.fromisoformat(before[DAY])


def _digest(settings: Settings) -> str:
    """What of the settings changes results, beside what the hash of the rules covers."""
    overrides = [(o.paths, o.max_anonymous_share, o.max_warnings_per_article) for o in settings.overrides]
    counted = (
        settings.articles,
        settings.exclude,
        settings.unused_waivers,
        settings.expired_waivers,
        settings.general.budgets,
        settings.general.limits,
        overrides,
    )
    return blake2b(repr(counted).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
