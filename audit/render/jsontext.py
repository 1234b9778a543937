"""JSON as text that a terminal and a CI system may be shown: nothing in it is a control character or a command."""

import json

from audit.render.visible import UNSAFE

__all__ = ["compact", "expanded"]


def compact(value: object) -> str:
    """JSON on one line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # JSON allows these raw, but a terminal or a CI system may obey them.
    text = UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return text.replace("##", "#\\u0023")


def expanded(value: object, levels: int, indent: str = "") -> str:
    """JSON with its outer levels one entry a line and everything deeper on the line of its entry."""
    if not levels or not value or not isinstance(value, dict | list):
        return compact(value)
    inner = indent + " "
    if isinstance(value, dict):
        entries = [f"{inner}{compact(key)}: {expanded(entry, levels - 1, inner)}" for key, entry in value.items()]
        opening, closing = "{", "}"
    else:
        entries = [inner + expanded(entry, levels - 1, inner) for entry in value]
        opening, closing = "[", "]"
    return opening + "\n" + ",\n".join(entries) + "\n" + indent + closing
