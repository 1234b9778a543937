"""The documentation: generated pages are fresh, and nothing that there is goes without a word."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

from audit.checks import CHECKS, Part
from audit.cli.app import app
from audit.manual.page import page
from audit.manual.phrases import ABOUT, PHRASES
from audit.manual.stances import stances
from audit.render import RENDERERS
from audit.rulebook import builtin_policies, load_rulebook

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGE = DOCS / "rules.md"
BOOK = load_rulebook()


@pytest.fixture(scope="module")
def all_pages() -> str:
    pages = [ROOT / "README.md", *(path for path in sorted(DOCS.rglob("*.md")) if path != PAGE)]
    return "\n".join(path.read_text(encoding="utf-8") for path in pages)


def test_the_manual_of_the_rules_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(BOOK, stances(BOOK)), "docs/rules.md is stale: run `make docs`"


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.everything])
def test_every_rule_is_in_the_manual(rule: str) -> None:
    manual = PAGE.read_text(encoding="utf-8")
    assert manual.count(f'<a id="{rule.lower()}"></a>') == 1
    assert manual.count(f"(#{rule.lower()})") == 1


@pytest.mark.parametrize("policy", builtin_policies())
def test_every_policy_is_in_the_manual(policy: str) -> None:
    assert f"| `{policy}` |" in PAGE.read_text(encoding="utf-8")


def test_links_of_the_manual_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (DOCS / target).exists()] == []


def commands(command: Any, name: str) -> Iterator[str]:
    children = getattr(command, "commands", {}).values()
    for child in children:
        yield from commands(child, f"{name} {child.name}")
    if not children:
        yield name


@pytest.mark.parametrize("command", list(commands(typer.main.get_command(app), "audit")))
def test_every_command_is_documented(command: str, all_pages: str) -> None:
    assert re.search(rf"{command}\b", all_pages), f"no page in docs/, nor README.md, tells of `{command}`"


@pytest.mark.parametrize("format_", RENDERERS)
def test_every_format_is_documented(format_: str, all_pages: str) -> None:
    assert re.search(rf"--(format|output) {format_}\b|`{format_}`", all_pages), f"no page tells of format {format_}"


def settings_of(part: type[Part], prefix: str = "") -> Iterator[str]:
    """Paths of all settings, such as "where.kind"."""
    for field in msgspec.structs.fields(part):
        inner = [t for t in (field.type, *getattr(field.type, "__args__", ())) if isinstance(t, type)]
        parts = [t for t in inner if issubclass(t, Part)]
        for one in parts:
            yield from settings_of(one, f"{prefix}{field.name}.")
        if not parts and field.name != "tiers":
            yield prefix + field.name


@pytest.mark.parametrize("check", CHECKS)
def test_every_setting_of_a_check_is_documented(check: str) -> None:
    taught = (DOCS / "rule-format.md").read_text(encoding="utf-8")
    names = {name.rpartition(".")[2] for name in settings_of(CHECKS[check].settings)}
    missing = sorted(name for name in names if not re.search(rf"[`{{ ]{name}[`:]", taught))
    assert not missing, f"docs/rule-format.md does not tell of: {', '.join(missing)}"


@pytest.mark.parametrize("check", CHECKS)
def test_every_setting_of_a_check_can_be_put_in_words(check: str) -> None:
    settings = CHECKS[check].settings
    assert set(PHRASES[settings]) == set(settings_of(settings)), "mend audit/manual/phrases.py"
    assert ABOUT[settings]
