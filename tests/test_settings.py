"""The configuration: where it is found, what it may say, and how a mistake in it is told."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from audit.errors import ConfigError, UsageError
from audit.readers import Limits
from audit.records import Report, Suppression
from audit.rulebook import builtin_policies, load_rulebook
from audit.settings import (
    BUILT_IN,
    Budgets,
    Matcher,
    Origin,
    Override,
    Profile,
    Settings,
    held_to_budgets,
    load_settings,
    within_share,
)
from audit.settings.changes import profiled
from audit.settings.tomlfile import read_toml
from tests.runs import make_article, make_finding, make_measures, make_report, make_run

EVERYTHING = """\
articles = ["stories/**/*.md", "wire/"]
exclude = ["stories/drafts/"]
policy = "strict"
rule-folders = ["builtin", "house-rules"]
fail-on = "warning"
baseline = "old/baseline.json"
jobs = 2
cache = false

[budgets]
max-anonymous-share = 0.4
max-warnings-per-article = 5
max-warnings = 0

[waivers]
unused = "error"
expired = "off"

[rules]
hedges = "info"
ANON003 = "off"
ANON014 = "error"
ANON006 = { on = true, severity = "warning", settings = { where = { min_quoted_words = 8 } } }

[[overrides]]
paths = ["opinion/**"]
policy = "default"
rules = { hedges = "off" }

[[overrides]]
paths = ["opinion/live/*"]
fail-on = "never"
budgets = { max-anonymous-share = 1 }
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A repository that is the working directory."""
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- what it may say


def test_everything_that_can_be_said(here):
    write(here / "audit.toml", EVERYTHING)
    settings = load_settings()
    assert (settings.base, settings.file) == (here, "audit.toml")
    assert settings.articles == ("stories/**/*.md", "wire/")
    assert settings.rule_folders == ("builtin", "house-rules")
    assert settings.baseline == Path("old/baseline.json")
    assert (settings.jobs, settings.cache) == (2, False)
    assert (settings.unused_waivers, settings.expired_waivers) == ("error", "off")
    general = settings.general
    assert (general.policy, general.fail_on) == ("strict", "warning")
    assert (general.budgets.max_anonymous_share, general.budgets.max_warnings) == (0.4, 0)
    (rules,) = general.rules
    assert rules["ANON003"].on is False
    assert rules["ANON014"].severity == "error"
    assert rules["ANON006"].settings == {"where": {"min_quoted_words": 8}}


def test_every_value_knows_where_it_was_written(here):
    write(here / "audit.toml", EVERYTHING)
    general = load_settings().general
    assert general.origin("policy") == Origin("audit.toml", 3)
    assert general.origin("budgets.max-warnings-per-article") == Origin("audit.toml", 12)
    assert general.rules[0]["ANON006"].origin == Origin("audit.toml", 23)
    assert load_settings(search=False).general.origin("policy") == BUILT_IN
    assert str(BUILT_IN) == "built in"


def test_limits_are_told_in_the_manual_and_can_be_set(here):
    usual = asdict(Limits())
    write(here / "audit.toml", "[limits]\nwords = 7\nenglish-percent = 0\n")
    assert asdict(load_settings().general.limits) == {**usual, "words": 7, "english_percent": 0}
    manual = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name, most in usual.items():
        assert f"| `{name.replace('_', '-')}` | {most:,} |" in manual


def test_nothing_written_is_as_built_in(here):
    settings = load_settings()
    assert settings.file == ""
    assert settings.rule_folders == ("builtin",)
    assert (settings.general.policy, settings.general.fail_on) == ("default", "error")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\npolcy = "strict"', 2, "unknown key “polcy”; did you mean “policy”?"),
        ("[budgets]\nmax-anonymous = 0.3", 2, "did you mean “max-anonymous-share”?"),
        ('fail-on = "eror"', 1, "“fail-on” cannot be “eror”; did you mean “error”?"),
        ('[rules]\n\nANON001 = "of"', 3, "“of” is not known here; did you mean “off”?"),
        ("[rules.ANON001]\nseverty = 'error'", 2, "did you mean “severity”?"),
        ('[rules]\nanonymous = {severity = "error", settings = {x = 1}}', 2, "for one rule only"),
        ("jobs = 0", 1, "“jobs” must be a whole number from 1 to 64"),
        ("jobs = true", 1, "“jobs” must be a whole number"),
        ("jobs = 100000", 1, "“jobs” must be a whole number"),
        ('cache = "no"', 1, "“cache” must be true or false, without quotes"),
        ("[budgets]\nmax-anonymous-share = 40", 2, "must be a number from 0 to 1"),
        ("[budgets]\nmax-anonymous-share = nan", 2, "must be a number from 0 to 1"),
        ("articles = [\n 'a',\n 3]", 3, "“articles” must be a list of texts"),
        ("articles = ['!']", 1, "is not understood: “!” cannot be read"),
        ('budgets = "none"', 1, "“budgets” must be a table"),
        ("overrides = {paths = ['a']}", 1, "“overrides” must be written [[overrides]]"),
        ("[[overrides]]\npaths=['a']\n[[overrides]]\npolicy = 'strict'", 3, "need “paths”"),
        ("[[overrides]]\npaths=['a']\njobs = 3", 3, "unknown key “jobs”"),
        ("[[overrides]]\npaths=['a']\nbudgets.max-warnings = 3", 3, "write “max-warnings-per-article” here"),
        ("policy = \n", 1, "this is not TOML"),
        ('a = "unclosed', 1, "this is not TOML"),
        ("x = " + "[" * 5000, 0, "nested too deeply"),
        ("jobs = " + "9" * 5000, 0, "a number too long"),
        ("\nfail-on = 0x" + "f" * 5000, 2, "a number too long"),
        ("\na" + ".a" * 31 + " = 1", 2, "a key of more than 30 parts"),
        ('"a"' + ' . "a"' * 90_000, 0, "too large"),
        ("[[overrides]]\npaths = ['a']\n" * 501, 1, "has 501 tables, and at most 500 are read"),
        ("rule-folders = []", 1, "names no folder"),
        ("[limits]\nwords = 0", 2, "“words” must be a whole number from 1 to 500000"),
        ("[limits]\nwords = 500001", 2, "from 1 to 500000"),
        ("[limits]\nword = 5", 2, "unknown key “word”; did you mean “words”?"),
        ("articles = ['[z-a]']", 1, "“[z-a]” cannot be read"),
        ("articles = ['a', '" + "*a" * 101 + "']", 1, "at most 200 are read"),
    ],
)
def test_a_mistake_is_told_with_its_line(here, text, line, message):
    write(here / "audit.toml", text)
    with pytest.raises(ConfigError) as raised:
        load_settings()
    assert (raised.value.path, raised.value.line) == ("audit.toml", line)
    assert message in raised.value.message


def test_a_file_that_is_no_text_is_told(here):
    (here / "audit.toml").write_bytes(b"policy = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_settings()


def test_the_example_in_the_documentation_is_understood(here):
    page = Path(__file__).parent.parent / "docs" / "configuration.md"
    write(here / "audit.toml", re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)[0])
    settings = load_settings()
    profiles = [Matcher(settings).profile(Path(path)) for path in ("articles/a.md", "opinion/a.md", "live/a.md")]
    assert {profile.policy for profile in profiles} <= set(builtin_policies())
    for profile in profiles:
        profiled(load_rulebook("builtin"), profile)


# ---------------------------------------------------------------- where it is found


def test_the_nearest_file_upwards_holds(here, monkeypatch):
    write(here / "audit.toml", "jobs = 2")
    write(here / "desk" / "audit.toml", "jobs = 3")
    write(here / "desk" / "city" / "story.md", "---\naudit: {jobs: 9}\n---\n")
    assert load_settings(here / "desk" / "city").jobs == 3
    assert load_settings(here / "elsewhere").jobs == 2
    monkeypatch.chdir(here / "desk" / "city")
    assert load_settings().file == "../audit.toml"


def test_the_table_of_a_pyproject_counts_and_other_pyprojects_do_not(here):
    write(
        here / "pyproject.toml", "[project]\nname = 'x'\n\n[tool.audit]\njobs = 2\n[tool.audit.rules]\nANON001 = 'off'"
    )
    write(here / "site" / "pyproject.toml", "[project]\nname = 'audit'")
    settings = load_settings(here / "site")
    assert settings.jobs == 2
    assert settings.general.rules[0]["ANON001"].origin == Origin("pyproject.toml", 7)
    write(here / "pyproject.toml", "[tool.audit]\n\njob = 2")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:3: unknown key “job”"):
        load_settings()


def test_a_broken_pyproject_matters_only_where_it_is_meant_for_this_program(here):
    write(here / "pyproject.toml", "[project\nname = 'audit'")
    assert load_settings().file == ""
    write(here / "pyproject.toml", "[project\n[tool.audit]\njobs = 1")
    with pytest.raises(ConfigError, match="not TOML"):
        load_settings()


def test_two_configurations_in_one_folder_are_refused(here):
    write(here / "audit.toml", "jobs = 2")
    write(here / "pyproject.toml", "[tool.audit]\njobs = 3")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: audit\.toml is there too"):
        load_settings()


def test_the_search_ends_at_the_repository(here):
    write(here.parent / "audit.toml", "jobs = 9")
    assert load_settings().jobs == 1
    worktree = here / "worktree"
    write(worktree / ".git", "gitdir: ../.git/worktrees/w")
    write(here / "audit.toml", "jobs = 2")
    assert load_settings(worktree / "a").jobs == 1


def test_outside_a_repository_only_the_folder_itself_is_searched(tmp_path, monkeypatch):
    write(tmp_path / "audit.toml", "jobs = 9")
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    assert load_settings().jobs == 1
    monkeypatch.chdir(tmp_path)
    assert load_settings().jobs == 9


def test_a_file_that_is_named_counts_from_the_working_directory(here):
    named = write(here.parent / "trusted" / "audit.toml", "articles = ['stories/']\nrule-folders = ['house']")
    write(here / "audit.toml", "jobs = 9")
    settings = load_settings(file=named)
    assert (settings.jobs, settings.base, settings.rule_folders) == (1, here, ("house",))
    assert Matcher(settings).is_article(Path("stories/a.md"))
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_settings(file=Path("none.toml"))
    with pytest.raises(UsageError, match="no table"):
        load_settings(file=write(here / "pyproject.toml", "[project]"))


# ---------------------------------------------------------------- a hostile configuration


@pytest.mark.parametrize(
    "text",
    [
        "rule-folders = ['builtin', '../other']",
        "rule-folders = ['/etc']",
        "rule-folders = ['linked']",
        "rule-folders = ['links']",
        "baseline = '../../.bashrc'",
        "policy = '../policy.yaml'",
        "[[overrides]]\npaths = ['*']\npolicy = '/tmp/policy.yaml'",
    ],
)
def test_no_path_leads_out_of_the_repository(here, text):
    (here / "linked").symlink_to(here.parent)
    (here / "links").mkdir()
    (here / "links" / "rule.yaml").symlink_to(here.parent / "rule.yaml")
    write(here / "audit.toml", text)
    with pytest.raises(ConfigError, match=r"leads? out of the repository"):
        load_settings()


def test_paths_may_lead_anywhere_inside_the_repository(here):
    write(here / "desk" / "audit.toml", "rule-folders = ['../rules']\npolicy = '../policies/ours.yaml'")
    settings = load_settings(here / "desk")
    assert settings.rule_folders == ("rules",)
    assert settings.general.policy == str(Path("policies/ours.yaml"))


# ---------------------------------------------------------------- which articles, and what holds for each


def test_articles_are_what_the_patterns_say(here):
    write(here / "audit.toml", EVERYTHING)
    matcher = Matcher(load_settings())
    said = {
        path: matcher.is_article(Path(path))
        for path in ("stories/a.md", "stories/x/b.md", "stories/drafts/c.md", "wire/d.txt", "README.md")
    }
    assert said == {
        "stories/a.md": True,
        "stories/x/b.md": True,
        "stories/drafts/c.md": False,
        "wire/d.txt": True,
        "README.md": False,
    }
    assert matcher.is_article(here / "wire" / "with space – é.txt")
    assert not matcher.is_article(here.parent / "stories" / "a.md")


def test_patterns_count_from_the_configuration_not_from_the_working_directory(here, monkeypatch):
    write(here / "audit.toml", "articles = ['/stories/']")
    (here / "stories").mkdir()
    monkeypatch.chdir(here / "stories")
    assert Matcher(load_settings()).is_article(Path("a.md"))
    assert not Matcher(load_settings()).is_article(Path("../a.md"))


def test_overrides_apply_in_order_and_only_where_they_match(here):
    write(here / "audit.toml", EVERYTHING)
    matcher = Matcher(load_settings())
    plain, opinion, live = (matcher.profile(Path(p)) for p in ("stories/a.md", "opinion/a.md", "opinion/live/a.md"))
    assert plain is matcher.profile(Path("wire/b.txt"))
    assert (plain.policy, opinion.policy, live.policy) == ("strict", "default", "default")
    assert (opinion.fail_on, live.fail_on) == ("warning", "never")
    assert live.budgets.max_anonymous_share == 1
    assert live.budgets.max_warnings_per_article == 5
    assert opinion.origin("policy") == Origin("audit.toml", 27)
    assert live.origin("fail-on") == Origin("audit.toml", 32)
    assert [list(layer) for layer in opinion.rules][1:] == [["hedges"]]
    assert plain.key != opinion.key == matcher.profile(Path("opinion/b.md")).key


def test_a_profile_changes_the_rule_book(here):
    write(here / "audit.toml", EVERYTHING)
    book = load_rulebook("builtin")
    matcher = Matcher(load_settings())
    news = {rule.id: rule for rule in profiled(book, matcher.profile(Path("stories/a.md"))).rules}
    assert "ANON003" not in news
    assert news["ANON014"].card.severity == "error"
    assert news["HEDGE001"].card.severity == "info"
    opinion = profiled(book, matcher.profile(Path("opinion/a.md")))
    assert not any(rule.card.family == "hedges" for rule in opinion.rules)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[rules]\n\nANON999 = 'off'", r"audit\.toml:3: there is no rule or family “ANON999”"),
        ("[rules]\nANON006 = {settings = {wher = {}}}", r"audit\.toml:2: ANON006\.settings.*wher"),
    ],
)
def test_changes_of_rules_that_there_are_not_are_told_with_their_line(here, text, message):
    write(here / "audit.toml", text)
    with pytest.raises(ConfigError, match=message):
        profiled(load_rulebook("builtin"), load_settings().general)


# ---------------------------------------------------------------- lines of TOML

TRICKY = '''\
"quoted key" = 1   # a = 2
a.b . "c.d" = [1, [2, "]", # no end ]
  3], {x = 1, "y z" = {w = """
q = 1
"""}}]
multi = """
[not.a.table]
key = "no"
"""
literal = \'\'\'
z = 3\'\'\'
[table] # comment
k = 1979-05-27 07:32:00
[[list]]
k = 1
[list.sub]
k = 2
[[list]]
[[list.deep]]
k = 'a#b'
[[list.deep]]
k = 3
'''


def test_every_key_of_tricky_toml_has_its_line():
    lines = read_toml(TRICKY, "x.toml").lines
    assert lines["quoted key",] == 1
    assert lines["a", "b", "c.d"] == 2
    assert lines["a", "b", "c.d", 1, 2] == 3
    assert lines["a", "b", "c.d", 2, "y z", "w"] == 3
    assert lines["multi",] == 6
    assert lines["literal",] == 10
    assert lines["table", "k"] == 13
    assert lines["list", 0, "sub", "k"] == 17
    assert lines["list", 1, "deep", 0, "k"] == 20
    assert lines["list", 1, "deep", 1, "k"] == 22
    assert not any("not" in where or "q" in where for where in lines)


def paths_of(value: object, where: tuple = ()):
    if where:
        yield where
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_of(inner, (*where, key))


@pytest.mark.parametrize("text", [TRICKY, TRICKY.replace("\n", "\r\n"), EVERYTHING])
def test_nothing_that_toml_holds_lacks_a_line(text):
    assert set(paths_of(tomllib.loads(text))) == set(read_toml(text, "x.toml").lines)


def test_settings_need_no_slow_imports(here):
    write(here / "audit.toml", "policy = 'strict'\n[rules]\nANON001 = 'off'")
    slow = "('yaml', 'msgspec', 'spacy', 'pathspec', 'difflib')"
    code = f"import sys, audit.settings as s; s.load_settings(); print([m for m in {slow} if m in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.strip() == "[]"


# ---------------------------------------------------------------- budgets


def audited(*warnings: str, suppressed: Suppression | None = None, **measures: float) -> Report:
    article = make_article("a.txt", "Port sold\n\nSources said so and said no more.")
    findings = tuple(make_finding(article, part, severity="warning", suppressed=suppressed) for part in warnings)
    return make_report(article, findings, measures=make_measures(words=1000, **measures))


def budgets(**limits: float) -> Profile:
    origins = {f"budgets.{name.replace('_', '-')}": Origin("audit.toml", 7) for name in limits}
    return Profile(budgets=Budgets(**limits), origins=origins)


@pytest.mark.parametrize(
    ("share", "attributed", "is_over"), [(0.31, 0.5, True), (0.3, 0.5, False), (None, 0.5, False), (0.9, 0.05, False)]
)
def test_an_article_has_a_budget_of_anonymous_words(share, attributed, is_over):
    report = audited(anonymous_share=share, attributed_share=attributed)
    result = within_share(report, budgets(max_anonymous_share=0.3))
    assert [finding.rule for finding in result.findings] == ["BUDGET001"] * is_over
    assert within_share(report, Profile()) is report
    if is_over:
        (finding,) = result.findings
        assert finding.message == (
            "31.0% of the attributed words come from unnamed people; the budget is 30.0% (audit.toml:7)."
        )
        assert (finding.severity, finding.text) == ("error", "Port sold")


def rules_of(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_an_article_has_a_budget_of_warnings(tmp_path):
    settings = Settings(base=tmp_path, general=budgets(max_warnings_per_article=1))
    two, one = audited("Sources", "said no"), audited("Sources")
    waived = audited("Sources", "said no", suppressed=Suppression(kind="waiver", reason="so"))
    run, complaint = held_to_budgets(make_run(two, one, waived), settings)
    assert complaint is None
    assert [rules_of(report) for report in run.reports] == [
        ["BUDGET002", "ANON001", "ANON001"],
        ["ANON001"],
        ["ANON001", "ANON001"],
    ]
    assert run.reports[0].findings[0].message == "The article has 2 warnings; the budget is 1 (audit.toml:7)."
    assert "BUDGET002" in {card.id for card in run.rules}
    same, _ = held_to_budgets(make_run(one, waived), settings)
    assert "BUDGET002" not in {card.id for card in same.rules}


def test_the_budget_of_warnings_may_differ_by_path(tmp_path):
    override = Override(paths=("a.txt",), max_warnings_per_article=0)
    settings = Settings(base=Path.cwd(), overrides=(override,))
    run, _ = held_to_budgets(make_run(audited("Sources")), settings)
    assert rules_of(run.reports[0]) == ["BUDGET002", "ANON001"]


def test_a_run_has_a_budget_of_warnings(tmp_path):
    settings = Settings(base=tmp_path, general=budgets(max_warnings=3))
    three = make_run(audited("Sources", "said no"), audited("Sources"))
    assert held_to_budgets(three, settings) == (three, None)
    assert held_to_budgets(three, Settings(base=tmp_path)) == (three, None)
    four = replace(three, reports=(*three.reports, audited("said no")))
    assert held_to_budgets(four, settings)[1] == "4 warnings, and the budget of the run is 3 (audit.toml:7)"
    never = replace(settings, general=replace(settings.general, fail_on="never"))
    assert held_to_budgets(four, never)[1] is None
