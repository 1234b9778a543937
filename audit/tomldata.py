"""TOML that anybody may have written, as plain values."""

import re
import tomllib
from typing import Any

__all__ = ["toml_data"]

DEEPEST = 30
# A text, a mark that ends a key, or a stretch of a key or value without either.
PART = re.compile(
    r"""\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'
    |(?P<end>[\[\]{}=,\n]|\#[^\n]*)
    |(?P<bare>[^\s\[\]{}=,\#"']+)""",
    re.VERBOSE | re.DOTALL,
)


def toml_data(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises ValueError for what is none, or is nested deeper than anybody needs.

    The parser's time grows with the cube of the parts of a dotted key, so these are counted before.
    """
    dots = 0
    for part in PART.finditer(text):
        dots = 0 if part["end"] else dots + (part["bare"] or "").count(".")
        if dots > DEEPEST:
            line = text.count("\n", 0, part.start()) + 1
            raise ValueError(f"a key of more than {DEEPEST} parts (at line {line}, column 1)")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise ValueError("a number too long, or values nested too deeply") from error
