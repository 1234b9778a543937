"""Which sentences of an encyclopedia are uncertain: the Wikipedia task of CoNLL-2010 (Farkas et al. 2010).

    python benchmarks/certainty.py <IN.jsonl >OUT.jsonl

Lines {"text": …} in, lines {"uncertain": 0 | 1} out, one for one; a line that is no such object counts as certain.
Cues and their points stand in certainty.txt. The rules of the auditor don't use them: what is vague in an encyclopedia
(“many”, “famous”) is mostly no hedge in the news.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a checkout need not be installed

from audit.phrases import PhraseMatcher, load_lexicon
from audit.records import Token

CUES = Path(__file__).with_name("certainty.txt")
ENOUGH = 4

_WORD = re.compile(r"[A-Za-z0-9]\w*(?:[-']\w+)*|'s|[^\w\s]")
_TREEBANK = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"', "’": "'", "‘": "'"}


@cache
def cues() -> PhraseMatcher:
    return load_lexicon(CUES).compile()


def points() -> dict[str, int]:
    """The points of each section of the cues."""
    return {name: int(re.findall(r"[+-]\d+$", name)[0]) for name in load_lexicon(CUES).groups}


def sections(text: str) -> frozenset[str]:
    """The sections of cues that occur in one sentence."""
    return frozenset(match.label for match in cues().find(_tokens(text)))


def uncertain(text: str, worth: dict[str, int]) -> bool:
    return sum(worth[name] for name in sections(text)) >= ENOUGH


def _tokens(text: str) -> list[Token]:
    for treebank, plain in _TREEBANK.items():
        text = text.replace(treebank, plain)
    words = _WORD.finditer(text)
    return [Token(m.start(), m.end(), m[0], m[0].lower(), _tag(m[0]), 0) for m in words]


def _tag(word: str) -> str:
    return "CD" if word[0].isdigit() else "W" if word[0].isalpha() else "."


def _text(line: bytes) -> str:
    try:
        said = json.loads(line)
    except ValueError:
        return ""
    text = said.get("text") if isinstance(said, dict) else ""
    return text if isinstance(text, str) else ""


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    worth = points()
    for line in lines:
        yield json.dumps({"uncertain": int(uncertain(_text(line), worth))})


if __name__ == "__main__":
    for answer in answers(sys.stdin.buffer):
        print(answer)
