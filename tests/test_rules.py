"""Every example of every rule that is shipped, read by the real pipeline: `ANON001/flag[0]` and so on."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from audit.engine import ExampleResult, run_examples
from audit.pipeline import Pipeline
from audit.reading import read
from audit.records import Article, Reading
from audit.rulebook import Rule, load_rulebook

RULEBOOK = load_rulebook()
FEWEST = 4  # of the rules that are shipped; a house rule needs two of each
NAMES = [
    f"{rule.id}/{kind}[{number}]"
    for rule in RULEBOOK.everything
    for kind, examples in (("flag", rule.flag), ("pass", rule.passes))
    for number in range(len(examples))
]


def read_all(articles: Sequence[Article]) -> Iterator[Reading]:
    """Read as the program does; the pipeline is loaded once."""
    return map(read, articles, pipeline().parse(articles))


@cache
def pipeline() -> Pipeline:
    return Pipeline.load()


@pytest.fixture(scope="module")
def results() -> dict[str, ExampleResult]:
    return {result.name: result for result in run_examples(RULEBOOK, read_all)}


@pytest.mark.parametrize("name", NAMES)
def test_example(results: dict[str, ExampleResult], name: str) -> None:
    result = results[name]
    text = result.example.article.text
    assert [text[s.start : s.end] for s in result.found] == [text[s.start : s.end] for s in result.example.expected]
    assert result.passed


@pytest.mark.parametrize("rule", RULEBOOK.everything, ids=lambda rule: rule.id)
def test_rule_is_complete(rule: Rule) -> None:
    assert len(rule.flag) >= FEWEST
    assert len(rule.passes) >= FEWEST
    assert rule.card.references
    assert Path(rule.path).parent.name == rule.card.family


def test_the_rule_in_the_documentation_holds(tmp_path: Path) -> None:
    documented = (Path(__file__).parent.parent / "docs" / "rule-format.md").read_text(encoding="utf-8")
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", documented, re.DOTALL) if b.startswith("id:"))
    (tmp_path / "HOUSE001-self-vouched-source.yaml").write_text(block, encoding="utf-8")
    assert [r.name for r in run_examples(load_rulebook(tmp_path), read_all) if not r.passed] == []
