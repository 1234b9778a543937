"""Loading rules: every mistake is found before an article is read, and pointed at."""

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from audit.checks import CHECKS
from audit.errors import RuleError
from audit.records import Span
from audit.rulebook import builtin_rules, json_schema, load_rulebook
from audit.rulebook.marks import strip_marks
from audit.rulebook.yamlfile import read_yaml

RULE = """\
id: TEST001
name: sure-thing
family: claims
severity: warning
summary: A word of certainty
why: It proves nothing.
advice: Cut it.
check: wording
settings:
  words: sure
message: "“{text}” proves nothing."
examples:
  flag:
    - text: "It [[surely]] rained."
    - text: "It will [[surely]] rain."
  pass:
    - text: "It rained."
    - text: "It will rain."
lexicons:
  sure: surely
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "TEST001-sure-thing.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def load_with(folder: Path, old: str, new: str) -> RuleError:
    """The error of the rule above with one passage changed."""
    assert old in RULE
    (folder / "TEST001-sure-thing.yaml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rulebook(folder)
    assert caught.value.path.endswith("TEST001-sure-thing.yaml")
    return caught.value


def test_a_sound_rule_is_read_whole(folder: Path) -> None:
    (rule,) = load_rulebook(folder).rules
    assert (rule.id, rule.card.name, rule.card.severity) == ("TEST001", "sure-thing", "warning")
    assert rule.flag[0].article.text == "It surely rained."
    assert rule.flag[0].expected == (Span(3, 9),)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("severity:", "sevrity:", 4, 1, "unknown key “sevrity”; did you mean “severity”?"),
        ("  words: sure", "  wrds: sure", 10, 3, "unknown key “wrds”; did you mean “words”?"),
        ("severity: warning", "severity: warnin", 4, 11, "“warnin” is not known here; did you mean “warning”?"),
        ("why: It proves nothing.\n", "", 1, 1, "the key “why” is missing"),
        ("check: wording\n", "", 1, 1, "the key “check” is missing"),
        ("check: wording", "check: wordings", 8, 8, "there is no check “wordings”; did you mean “wording”?"),
        ("why: It proves nothing.", "why: 12", 6, 6, "expected text, got a whole number"),
        ("why: It proves nothing.", "why: ''", 6, 6, "length >= 1"),
        ("  words: sure", "  words: [sure, 3]", 10, 17, "expected text, got a whole number"),
        ("  words: sure", "  words: sur", 10, 10, "there is no lexicon “sur”"),
        ("  words: sure", "  words: sure.x", 10, 10, "has no section [x]"),
        ("  sure: surely", "  sure: surely|", 20, 9, "line 1 of this lexicon: an alternative in surely| is empty"),
        ("{text}", "{txet}", 11, 10, "no placeholder {txet}; it has {count}, {group}, {missing}, {text}"),
        ("{text}", "{text.__class__}", 11, 10, "no placeholder"),
        ("{text}", "{text!r}", 11, 10, "no placeholder"),
        ("{text}", "{text", 11, 10, "broken placeholder"),
        ("id: TEST001", "id: TEST002", 1, 5, "make the file's name: TEST002-sure-thing.yaml"),
        ("id: TEST001", "id: test1", 1, 5, "regex"),
        ("It [[surely]] rained.", "It surely rained.", 14, 13, "mark what the rule must report"),
        ("It [[surely]] rained.", "It [[surely rained.", 14, 13, "never closed"),
        ("It rained.", "It [[rained]].", 17, 13, "nothing to mark"),
        ('    - text: "It will rain."\n', "", 17, 5, "at least 2 examples to pass"),
        ("  pass:", "  passes:", 16, 3, "unknown key “passes”; did you mean “pass”?"),
        ("name: sure-thing", "name: sure-thing\nname: other", 3, 1, "the key “name” is given twice"),
        ("why: It", "why: &it It", 6, 6, "anchors and aliases"),
        ("why: It proves nothing.", "why: !!python/name:os.system", 6, 6, "tags (!) are not read"),
        ("why: It proves nothing.", "why: {a: {b: " * 30, 6, None, ""),
        ("why: It proves nothing.", "why: [", 8, 6, "expected"),
        ("family: claims", "family: claims\n? [a]\n: b", 4, 3, "a key must be a word"),
        ("lexicons:", "yields_to: [TEST009]\nlexicons:", 19, 13, "there is no other rule TEST009"),
        ("lexicons:", "yields_to: [TEST001]\nlexicons:", 19, 13, "there is no other rule TEST001"),
        ("lexicons:", "limit: 0\nlexicons:", 19, 8, ">= 1"),
    ],
)
def test_mistakes_are_refused_where_they_stand(
    folder: Path, old: str, new: str, line: int, column: int | None, message: str
) -> None:
    error = load_with(folder, old, new)
    assert error.line == line
    assert column in (None, error.column)
    assert message in error.message


def test_an_id_cannot_be_used_twice(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "TEST001-sure-thing.yaml").write_text(RULE, encoding="utf-8")
    with pytest.raises(RuleError, match="TEST001 is also the id of"):
        load_rulebook(folder)


@pytest.mark.parametrize(("content", "message"), [(b"", "empty"), (b"- a", "keys and values"), (b"\xff\xfe", "UTF-8")])
def test_a_file_that_is_no_rule_is_refused(folder: Path, content: bytes, message: str) -> None:
    (folder / "TEST001-sure-thing.yaml").write_bytes(content)
    with pytest.raises(RuleError, match=message):
        load_rulebook(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule files"):
        load_rulebook(tmp_path)
    with pytest.raises(RuleError, match="no such folder"):
        load_rulebook(tmp_path / "absent")


def test_the_folders_own_lexicon_comes_before_the_built_in_one(folder: Path) -> None:
    path = folder / "TEST001-sure-thing.yaml"
    path.write_text(RULE.replace("words: sure", "words: certainty.own"), encoding="utf-8")
    with pytest.raises(RuleError, match="no section"):
        load_rulebook(folder)
    (folder / "lexicons").mkdir()
    (folder / "lexicons" / "certainty.txt").write_text("[own]\nsurely\n", encoding="utf-8")
    assert "certainty.own" in load_rulebook(folder).rules[0].words


def test_a_built_in_lexicon_can_be_used_by_name(folder: Path) -> None:
    (folder / "TEST001-sure-thing.yaml").write_text(RULE.replace("words: sure", "words: certainty"), encoding="utf-8")
    assert "certainty" in load_rulebook(folder).rules[0].words


def test_the_digest_knows_names_and_words_but_not_line_ends(folder: Path) -> None:
    path = folder / "TEST001-sure-thing.yaml"
    digest = load_rulebook(folder).digest
    path.write_bytes(RULE.replace("\n", "\r\n").encode())
    assert load_rulebook(folder).digest == digest
    path.write_text(RULE.replace("Cut it.", "Cut it!"), encoding="utf-8")
    changed = load_rulebook(folder).digest
    (folder / "more").mkdir()
    path.rename(folder / "more" / path.name)
    assert len({digest, changed, load_rulebook(folder).digest}) == 3


def test_an_example_can_have_a_headline_and_be_repeated(folder: Path) -> None:
    new = 'headline: "[[Surely]] so"\n      times: 2\n      text: "It rained."'
    (folder / "TEST001-sure-thing.yaml").write_text(RULE.replace('text: "It [[surely]] rained."', new), "utf-8")
    example = load_rulebook(folder).rules[0].flag[0]
    assert example.article.text == "Surely so\n\nIt rained.\n\nIt rained."
    assert [(b.kind, b.span) for b in example.article.blocks] == [
        ("headline", Span(0, 9)),
        ("paragraph", Span(11, 21)),
        ("paragraph", Span(23, 33)),
    ]
    assert example.expected == (Span(0, 6),)


@pytest.mark.parametrize("text", ["a [[b", "a ]] b", "[[a [[b]]", "[[]]"])
def test_marks_must_pair_up(text: str) -> None:
    with pytest.raises(ValueError, match=r"\[\["):
        strip_marks(text)


def test_the_json_schema_is_the_documented_one_and_fits_every_rule() -> None:
    """If this fails, write `json.dumps(json_schema(), indent=2)` and a newline to docs/rules.schema.json."""
    written = Path(__file__).parent.parent / "docs" / "rules.schema.json"
    assert json.loads(written.read_text(encoding="utf-8")) == json.loads(json.dumps(json_schema()))
    validator = jsonschema.Draft202012Validator(json_schema())
    for path in sorted(p for p in builtin_rules().rglob("*.yaml") if p.parent.name != "policies"):
        rule = read_yaml(path.read_text(encoding="utf-8"), str(path)).value
        assert isinstance(rule, dict)
        assert validator.is_valid(rule), path
        assert not validator.is_valid({**rule, "check": "nothing"})
        assert not validator.is_valid({**rule, "settings": {"unknown": 1}})


def test_every_rule_that_is_shipped_loads() -> None:
    rulebook = load_rulebook(builtin_rules())
    assert {rule.card.family for rule in rulebook.rules} == {"anonymous", "claims", "hedges", "article"}
    assert [rule.id for rule in rulebook.rules] == sorted(rule.id for rule in rulebook.rules)


def test_no_lexicon_that_is_shipped_lies_unused() -> None:
    rulebook = load_rulebook(builtin_rules())
    used = {reference.partition(".")[0] for rule in rulebook.everything for reference in rule.words}
    assert used >= {path.stem for path in (builtin_rules() / "lexicons").glob("*.txt")}


DOCUMENTED = (Path(__file__).parent.parent / "docs" / "rule-format.md").read_text(encoding="utf-8")


def test_the_rule_in_the_documentation_loads(tmp_path: Path) -> None:
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", DOCUMENTED, re.DOTALL) if b.startswith("id:"))
    (tmp_path / "HOUSE001-self-vouched-source.yaml").write_text(block, encoding="utf-8")
    (rule,) = load_rulebook(tmp_path).rules
    assert rule.id == "HOUSE001"


def test_every_key_setting_and_placeholder_is_documented() -> None:
    keys = {key for part in json_schema()["$defs"].values() for key in part.get("properties", ())}
    placeholders = {f"{{{name}}}" for check in CHECKS.values() for name in check.placeholders}
    plain = set(re.findall(r"\{?\w+\}?", DOCUMENTED))
    assert keys <= plain
    assert placeholders <= set(re.findall(r"\{\w+\}", DOCUMENTED))
    assert all(f"### {name}\n" in DOCUMENTED for name in CHECKS)


# ---------------------------------------------------------------- rule files of strangers

BOMB = "a: &a [x, x]\n" + "".join(f"{name}: &{name} [*{before}, *{before}]\n" for before, name in pairwise("abcdefg"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: !!python/object/apply:os.system [ls]\n", "tags (!) are not read here"),
        ("a: !!python/name:os.system\n", "tags (!) are not read here"),
        (BOMB, "anchors and aliases (& and *) are not read here"),
        ("a: {<<: *a}\n", "anchors and aliases"),
        ("[" * 5000, "nested too deeply"),
        ("{a: " * 5000, "nested too deeply"),
        ("- " * 5000 + "a", "nested too deeply"),
        ("a: 0x" + "f" * 6000, "this number is too large"),
        ("a: 1\x00", "special characters are not allowed"),
        ("%YAML 9.9\n---\na: 1\n", "found incompatible YAML document"),
        ("x" * 200_001, "too large"),
        ("a: 1\n---\nb: 2\n", "found another document"),
    ],
    ids=lambda value: value[:20],
)
def test_yaml_is_data(text: str, message: str) -> None:
    with pytest.raises(RuleError) as refused:
        load_text(text)
    assert message in str(refused.value)


def load_text(text: str) -> object:
    return read_yaml(text, "rules/TEST001-sure-thing.yaml").value


@pytest.mark.parametrize("number", ["1e999", ".inf", "-.nan", "9" * 18, "0b1", "0o7", "1_0", "1:30"])
def test_odd_numbers_come_to_an_end(number: str) -> None:
    assert load_text(f"a: {number}\n") is not None


def test_no_file_of_a_folder_of_rules_lies_outside_it(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("password hunter2\n")
    (folder / "lexicons").mkdir(exist_ok=True)
    (folder / "lexicons" / "own.txt").symlink_to(secret)
    with pytest.raises(RuleError, match="leads out of the folder of rules") as refused:
        load_rulebook(folder)
    assert "hunter2" not in str(refused.value)
    (folder / "lexicons" / "own.txt").unlink()
    (folder / "TEST002-link.yaml").symlink_to("/etc/passwd")
    with pytest.raises(RuleError, match="leads out of the folder of rules"):
        load_rulebook(folder)


def test_a_pipe_among_rules_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "TEST002-pipe.yaml")
    with pytest.raises(RuleError, match="cannot read this file: it is no regular file"):
        load_rulebook(folder)


def test_a_lexicon_beyond_its_size_is_refused(folder: Path) -> None:
    (folder / "lexicons").mkdir(exist_ok=True)
    (folder / "lexicons" / "own.txt").write_text("word\n" * 250_000)
    with pytest.raises(RuleError, match="larger than 1,000,000 bytes"):
        load_rulebook(folder)
