"""`audit rules`: look at the rule book and try it on its own examples."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import Policy, Rules, rule_folders
from audit.cli.output import emit, errors_explained, say
from audit.errors import UsageError
from audit.render.visible import one_line, visible

if TYPE_CHECKING:
    from audit.engine import ExampleResult
    from audit.rulebook import Rule

__all__ = ["app"]

app = typer.Typer(
    help="The rule book: what is on, why, and its own tests.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_rules(rules: Rules = None, policy: Policy = None) -> None:
    """List the rules: id, severity (or off), name and what each looks for."""
    from audit.rulebook import load_policy, load_rulebook, with_policy

    with errors_explained():
        book = load_rulebook(*rule_folders(rules))
        if policy is not None:
            book = with_policy(book, load_policy(policy))
    longest = max(len(rule.card.name) for rule in book.everything)
    say("".join(_listed(rule, longest) for rule in book.everything))


def _listed(rule: "Rule", longest: int) -> str:
    card = rule.card
    state = card.severity if rule.on else "off"
    return visible(f"{card.id:<9} {state:<8} {card.name:<{longest}}  {one_line(card.summary)}") + "\n"


@app.command("policies")
def list_policies() -> None:
    """List the policies that come with the program: name, title and what sets each apart."""
    from audit.rulebook import builtin_policies, load_policy

    with errors_explained():
        policies = [load_policy(name) for name in builtin_policies()]
    longest = max(len(policy.name) for policy in policies)
    say("".join(f"{p.name:<{longest}}  {p.title}\n{'':<{longest}}  {p.summary}\n" for p in policies))


@app.command("show")
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Such as ANON001, or the rule's name.")],
    rules: Rules = None,
) -> None:
    """Show one rule: why it is there, what to do, its settings in words, its examples, and how often it is right."""
    from audit.manual.card import card
    from audit.manual.stances import stances
    from audit.rulebook import Rulebook, load_rulebook
    from audit.rulebook.faults import suggestion

    with errors_explained():
        book = load_rulebook(*rule_folders(rules))
        wanted = rule_id.casefold()
        found = next((r for r in book.everything if wanted in (r.id.casefold(), r.card.name.casefold())), None)
        if found is None:
            known = [name for rule in book.everything for name in (rule.id, rule.card.name)]
            hint = suggestion(rule_id, known)
            raise UsageError(f"there is no rule {rule_id}{hint}; `audit rules list` names them all")
        alone = Rulebook(rules=(found,), digest=book.digest)
        text = card(found, stances(alone)[found.id])
    say(text)


@app.command("manual")
def print_manual(rules: Rules = None) -> None:
    """Print all rules with their reasons, settings and examples as one page of Markdown."""
    from audit.manual.page import page
    from audit.manual.stances import stances
    from audit.rulebook import load_rulebook

    with errors_explained():
        book = load_rulebook(*rule_folders(rules))
        text = page(book, stances(book))
    say(text)


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
    say(
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
