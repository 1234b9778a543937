"""`audit rules`: look at the rule book and try it on its own examples."""

import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import Rules, rule_folders
from audit.cli.output import emit, errors_explained
from audit.errors import UsageError
from audit.render.visible import one_line, visible

if TYPE_CHECKING:
    from audit.engine import ExampleResult
    from audit.rulebook import Example, Rule

__all__ = ["app"]

WIDTH = 80

app = typer.Typer(
    help="The rule book: what is on, why, and its own tests.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_rules(rules: Rules = None) -> None:
    """List the rules: id, severity, name and what each looks for."""
    from audit.rulebook import load_rulebook

    with errors_explained():
        book = load_rulebook(*rule_folders(rules))
    longest = max(len(rule.card.name) for rule in book.rules)
    emit("".join(_listed(rule, longest) for rule in book.rules))


def _listed(rule: "Rule", longest: int) -> str:
    card = rule.card
    return visible(f"{card.id:<9} {card.severity:<8} {card.name:<{longest}}  {one_line(card.summary)}") + "\n"


@app.command("show")
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Such as ANON001, or the rule's name.")],
    rules: Rules = None,
) -> None:
    """Show one rule: what it looks for, why, what to do, and its examples."""
    from audit.rulebook import load_rulebook

    with errors_explained():
        book = load_rulebook(*rule_folders(rules))
        wanted = rule_id.casefold()
        found = next((r for r in book.rules if wanted in (r.id.casefold(), r.card.name.casefold())), None)
        if found is None:
            raise UsageError(f"there is no rule {rule_id}; `audit rules list` names them all")
    emit("\n".join(_shown(found)) + "\n")


def _shown(rule: "Rule") -> Iterator[str]:
    card = rule.card
    yield visible(f"{card.id} {card.name} ({card.severity}, {card.family})")
    for heading, text in (("", card.summary), ("Why: ", card.why), ("Fix: ", card.advice), ("Says: ", rule.message)):
        yield ""
        yield _wrapped(heading + text)
    for heading, examples in (("Reports:", rule.flag), ("Passes over:", rule.passes)):
        yield ""
        yield heading
        yield from (_wrapped(_marked(example), bullet=True) for example in examples)
    if card.references:
        yield ""
        yield "Read more:"
        yield from (_wrapped(" ".join(filter(None, reference)), bullet=True) for reference in card.references)
    yield ""
    yield visible(f"File: {rule.path}")


def _marked(example: "Example") -> str:
    """The example's text with [[ ]] around what its rule must report."""
    text = example.article.text
    for span in sorted(example.expected, reverse=True):
        text = f"{text[: span.start]}[[{text[slice(*span)]}]]{text[span.end :]}"
    return text


def _wrapped(text: str, *, bullet: bool = False) -> str:
    first, rest = ("- ", "  ") if bullet else ("", "")
    return textwrap.fill(
        one_line(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


@app.command("test")
def try_examples(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Folders of rules; without any, the built-in ones.")
    ] = None,
) -> None:
    """Try every rule on its own examples: exit 1 if one reports the wrong thing."""
    from audit.examiner import try_rules

    with errors_explained():
        results = try_rules(*rule_folders(paths))
    failed = [result for result in results if not result.passed]
    emit(
        "".join(_failure(result) for result in failed)
        + f"{len(results) - len(failed)} of {len(results)} examples pass\n"
    )
    raise typer.Exit(1 if failed else 0)


def _failure(result: "ExampleResult") -> str:
    text = result.example.article.text
    expected, found = (
        ", ".join(f"“{one_line(text[slice(*span)])}”" for span in spans) or "nothing"
        for spans in (result.example.expected, result.found)
    )
    return f"{visible(result.name)}: {one_line(text)}\n  expected {expected}\n  found    {found}\n"


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a rule file, for editors that check YAML."""
    from audit.rulebook import json_schema

    emit(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
