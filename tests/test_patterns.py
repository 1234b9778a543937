"""Patterns of paths: what is no pattern is refused, and none takes for ever."""

import pytest

from audit.patterns import LONGEST, MOST, BadPatternError, path_patterns
from audit.readers import collect


@pytest.mark.parametrize(
    ("patterns", "path", "decision"),
    [
        ([], "a.md", None),
        (["*.md"], "desk/a.md", True),
        (["*.md", "!a.md"], "desk/a.md", False),
        (["drafts/"], "drafts/a.md", True),
        (["/drafts"], "desk/drafts", None),
        (["[x-z].md"], "y.md", True),
        (["?.md"], "é.md", True),
        (["a*"], "a\udce9.md", True),
        (["# a remark", ""], "# a remark", None),
    ],
)
def test_the_last_pattern_that_fits_decides(patterns, path, decision):
    assert path_patterns(patterns)(path) is decision


@pytest.mark.parametrize("pattern", ["[z-a]", "!", "\\", "[[:alpha:]]", "a\ud800"])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(BadPatternError, match="cannot be read") as refused:
        path_patterns(["good", pattern])
    assert refused.value.number == 1


def test_more_than_anybody_needs_is_refused():
    with pytest.raises(BadPatternError, match="has 201 characters, and at most 200"):
        path_patterns(["a" * (LONGEST + 1)])
    with pytest.raises(BadPatternError, match="1,001 patterns, and at most 1,000"):
        path_patterns(["a"] * (MOST + 1))
    with pytest.raises(BadPatternError, match="too many together"):
        path_patterns([f"x{number}*y*z*{'q' * 100}" for number in range(MOST)])


@pytest.mark.parametrize("pattern", ["*a" * 60 + "*b", "**/a/" * 30 + "b", "a?*" * 40 + "b"])
def test_no_pattern_blows_up(pattern):
    """Python's own expressions would need longer than the age of the universe for each."""
    assert path_patterns([pattern])("a/" * 500 + "a" * 200) is None


def test_a_hostile_gitignore_stops_nothing(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "story.md").write_text("Words.\n")
    (tmp_path / "draft.md").write_text("Words.\n")
    (tmp_path / ".gitignore").write_text("[z-a]\n" + "*a" * 60 + "*b\n\\\ndraft.md\n")
    assert collect([tmp_path]) == ((tmp_path / "story.md",), ())


def test_a_gitignore_that_is_a_pipe_is_not_waited_for(tmp_path):
    import os

    (tmp_path / "story.md").write_text("Words.\n")
    os.mkfifo(tmp_path / ".gitignore")
    assert collect([tmp_path]) == ((tmp_path / "story.md",), ())
