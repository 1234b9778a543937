"""What a terminal shows: in full on request, in colour where that is wanted, nothing wider than it."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.cli.output import colour_wanted
from audit.render import RENDERERS, render_terminal
from audit.render.terminal import cells, fitting, wrapped
from audit.render.visible import one_line, visible
from tests.runs import find, make_article, make_finding, make_report, make_run, ordinary_report, whole_run
from tests.strategies import runs, texts

CODE = re.compile(r"\x1b\[\d+m")


def test_in_full_it_has_all_that_other_reports_have():
    text = render_terminal(make_run(ordinary_report()), full=True)
    assert "    used: ANON002, stories/bridge.txt.waivers, line 3: the editor knows both" in text
    assert re.search(r"\n    Ada Renn +named person +1 +6 +4  4\n", text)
    assert re.search(r"\n    Named people +1 +— +four or more in 52% of\n", text)
    assert "HEDGE002" in text
    assert "only counted" not in text


def test_in_full_too_no_control_character_and_no_ci_command_gets_through():
    text = render_terminal(whole_run(), full=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search(r"(?m)^\s*::|##\[|##vso", text)
    assert "A source\\x1b[31m" in text


def test_tables_look_the_same_whatever_the_terminal_is(monkeypatch):
    run = make_run(ordinary_report())
    text = render_terminal(run, full=True)
    for variables in ({"COLUMNS": "40", "TERM": "dumb"}, {"FORCE_COLOR": "1"}, {"NO_COLOR": "1", "COLUMNS": "200"}):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert render_terminal(run, full=True) == text
        assert "\x1b[1m" in render_terminal(run, full=True, colour=True)
    plain = CODE.sub("", render_terminal(run, full=True, colour=True))
    assert [line.rstrip() for line in plain.split("\n")] == text.split("\n")


def test_the_strip_shows_who_speaks_and_where_the_worst_findings_are():
    lines = render_terminal(make_run(ordinary_report()), full=True).splitlines()
    at = lines.index("  From first word to last")
    found, speaking, shares = lines[at + 1 : at + 4]
    assert len(speaking) == 80
    assert speaking.index("#") < speaking.index("=") < speaking.index("?")
    assert speaking.endswith("?")
    assert found.split() == ["EW", "i", "i", "x", "E"]
    assert shares.startswith("    = named sources 4%, # unnamed sources 9%, ? credited to nobody 3%")


def test_colour_adds_codes_and_changes_nothing_else():
    plain, coloured = (render_terminal(whole_run(), colour=colour) for colour in (False, True))
    assert plain == RENDERERS["text"](whole_run())
    assert CODE.sub("", coloured) == plain
    assert "\x1b[31merror\x1b[0m" in coloured
    assert re.search(r"\x1b\[31m +\^+\x1b\[0m\n", coloured)


@pytest.mark.parametrize(
    ("terminal", "variables", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, terminal, variables, wanted):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert colour_wanted() is wanted


def test_carets_stand_under_wide_characters_and_after_tabs():
    article = make_article("a.txt", "一二三四五六\tsources 言った\n")
    text = RENDERERS["text"](make_run(make_report(article, (make_finding(article, "sources 言"),))))
    shown, carets = next(
        (above, below) for above, below in zip(text.splitlines(), text.splitlines()[1:], strict=False) if "^" in below
    )
    assert shown == "    | 一二三四五六 sources 言った"
    assert carets == "    | " + " " * (12 + 1) + "^" * 10


@settings(max_examples=40, deadline=None)
@given(runs())
def test_no_line_is_wider_than_the_terminal_but_for_a_path_or_a_rules_name(run):
    paths = {visible(found.reading.article.path) for found in run.reports} | {visible(p.path) for p in run.problems}
    for line in render_terminal(run, full=True).splitlines():
        written = line.replace("\\x3a:", "::").replace("\\x23#", "##")  # what would be a command is spelled out
        if written not in paths and not re.match(r"  \d+:\d+  \w+  \S+ ", written):
            assert cells(written) <= 80


@given(texts(), st.integers(10, 40))
def test_wrapping_keeps_every_character_and_the_width(text, width):
    lines = wrapped(text, 2, width).split("\n")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(one_line(text).split())


@given(st.text(), st.integers(0, 20))
def test_what_fits_is_the_longest_beginning_that_does(text, width):
    kept = fitting(text, width)
    assert text.startswith(kept)
    assert cells(kept) <= width
    assert kept == text or cells(text[: len(kept) + 1]) > width


def test_a_mark_at_the_end_of_a_line_keeps_its_place():
    article = make_article("a.txt", "So said the sources\nand left.\n")
    finding = make_finding(article, "sources\nand")
    text = RENDERERS["text"](make_run(make_report(article, (finding,))))
    assert "    | So said the sources\n    |             ^^^^^^^\n" in text
    assert find(article.text, "sources").start == 12
