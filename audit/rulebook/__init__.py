"""The rule book: rule files and lexicons, read and checked before any article is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from audit.errors import RuleError
from audit.phrases import Lexicon, load_lexicon
from audit.rulebook.marks import Example
from audit.rulebook.rule import Rule, Shelf, build_rule
from audit.rulebook.rulefile import json_schema
from audit.rulebook.yamlfile import Document, read_yaml

__all__ = ["Example", "Rule", "Rulebook", "builtin_rules", "json_schema", "load_rulebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All rules in order of id, the lexicons beside them, and a hash over the content of every file."""

    rules: tuple[Rule, ...]
    lexicons: Mapping[str, Lexicon]
    digest: str


def builtin_rules() -> Path:
    """The folder of the rules that come with the program: the wheel's copy, else the checkout's."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def load_rulebook(folder: Path) -> Rulebook:
    """Read every rule file under a folder, and the lexicons in its `lexicons`; raises RuleError for the first mistake.

    A lexicon that the folder lacks is taken from the built-in ones.
    """
    if not folder.is_dir():
        raise RuleError(str(folder), 0, 0, "there is no such folder of rules")
    files = sorted(folder.rglob("*.yaml"), key=lambda p: p.relative_to(folder).as_posix())
    own = _lexicon_files(folder)
    if not files:
        raise RuleError(str(folder), 0, 0, "no rule files (*.yaml) in this folder")
    lexicons = {name: load_lexicon(path) for name, path in (_lexicon_files(builtin_rules()) | own).items()}
    documents = [read_yaml(_text(path), str(path)) for path in files]
    shelf = Shelf(lexicons)
    rules = sorted((build_rule(document, shelf) for document in documents), key=lambda rule: rule.id)
    _check_ids(rules, {document.path: document for document in documents})
    digest = _digest(folder, [*files, *own.values()])
    return Rulebook(rules=tuple(rules), lexicons=MappingProxyType(lexicons), digest=digest)


def _lexicon_files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder / "lexicons").glob("*.txt"))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 0, 0, "this rule file is not UTF-8 text") from error
    except OSError as error:
        raise RuleError(str(path), 0, 0, f"cannot read this rule file: {error.strerror}") from error


def _digest(folder: Path, files: list[Path]) -> str:
    """Hash of names and content; the same on systems that end lines differently."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _check_ids(rules: list[Rule], documents: Mapping[str, Document]) -> None:
    known: dict[str, str] = {}
    for rule in rules:
        if rule.id in known:
            documents[rule.path].fail(("id",), f"{rule.id} is also the id of {known[rule.id]}")
        known[rule.id] = rule.path
    for rule in rules:
        for number, other in enumerate(rule.yields_to):
            if other not in known or other == rule.id:
                documents[rule.path].fail(("yields_to", number), f"there is no other rule {other}")
