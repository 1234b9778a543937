"""spaCy without its command line, which it imports at its start and nobody here runs."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["lean_spacy"]

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def lean_spacy() -> ModuleType:
    """The module spacy; where it is loaded here first, its commands stay out until somebody imports `spacy.cli`.

    They bring an HTTP client and project tools along, a quarter of the time to load (spaCy 3.8).
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    stand_ins = {name: ModuleType(name) for name in _COMMANDS}
    stand_ins["spacy.cli.info"].__dict__["info"] = _info
    sys.modules.update(stand_ins)
    try:
        return import_module("spacy")
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


def _info(*args: Any, **how: Any) -> Any:
    """`spacy.info`, with the commands that it belongs to."""
    return import_module("spacy.cli.info").info(*args, **how)
