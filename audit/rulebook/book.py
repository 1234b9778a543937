"""The rule book: rule files and lexicons, read and checked before any article is."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.errors import RuleError
from audit.files import read_regular
from audit.installed import changed_since_installed
from audit.phrases import Lexicon, load_lexicon
from audit.program import builtin_rules
from audit.rulebook.faults import suggestion
from audit.rulebook.measured import load_measured, with_figures
from audit.rulebook.rule import Rule, build_rule
from audit.rulebook.setup import Shelf
from audit.rulebook.yamlfile import Document, read_yaml

__all__ = ["BUILTIN", "Rulebook", "builtin_ids", "builtin_rules", "load_document", "load_rulebook"]

BUILTIN = "builtin"
POLICIES = "policies"
LARGEST_FILE = 1_000_000  # bytes
MOST_FILES = 1000  # of a kind, in a folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules that are on and those that are off, in order of id, and a hash over all that they say."""

    rules: tuple[Rule, ...]
    off: tuple[Rule, ...] = ()
    digest: str

    @property
    def everything(self) -> tuple[Rule, ...]:
        """All rules, on or off, in order of id."""
        return tuple(sorted((*self.rules, *self.off), key=lambda rule: rule.id))


def builtin_ids() -> frozenset[str]:
    """Ids of the rules that come with the program, by the names of their files."""
    return frozenset(path.name.partition("-")[0] for path in _rule_files(builtin_rules()))


def load_rulebook(*folders: Path | str) -> Rulebook:
    """Read every rule file under some folders; "builtin", and no folder at all, means the built-in rules.

    A rule finds a lexicon in its own file, then in its folder's `lexicons`, then among the built-in ones.
    A folder's `policies` hold no rules. Raises RuleError for the first mistake, an id used twice among them.
    """
    paths = [builtin_rules() if folder == BUILTIN else Path(folder) for folder in folders or (BUILTIN,)]
    rules: list[Rule] = []
    documents: dict[str, Document] = {}
    digests: list[str] = []
    for folder in dict.fromkeys(paths):
        _require_as_installed(folder)
        files = _rule_files(folder)
        shelf = Shelf(_lexicons(folder))
        documents |= {document.path: document for document in map(load_document, files)}
        built = [build_rule(documents[str(path)], shelf) for path in files]
        rules += _measured(built, folder) if folder == builtin_rules() else built
        digests.append(_digest(folder, [*files, *_lexicon_files(folder).values()]))
    _check_ids(rules, documents)
    digest = digests[0] if len(digests) == 1 else f"sha256:{hashlib.sha256(repr(digests).encode()).hexdigest()}"
    return make_rulebook(rules, digest)


def _require_as_installed(folder: Path) -> None:
    if folder == builtin_rules() and (changed := changed_since_installed(folder)):
        message = "is not as it was installed; install anew, or copy the rules to a folder of your own and use --rules"
        raise RuleError(str(changed), 0, 0, message)


def _measured(rules: list[Rule], folder: Path) -> list[Rule]:
    """The rules with what was measured of them; only of built-in ones, for who copies rules changes them."""
    measured = load_measured(folder)
    return [replace(rule, card=with_figures(rule.card, measured)) for rule in rules] if measured else rules


def make_rulebook(rules: Iterable[Rule], digest: str) -> Rulebook:
    """A rule book of these rules, put in order."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    on, off = (tuple(rule for rule in ordered if rule.on is state) for state in (True, False))
    return Rulebook(rules=on, off=off, digest=digest)


def load_document(path: Path) -> Document:
    """A rule or policy file as plain values; RuleError if it cannot be read as such."""
    try:
        return read_yaml(read_regular(path, LARGEST_FILE).decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 0, 0, "this file is not UTF-8 text") from error
    except OSError as error:
        raise RuleError(str(path), 0, 0, f"cannot read this file: {error.strerror}") from error


def _rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(str(folder), 0, 0, "there is no such folder of rules")
    found = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml")]
    files = [path for path in found if POLICIES not in path.relative_to(folder).parts[:-1]]
    if not files:
        raise RuleError(str(folder), 0, 0, "no rule files (*.yaml) in this folder")
    _check_files(folder, files)
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def _lexicons(folder: Path) -> dict[str, Lexicon]:
    files = _lexicon_files(builtin_rules()) | _lexicon_files(folder)
    return {name: load_lexicon(path) for name, path in files.items()}


def _lexicon_files(folder: Path) -> dict[str, Path]:
    files = {path.stem: path for path in sorted((folder / "lexicons").glob("*.txt"))}
    _check_files(folder, files.values())
    return files


def _check_files(folder: Path, files: Collection[Path]) -> None:
    """Raise RuleError where there are more than anybody needs, or a link leads out of the folder."""
    if len(files) > MOST_FILES:
        raise RuleError(str(folder), 0, 0, f"{len(files):,} files are too many; at most {MOST_FILES:,} are read")
    inside = folder.resolve()
    for path in files:
        if not path.resolve().is_relative_to(inside):
            raise RuleError(str(path), 0, 0, "this link leads out of the folder of rules; put a copy here")


def _digest(folder: Path, files: list[Path]) -> str:
    """Hash of names and content; the same on systems that end lines differently."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _check_ids(rules: Sequence[Rule], documents: Mapping[str, Document]) -> None:
    """Ids are used once, and a rule yields to rules that there are, or that come with the program."""
    known: dict[str, str] = {}
    for rule in rules:
        if rule.id in known:
            documents[rule.path].fail(("id",), f"{rule.id} is also the id of {known[rule.id]}")
        known[rule.id] = rule.path
    elsewhere = builtin_ids() if any(other not in known for rule in rules for other in rule.yields_to) else frozenset()
    for rule in rules:
        others = {*known, *elsewhere} - {rule.id}
        for number, other in enumerate(rule.yields_to):
            if other not in others:
                message = f"there is no other rule {other}{suggestion(other, others)}"
                documents[rule.path].fail(("yields_to", number), message)
