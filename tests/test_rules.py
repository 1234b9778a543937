"""Every example of every rule that is shipped, read by the real pipeline: `ANON001/flag[0]` and so on."""

from pathlib import Path

import pytest

from audit.engine import ExampleResult, run_examples
from audit.rulebook import builtin_rules, load_rulebook

RULEBOOK = load_rulebook(builtin_rules())
NAMES = [
    f"{rule.id}/{kind}[{number}]"
    for rule in RULEBOOK.rules
    for kind, examples in (("flag", rule.flag), ("pass", rule.passes))
    for number in range(len(examples))
]


@pytest.fixture(scope="module")
def results() -> dict[str, ExampleResult]:
    pipeline = pytest.importorskip("audit.pipeline").Pipeline.load()
    read = pytest.importorskip("audit.reading").read
    found = run_examples(RULEBOOK, lambda articles: map(read, articles, pipeline.parse(articles)))
    return {result.name: result for result in found}


@pytest.mark.parametrize("name", NAMES)
def test_example(results: dict[str, ExampleResult], name: str) -> None:
    result = results[name]
    text = result.example.article.text
    assert [text[s.start : s.end] for s in result.found] == [text[s.start : s.end] for s in result.example.expected]
    assert result.passed


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.id)
def test_rule_is_complete(rule) -> None:
    assert len(rule.flag) >= 3
    assert len(rule.passes) >= 3
    assert rule.card.references
    assert Path(rule.path).parent.name == rule.card.family
