"""`audit waivers`: every waiver of a repository, and what became of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import ConfigFile, Jobs, NoCache, NoConfig, Policy, Rules, cache_for, chosen
from audit.cli.output import complain, emit, errors_explained, exit_status, progress_shown, say
from audit.render.visible import one_line, visible

if TYPE_CHECKING:
    from audit.records import WaiverUse

__all__ = ["waivers"]

FALSE_ALARM = "false-alarm"
SCHEMA = 1


class Which(StrEnum):
    """Which waivers to list."""

    USED = "used"
    UNUSED = "unused"
    EXPIRED = "expired"
    BROKEN = "broken"
    FALSE_ALARM = "false-alarm"


def waivers(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Article files, or folders of them. [default: this folder]"),
    ] = None,
    only: Annotated[list[Which] | None, typer.Option("--only", help="List only these; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    rules: Rules = None,
    policy: Policy = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """List every waiver and what became of it.

    used: it covers a finding. unused: it covers none. expired: its last day is past. broken: it waives nothing, for
    want of a reason, say. false-alarm: somebody says that the finding is wrong, which helps to mend the rule.
    """
    from audit.auditor import Request, audit
    from audit.waivers import today

    wanted = paths or ["."]
    with errors_explained():
        settings = chosen(config=config, no_config=no_config, rules=rules, policy=policy, jobs=jobs, no_cache=no_cache)
        request = Request(paths=tuple(wanted), settings=settings, today=today())
        with progress_shown() as progress:
            run = audit(request, cache=cache_for(settings), progress=progress).run
        found = [use for report in run.reports for use in report.waivers] + list(_orphans(wanted))
    listed = [use for use in found if not only or use.state in only or use.waiver.kind in only]
    (emit if as_json else say)((_json if as_json else _text)(listed))
    for problem in run.problems:
        complain(f"{problem.path}: {problem.message}")
    raise typer.Exit(exit_status(run, gate=False))


def _orphans(paths: Sequence[str]) -> Iterator["WaiverUse"]:
    """Waivers beside articles that are gone."""
    from audit.readers import shown_path
    from audit.records import WaiverUse
    from audit.waivers import SUFFIX, article_of, read_sidecar

    for folder in filter(Path.is_dir, map(Path, paths)):
        for sidecar in sorted(folder.rglob(f"*{SUFFIX}")):
            article = article_of(sidecar)
            is_hidden = any(part.startswith(".") for part in sidecar.relative_to(folder).parts)
            if article and not is_hidden and not article.exists():
                for waiver in read_sidecar(article, shown_path(article)):
                    yield WaiverUse(waiver=waiver, state="broken" if waiver.mistake else "unused")


def _text(uses: Sequence["WaiverUse"]) -> str:
    return "".join(f"{line}\n" for use in uses for line in _line(use)) + f"{_summary(uses)}\n"


def _line(use: "WaiverUse") -> Iterator[str]:
    waiver = use.waiver
    yield f"{visible(waiver.path)}:{waiver.line}: {use.state}: {one_line(waiver.text) or '(nothing)'}"
    if waiver.mistake:
        yield f"    {one_line(waiver.mistake)}"


def _summary(uses: Sequence["WaiverUse"]) -> str:
    """How many there are of each state, and of which rules people say that they were wrong."""
    if not uses:
        return "No waivers."
    states = Counter(use.state for use in uses)
    total = f"{len(uses)} waiver{'' if len(uses) == 1 else 's'}"
    parts = ", ".join(f"{states[state]} {state}" for state in ("used", "unused", "expired", "broken") if states[state])
    alarms = Counter(rule for use in uses if use.waiver.kind == FALSE_ALARM for rule in use.waiver.rules)
    wrong = ", ".join(
        f"{rule} {number}" for rule, number in sorted(alarms.items(), key=lambda item: (-item[1], item[0]))
    )
    return f"{total}: {parts}." + (f" False alarms: {visible(wrong)}." if wrong else "")


def _json(uses: Sequence["WaiverUse"]) -> str:
    from audit.render.jsontext import expanded
    from audit.render.machine import waiver

    return expanded({"schema": SCHEMA, "waivers": [waiver(use) for use in uses]}, 2) + "\n"
