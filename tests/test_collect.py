"""Which files a run reads."""

import os
from pathlib import Path

import pytest

from audit.errors import UsageError
from audit.readers import collect


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk").mkdir()
    return tmp_path / "desk"


def write(folder: Path, *names: str, text: str = "Rents rose.") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def names(folder: Path, exclude: tuple[str, ...] = ()) -> list[str]:
    files, problems = collect([folder], exclude)
    assert not problems
    return [file.relative_to(folder).as_posix() for file in files]


def test_a_folder_stands_for_the_readable_files_below_it_in_order(desk: Path) -> None:
    write(desk, "b.txt", "a.md", "c/z.HTML", "c/a.docx", "c/d/e.markdown", "f.htm", "x.pdf", "y.py", "noending")
    assert names(desk) == ["a.md", "b.txt", "c/a.docx", "c/d/e.markdown", "c/z.HTML", "f.htm"]


def test_papers_of_the_repository_and_hidden_files_are_no_articles(desk: Path) -> None:
    write(desk, "README.md", "readme-fr.md", "Changelog.txt", "LICENSE.txt", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md")
    write(desk, "SECURITY.md", "authors.txt", ".draft.md", ".git/info.md", ".github/x.md", "~$lead.docx")
    write(desk, "security-guards-strike.md", "license-fees-rise.md", "readmission.txt")
    assert names(desk) == ["license-fees-rise.md", "readmission.txt", "security-guards-strike.md"]


def test_a_named_file_is_always_taken(desk: Path) -> None:
    write(desk, "README.md", ".hidden.txt")
    write(desk, ".gitignore", text="*.md\n")
    named = [desk / "README.md", desk / ".hidden.txt"]
    assert collect(named, ["*.md"]) == (tuple(named), ())


def test_gitignore_files_nest_and_the_inner_one_wins(desk: Path) -> None:
    write(desk, "a.md", "old/b.md", "in/a.md", "in/keep.txt", "in/out.txt", "build/x.txt")
    write(desk, ".gitignore", text="a.md\nold/\n*.txt\n/build/\n!\n")
    write(desk, "in/.gitignore", text="!keep.txt\n!a.md\n")
    assert names(desk) == ["in/a.md", "in/keep.txt"]


def test_gitignore_of_the_repository_above_counts(desk: Path) -> None:
    write(desk, "a.md", "b.txt", "spike/c.md")
    (desk.parent / ".git").mkdir()
    write(desk.parent, ".gitignore", text="desk/*.txt\nspike\n")
    assert names(desk) == ["a.md"]
    assert names(desk / "spike") == ["c.md"]  # an ignored folder that is named is meant


def test_gitignore_outside_the_repository_does_not_count(desk: Path) -> None:
    write(desk, "a.md")
    (desk / ".git").mkdir()
    write(desk.parent, ".gitignore", text="*.md\n")
    assert names(desk) == ["a.md"]


def test_exclude_patterns_count_from_the_folder_and_from_here(desk: Path) -> None:
    write(desk, "a.md", "b.txt", "c/d.md", "c/e.txt")
    assert names(desk, ("c/",)) == ["a.md", "b.txt"]
    assert names(desk, ("*.txt",)) == ["a.md", "c/d.md"]
    files, _ = collect([Path("desk")], ["desk/c", "desk/*.txt"])
    assert files == (Path("desk/a.md"),)
    assert names(desk, (desk.parent.name,)) == names(desk)  # where the folder lies is no reason


def test_a_pattern_that_is_none_is_refused(desk: Path) -> None:
    with pytest.raises(UsageError, match="exclude pattern"):
        collect([desk], ["!"])


def test_each_file_comes_once_in_the_order_named(desk: Path) -> None:
    write(desk, "a.md", "b.md")
    (desk / "c.md").symlink_to(desk / "a.md")
    files, _ = collect([desk / "b.md", desk, Path("desk/b.md"), desk])
    assert files == (desk / "b.md", desk / "a.md")


def test_links_to_folders_are_not_followed(desk: Path) -> None:
    write(desk, "in/a.md")
    (desk / "in/loop").symlink_to(desk)
    (desk / "in/folder.md").symlink_to(desk)
    assert names(desk) == ["in/a.md"]


def test_a_dangling_link_is_left_to_the_reader_to_report(desk: Path) -> None:
    (desk / "gone.md").symlink_to(desk / "nowhere.md")
    assert names(desk) == ["gone.md"]


def test_what_is_missing_or_of_another_kind_is_a_problem(desk: Path) -> None:
    write(desk, "a.pdf", "b.md")
    files, problems = collect([Path("desk/none.md"), Path("desk/a.pdf"), Path("desk/b.md")])
    assert files == (Path("desk/b.md"),)
    assert [problem.path for problem in problems] == ["desk/none.md", "desk/a.pdf"]
    assert "does not exist" in problems[0].message
    assert ".txt, .md, .markdown, .html, .htm and .docx" in problems[1].message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_is_a_problem(desk: Path) -> None:
    write(desk, "shut/a.md")
    (desk / "shut").chmod(0)
    files, problems = collect([desk])
    (desk / "shut").chmod(0o755)
    assert not files
    assert "cannot be opened" in problems[0].message


def test_a_link_in_a_circle_hides_nothing_beside_it(tmp_path):
    (tmp_path / "a.txt").write_text("Words.\n")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    files, problems = collect([tmp_path])
    assert [file.name for file in files] == ["a.txt", "circle.txt"]
    assert problems == ()
