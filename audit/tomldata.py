"""TOML that anybody may have written, as plain values."""

import re
import tomllib
from typing import Any

__all__ = ["toml_data"]

DEEPEST = 30
LONGEST_NUMBER = 70  # characters; one of thousands could be read but not shown
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
        bare = part["bare"] or ""
        dots = 0 if part["end"] else dots + bare.count(".")
        if dots > DEEPEST:
            raise ValueError(f"a key of more than {DEEPEST} parts{_place(text, part)}")
        if bare.startswith(("0x", "0o", "0b")) and len(bare) > LONGEST_NUMBER:
            raise ValueError(f"a number too long{_place(text, part)}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise ValueError("a number too long, or values nested too deeply") from error


def _place(text: str, part: re.Match[str]) -> str:
    """As the parser tells places."""
    return f" (at line {text.count(chr(10), 0, part.start()) + 1}, column 1)"
