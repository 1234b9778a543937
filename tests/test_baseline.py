"""Findings known again, and the baseline's file; reports are built by hand, with no pipeline."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audit.baseline import Baseline, Match, Matching, baseline_of, read_baseline, render_baseline
from audit.errors import ConfigError
from audit.known import beginning, known_of, recognised
from audit.records import Report, Span, Suppression
from tests.runs import hostile_report, make_article, make_finding, make_report, ordinary_report

STORY = "Harbor wall gives way\n\nA part of the wall fell, sources said. Critics say it was never mended.\n"


def report_of(*flagged: tuple[str, str], text: str = "") -> Report:
    """A report with these rules' findings of these words: a paragraph each, where the text does not say otherwise."""
    text = text or "Headline\n\n" + "\n\n".join(words for _, words in flagged)
    article = make_article("a.txt", text)
    seen: Counter[tuple[str, str]] = Counter()
    found, at = [], 0
    for rule, words in flagged:
        seen[rule, words] += 1
        start = text.index(words, at)
        at = start + len(words)
        print_ = f"{rule} {words.casefold()} {seen[rule, words]}"
        found.append(replace(make_finding(article, words, rule=rule), span=Span(start, at), fingerprint=print_))
    return make_report(article, tuple(found))


def story(path: Path | str, text: str = STORY, *words: str) -> Report:
    article = make_article(str(path), text)
    found = (replace(make_finding(article, w, rule="ANON001"), fingerprint=f"print of {w}") for w in words)
    return make_report(article, tuple(found))


@pytest.fixture
def archive(tmp_path, monkeypatch) -> Path:
    """A folder with a story in it, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.txt").write_text(STORY)
    return tmp_path


def kept(archive: Path, *reports: Report) -> Baseline:
    """The baseline of these reports as it comes back from its file."""
    file = archive / "baseline.json"
    file.write_text(render_baseline(baseline_of(reports, file)))
    return read_baseline(file)


def standing(report: Report) -> list[str]:
    return [f.text for f in report.findings if not f.suppressed]


# ---------------------------------------------------------------- known again


def test_a_finding_is_known_by_its_rule_and_words_each_once():
    before = known_of(report_of(("ANON001", "sources"), ("ANON001", "sources")))
    now = report_of(("ANON002", "sources"), ("ANON001", "sources"), ("ANON001", "sources"), ("ANON001", "sources"))
    assert set(recognised(now, before)) == {1, 2}
    assert recognised(report_of(("ANON001", "sources")), before) == {0: 0}


def test_touched_up_words_are_known_and_other_words_are_not():
    before = known_of(report_of(("CLAIM009", "The closure will cost tradders 4 million crowns")))
    mended = "The closure will cost traders 4 million crowns"
    assert recognised(report_of(("CLAIM009", mended)), before) == {0: 0}
    assert recognised(report_of(("CLAIM010", mended)), before) == {}
    assert recognised(report_of(("CLAIM009", "The bridge will open again in the spring of next year")), before) == {}


def test_of_several_that_are_alike_the_most_alike_are_the_same():
    before = known_of(report_of(("HEDGE002", "it may rain for nine days"), ("HEDGE002", "it may rain for ten days")))
    now = report_of(("HEDGE002", "it may rain for tenn days"), ("HEDGE002", "it may rain for eight days"))
    assert recognised(now, before) == {0: 1, 1: 0}


def test_of_the_same_words_those_in_another_paragraph_are_new_wherever_it_stands():
    old = "The mill will close, sources said.\n\nIt lost money, sources said."
    before = known_of(report_of(("ANON001", "sources"), ("ANON001", "sources"), text=f"Headline\n\n{old}"))
    now = report_of(*[("ANON001", "sources")] * 3, text=f"Headline\n\nThe yard is next, sources said.\n\n{old}")
    assert recognised(now, before) == {1: 0, 2: 1}


def test_what_is_waived_leaves_the_known_to_what_counts():
    before = known_of(report_of(("ANON001", "sources")))
    now = report_of(("ANON001", "sources"), ("ANON001", "sources"))
    waived = replace(now.findings[0], suppressed=Suppression(kind="waiver", reason="x"))
    assert recognised(replace(now, findings=(waived, now.findings[1])), before) == {1: 0}
    assert recognised(replace(now, findings=(waived,)), before) == {0: 0}


def test_the_beginning_is_the_headline_or_the_first_words():
    assert beginning(make_article("a", "A headline\n\nText.")) == "A headline"
    blocks = make_article("a", "A headline\n\nText.").blocks
    headless = replace(make_article("a", "A headline\n\nText."), blocks=blocks[1:])
    assert beginning(headless) == "Text."
    assert beginning(replace(headless, blocks=())) == ""


# ---------------------------------------------------------------- the file


def test_the_file_is_the_same_for_the_same_findings_in_any_order(tmp_path):
    reports = [story("b.txt", STORY, "sources", "Critics"), story("a.txt", STORY, "sources")]
    file = tmp_path / "baseline.json"
    turned = [replace(r, findings=tuple(reversed(r.findings))) for r in reversed(reports)]
    text = render_baseline(baseline_of(reports, file))
    assert text == render_baseline(baseline_of(turned, file))
    lines = [line.strip() for line in text.splitlines()]
    assert sum('"rule": "ANON001"' in line for line in lines) == 3
    assert sum('"words": "Critics"' in line for line in lines) == 1


def test_what_is_read_is_what_was_written(archive):
    reports = [ordinary_report(), hostile_report()]
    baseline = kept(archive, *reports)
    assert baseline.folder == archive
    assert render_baseline(baseline) == (archive / "baseline.json").read_text()
    assert [len(a.findings) for a in baseline.articles] == [3, 6]
    assert not any(ord(character) < 32 and character != "\n" for character in (archive / "baseline.json").read_text())


def test_paths_count_from_the_file_wherever_it_is_and_whoever_runs(archive, monkeypatch):
    (archive / "ci").mkdir()
    file = archive / "ci" / "baseline.json"
    file.write_text(render_baseline(baseline_of([story("old.txt", STORY, "sources")], file)))
    assert json.loads(file.read_text())["articles"][0]["path"] == "../old.txt"
    (archive / "elsewhere").mkdir()
    monkeypatch.chdir(archive / "elsewhere")
    report = Matching(read_baseline(file)).less_known(story("../old.txt", STORY, "sources"))
    assert standing(report) == []


def test_what_is_waived_is_not_written_and_what_was_known_stays(archive):
    article = make_article("old.txt", STORY)
    waived = make_finding(article, "sources", suppressed=Suppression(kind="waiver", reason="x"))
    before = make_finding(article, "Critics", suppressed=Suppression(kind="baseline", reason="x"))
    baseline = kept(archive, make_report(article, (waived, before)))
    assert [k.words for a in baseline.articles for k in a.findings] == ["Critics"]


def test_an_archive_without_findings_is_a_baseline_too(archive):
    assert kept(archive, story("old.txt")).articles == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "baseline.json:1: this is not JSON"),
        ('{"baseline": 1,\n<<<<<<< HEAD\n', "baseline.json:2: this is not JSON.*write it anew"),
        ("[]", "this is no baseline"),
        ('{"baseline": 2, "articles": []}', "version 2, not 1"),
        ('{"baseline": 1, "articles": [{"path": 3}]}', "this is no baseline.*articles"),
        ('{"baseline": 1, "articles": [], "more": 1}', "this is no baseline.*more"),
        ("[" * 100_000, "baseline.json"),
    ],
)
def test_a_file_that_is_no_baseline_is_an_error_at_its_line(archive, text, message):
    (archive / "baseline.json").write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_baseline(archive / "baseline.json")


def test_a_file_that_is_not_there_says_how_to_write_it(archive):
    with pytest.raises(ConfigError, match="audit baseline write"):
        read_baseline(archive / "none.json")


# ---------------------------------------------------------------- what it says of a run


def match(reports: list[Report], baseline: Baseline, unread: Sequence[str] = ()) -> tuple[list[Report], Match]:
    """The reports with what is known suppressed, and what has become of the baseline."""
    matching = Matching(baseline)
    return [matching.less_known(report) for report in reports], matching.match(unread)


def test_known_findings_are_suppressed_and_later_ones_stand(archive):
    baseline = kept(archive, story("old.txt", STORY, "sources"))
    reports, result = match(
        [story("old.txt", STORY, "sources", "Critics"), story("new.txt", STORY, "sources")], baseline
    )
    assert [standing(report) for report in reports] == [["Critics"], ["sources"]]
    assert reports[0].findings[0].suppressed == Suppression(kind="baseline", reason="in the baseline")
    assert result.stale == ()


def test_a_waiver_goes_before_the_baseline(archive):
    baseline = kept(archive, story("old.txt", STORY, "sources"))
    report = story("old.txt", STORY, "sources")
    waiver = Suppression(kind="waiver", reason="the editor knows")
    report = replace(report, findings=(replace(report.findings[0], suppressed=waiver),))
    reports, result = match([report], baseline)
    assert reports[0].findings[0].suppressed == waiver
    assert result.stale == ()


def test_what_is_found_no_more_is_stale(archive):
    baseline = kept(archive, story("old.txt", STORY, "sources", "Critics"))
    _reports, result = match([story("old.txt", STORY, "sources")], baseline)
    assert [(a.path, [k.words for k in a.findings]) for a in result.stale] == [("old.txt", ["Critics"])]
    assert [[k.words for k in a.findings] for a in result.current.articles] == [["sources"]]


def test_nothing_is_said_of_articles_that_were_not_looked_at_or_not_read(archive):
    baseline = kept(archive, story("old.txt", STORY, "sources"), story("broken.txt", STORY, "sources"))
    _reports, result = match([], baseline, unread=["broken.txt"])
    assert result.stale == ()
    assert result.current == baseline


def test_a_deleted_article_is_stale(archive):
    baseline = kept(archive, story("gone.txt", STORY, "sources"))
    reports, result = match([story("old.txt", "Another headline\n\nSaid sources.\n", "sources")], baseline)
    assert [a.path for a in result.stale] == ["gone.txt"]
    assert standing(reports[0]) == ["sources"]
    assert result.current.articles == ()


def test_a_moved_article_is_known_by_its_beginning(archive):
    baseline = kept(archive, story("before.txt", STORY, "sources", "Critics"))
    reports, result = match([story("old.txt", STORY, "sources")], baseline)
    assert standing(reports[0]) == []
    assert [(a.path, [k.words for k in a.findings]) for a in result.stale] == [("before.txt", ["Critics"])]
    assert [(a.path, [k.words for k in a.findings]) for a in result.current.articles] == [("old.txt", ["sources"])]


def test_an_article_that_is_still_there_has_not_moved(archive):
    baseline = kept(archive, story("old.txt", STORY, "sources"))
    reports, _result = match([story("copy.txt", STORY, "sources")], baseline)
    assert standing(reports[0]) == ["sources"]


def test_one_article_moves_to_one_place(archive):
    baseline = kept(archive, story("before.txt", STORY, "sources"))
    reports, _result = match([story("one.txt", STORY, "sources"), story("two.txt", STORY, "sources")], baseline)
    assert sorted(standing(report) for report in reports) == [[], ["sources"]]


def test_pruning_follows_words_that_were_touched_up(archive):
    before = "Critics say it was never mended"
    baseline = kept(archive, story("old.txt", STORY, before))
    text = STORY.replace("never mended", "never repaired")
    reports, result = match([story("old.txt", text, "Critics say it was never repaired")], baseline)
    assert standing(reports[0]) == []
    assert result.stale == ()
    assert [k.fingerprint for a in result.current.articles for k in a.findings] == [
        "print of Critics say it was never repaired"
    ]


@pytest.mark.parametrize("path", ["a/" * 50_000, "a\\u0000b", "\\ud800", "../" * 500 + "etc/passwd", "", "."])
def test_a_path_that_no_file_can_have_is_of_no_file(path, tmp_path):
    file = tmp_path / "audit-baseline.json"
    finding = '{"rule": "ANON001", "fingerprint": "0", "words": "w"}'
    file.write_text(f'{{"baseline": 1, "articles": [{{"path": "{path}", "begins": "x", "findings": [{finding}]}}]}}')
    match = Matching(read_baseline(file)).match()
    assert len(match.stale) + len(match.current.articles) == 1
