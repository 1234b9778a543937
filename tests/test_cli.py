"""The command line: exit statuses, streams and files; and the use case under it, with the language parts faked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from audit import __version__, auditor, examiner
from audit.auditor import Outcome, Request
from audit.cache import Cache
from audit.cli.app import app
from audit.cli.report import report_names
from audit.errors import PipelineError, RuleError, UsageError
from audit.records import Article, Parse, Problem, Report, Run, Suppression
from audit.render import RENDERERS
from audit.settings import Settings
from tests.runs import hostile_report, make_article, make_finding, make_report, make_run, ordinary_report, whole_run

# ---------------------------------------------------------------- helpers


def audit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def audit_process(*arguments: str, stdin: bytes = b"", **options) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "audit", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, **options)


def report_with(severity: str, *, suppressed: bool = False) -> Report:
    article = make_article(f"{severity}.txt", "Sources said so.")
    reason = Suppression(kind="waiver", reason="the editor knows") if suppressed else None
    return make_report(article, (make_finding(article, "Sources", severity=severity, suppressed=reason),))


@pytest.fixture
def runs(monkeypatch):
    """Makes the commands believe that an audit ends in the run given, or in the error."""

    def pretend(outcome: Run | BaseException) -> None:
        def audit(request: Request, **options: object) -> Outcome:
            if isinstance(outcome, BaseException):
                raise outcome
            level = request.settings.general.fail_on
            fails_on = None if level == "never" else level
            reports = tuple(replace(report, fails_on=fails_on) for report in outcome.reports)
            return Outcome(run=replace(outcome, reports=reports))

        class Auditing:
            def __init__(self, request: Request, **options: object) -> None:
                self._run = audit(request).run
                self.paths = [report.reading.article.path for report in self._run.reports]

            def results(self, progress: object) -> Iterable[Report | Problem]:
                return (*self._run.reports, *self._run.problems)

            def run(self, reports: Iterable[Report], problems: Iterable[Problem] = ()) -> Run:
                return replace(self._run, reports=tuple(reports), problems=tuple(problems))

        monkeypatch.setattr(auditor, "audit", audit)
        monkeypatch.setattr(auditor, "Auditing", Auditing)

    return pretend


# ---------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        ("error", "error", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
    ],
)
@pytest.mark.parametrize("format_", RENDERERS)
def test_exit_status_follows_severity_whatever_the_format(runs, severity, fail_on, status, format_):
    runs(make_run(report_with(severity)))
    assert audit("check", "a.txt", "--fail-on", fail_on, "--format", format_).exit_code == status


def test_errors_fail_by_default_and_suppressed_ones_never(runs):
    runs(make_run(report_with("error")))
    assert audit("check", "a.txt").exit_code == 1
    runs(make_run(report_with("error", suppressed=True)))
    assert audit("check", "a.txt", "--fail-on", "info").exit_code == 0


def test_an_unread_article_is_2_and_the_others_are_printed(runs):
    runs(replace(whole_run(), problems=(Problem(path="x\x1b.txt", message="is broken"),)))
    result = audit("check", "a.txt", "--format", "json", "--fail-on", "never")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["articles"]) == 2
    assert result.stderr == "audit: x\\x1b.txt: is broken\n"


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (
            RuleError("rules/a.yaml", 3, 1, "unknown key “sevrity”"),
            2,
            "audit: rules/a.yaml:3:1: unknown key “sevrity”\n",
        ),
        (PipelineError("no pipeline"), 2, "audit: no pipeline\n"),
        (UsageError("no article in x"), 2, "audit: no article in x\n"),
    ],
)
@pytest.mark.parametrize("command", ["check", "report"])
def test_what_stops_a_run_is_told_in_a_line(runs, command, error, status, message):
    runs(error)
    result = audit(command, "a.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (status, "", message)


def test_several_formats_come_from_one_run(runs, tmp_path):
    run = make_run(ordinary_report())
    runs(run)
    files = {"json": tmp_path / "new" / "a.json", "html": tmp_path / "a.html"}
    options = [f"--output={name}={file}" for name, file in files.items()]
    result = audit("check", "a.txt", "--format", "concise", *options)
    assert result.stdout == RENDERERS["concise"](run)
    for name, file in files.items():
        assert file.read_text(encoding="utf-8") == RENDERERS[name](run)
    assert sorted(tmp_path.rglob("*")) == sorted([tmp_path / "new", *files.values()])


def test_quiet_prints_nothing_and_still_fails(runs):
    runs(make_run(report_with("error")))
    result = audit("check", "a.txt", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "a.txt", "--format", "nope"),
        ("check", "a.txt", "--output", "json"),
        ("check", "a.txt", "--output", "nope=a.json"),
        ("check", "a.txt", "--fail-on", "sometimes"),
        ("check", "a.txt", "--jobs", "0"),
        ("report", "a.txt", "--format", "concise"),
        ("rules", "show"),
        ("nope",),
    ],
)
def test_bad_usage_is_2_before_anything_is_audited(runs, arguments):
    runs(AssertionError("nothing may be audited"))
    result = audit(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_an_unknown_format_names_the_known_ones(runs):
    assert all(name in audit("check", "a.txt", "--format", "nope").stderr for name in RENDERERS)


def test_a_file_that_cannot_be_written_is_2(runs, tmp_path):
    runs(make_run(ordinary_report()))
    (tmp_path / "file").write_text("x")
    result = audit("check", "a.txt", "--output", f"json={tmp_path / 'file' / 'a.json'}")
    assert result.exit_code == 2
    assert result.stderr.startswith("audit: cannot write")


# ---------------------------------------------------------------- report


def test_report_writes_a_page_per_article_and_says_where_the_index_is(runs, tmp_path):
    runs(make_run(ordinary_report(), hostile_report()))
    result = audit("report", "a.txt", "--output-dir", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'out' / 'index.html'}\n"
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert "index.html" in names
    assert len(names) == 3
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "bridge.html" in index


def test_report_takes_several_formats(runs, tmp_path):
    run = make_run(ordinary_report())
    runs(run)
    formats = [f"--format={name}" for name in ("json", "markdown", "html", "json")]
    result = audit("report", "a.txt", "--output-dir", tmp_path, *formats)
    assert result.stdout.split() == [str(tmp_path), str(tmp_path / "index.md"), str(tmp_path / "index.html")]
    assert json.loads((tmp_path / "bridge.json").read_text(encoding="utf-8"))["articles"]


def test_report_is_0_with_errors_and_2_with_an_unread_article(runs, tmp_path):
    runs(make_run(report_with("error")))
    assert audit("report", "a.txt", "--output-dir", tmp_path).exit_code == 0
    runs(make_run(report_with("error"), problems=(Problem(path="b.txt", message="is broken"),)))
    result = audit("report", "a.txt", "--output-dir", tmp_path)
    assert result.exit_code == 2
    assert "is broken" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_report_leaves_an_article_that_is_in_its_way_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("story.html", "index.html"):
        (tmp_path / name).write_text("<p>Rain fell.</p>")
        result = audit("report", name, "--output-dir", ".")
        assert result.exit_code == 2
        assert f"{name} is one of the articles" in result.stderr
        assert (tmp_path / name).read_text() == "<p>Rain fell.</p>"
        (tmp_path / name).unlink()


def test_report_names_are_plain_different_and_never_the_index():
    paths = ["a/x/Story.md", "a/x/story.txt", "a/index.md", "a/../../etc.txt", "a/x/<b>\x1b &.txt", "-", "a/x/..txt"]
    names = report_names(paths)
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if not name.replace("-", "").replace(".", "").isalnum()]
    assert "index" not in names
    assert names[5] == "stdin"
    assert report_names(["somewhere/a/x.txt", "somewhere/b/x.txt"]) == ("a-x", "b-x")
    assert report_names([]) == ()
    assert all(len(name.encode()) < 250 for name in report_names(["橋" * 80 + ".txt", "橋" * 81 + ".txt"]))


# ---------------------------------------------------------------- as a process


def test_help_and_version():
    done = audit_process("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(command in done.stdout for command in (b"report", b"check", b"rules"))
    assert audit_process("--version").stdout == f"audit {__version__}\n".encode()


def test_help_waits_for_nothing_heavy():
    heavy = """spacy jinja2 textstat rich trafilatura docx onnxruntime numpy multiprocessing yaml msgspec
        audit.records audit.rulebook audit.auditor audit.settings""".split()
    code = f"import sys, audit.cli.app; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("arguments", [(), ("check",), ("check", "--nope", "a.txt"), ("rules", "nope")])
def test_bad_usage_shows_no_traceback(arguments):
    done = audit_process(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_missing_path_is_2_and_named_in_valid_json(tmp_path):
    done = audit_process("check", str(tmp_path / "missing.txt"), "--format", "json")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    data = json.loads(done.stdout)
    assert data["articles"] == []
    assert data["problems"][0]["path"].endswith("missing.txt")


def test_a_folder_without_articles_is_2_and_says_so(tmp_path):
    done = audit_process("check", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no article in" in done.stderr


def test_a_reader_that_leaves_early_is_no_error():
    code = "import sys; from audit.cli.output import emit; sys.stdin.read(); emit('x' * 1_000_000); emit('y')"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    process.stdin.close()
    assert process.wait() == 0
    assert process.stderr.read() == b""


def test_a_fault_of_the_program_is_2_and_no_finding(tmp_path):
    (tmp_path / "story.txt").write_text("Rain fell, sources said.")
    code = "import audit.cli, audit.auditor; audit.auditor.audit = lambda *a, **k: 1 / 0; audit.cli.main()"
    done = subprocess.run([sys.executable, "-c", code, "check", str(tmp_path)], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"ZeroDivisionError" in done.stderr


def test_nobody_reading_what_is_said_changes_no_status(tmp_path):
    (tmp_path / "story.pdf").write_text("x")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "audit", "check", str(tmp_path / "story.pdf")]
    done = subprocess.run(command, stdout=writing, stderr=writing, check=False)
    os.close(writing)
    assert done.returncode == 2


@pytest.mark.slow
def test_jobs_change_no_byte(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Rain fell on {number + 2} towns, sources said.\n" * (number + 1))
    (tmp_path / "3.txt").write_bytes(b"\x00\x01")
    alone, together = (
        audit_process("check", ".", "--no-cache", "--format", "json", "--jobs", n, cwd=tmp_path) for n in "12"
    )
    assert alone.returncode == 2
    assert len(json.loads(alone.stdout)["articles"]) == 3
    assert (together.returncode, together.stdout) == (alone.returncode, alone.stdout)


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    code = "from audit.cli.output import emit; emit('“橋” \\udce9\\n')"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout == "“橋” \\udce9\n".encode()


# ---------------------------------------------------------------- the rule book


def test_rules_list_and_show():
    listed = audit("rules", "list")
    assert listed.exit_code == 0
    first = listed.stdout.split()[0]
    shown = audit("rules", "show", first.lower())
    assert shown.exit_code == 0
    assert shown.stdout.startswith(first)
    assert "[[" in shown.stdout


def test_an_unknown_rule_is_2_and_says_where_to_look():
    result = audit("rules", "show", "NOPE999")
    assert result.exit_code == 2
    assert "rules list" in result.stderr


def test_a_bad_rule_folder_is_2(tmp_path):
    for command in (("rules", "list", "--rules"), ("rules", "test"), ("check", "a.txt", "--rules")):
        result = audit(*command, tmp_path / "none")
        assert result.exit_code == 2
        assert "none" in result.stderr


def test_rules_test_shows_what_was_expected(monkeypatch):
    @dataclass(frozen=True)
    class Outcome:
        name: str
        passed: bool
        example: object
        found: tuple = ()

    article = make_article("a", "Sources said so.")
    example = SimpleNamespace(article=article, expected=((0, 7),))
    outcomes = (Outcome("ANON001/flag[0]", False, example), Outcome("ANON001/pass[0]", True, example))
    monkeypatch.setattr("audit.examiner.try_rules", lambda *rules: outcomes)
    result = audit("rules", "test")
    assert result.exit_code == 1
    assert "expected “Sources”\n  found    nothing\n1 of 2 examples pass\n" in result.stdout
    monkeypatch.setattr("audit.examiner.try_rules", lambda *rules: outcomes[1:])
    assert audit("rules", "test").exit_code == 0


def test_the_schema_is_json():
    schema = json.loads(audit("rules", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org")


# ---------------------------------------------------------------- the use case


class FakePipeline:
    """Parses what does not ask it to fail, and counts how often it was loaded."""

    loaded = 0
    name = "en_fake 0.0.0"

    @classmethod
    def load(cls) -> "FakePipeline":
        cls.loaded += 1
        return cls()

    def parse(self, articles) -> Iterator[Parse]:
        for article in articles:
            if "crash" in article.text:
                raise RuntimeError("the model broke")
            yield Parse(tokens=("token",), sentences=(), entities=(), drafts=(), model=self.name)


@pytest.fixture
def faked(monkeypatch):
    """The auditor with a pipeline that needs no files, a rule book without rules, and no cache; readers are real."""
    FakePipeline.loaded = 0
    monkeypatch.setattr(examiner, "Pipeline", FakePipeline)
    monkeypatch.setattr(
        examiner, "load_rulebook", lambda *folders: SimpleNamespace(rules=(), off=(), digest="sha256:0")
    )
    monkeypatch.setattr(examiner, "profiled", lambda book, profile: book)

    def read(article: Article, parse: Parse) -> object:
        return replace(make_report(article).reading, parse=parse)

    monkeypatch.setattr(examiner, "read", read)
    monkeypatch.setattr(examiner, "rulings", lambda reading, rules: ())


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def audited(*paths: str, stdin: bytes | None = None, **options) -> Run:
    request = Request(paths=paths, settings=Settings(base=Path.cwd()), today=date(2026, 1, 2), stdin=stdin)
    return auditor.audit(request, cache=Cache(None), **options).run


def names(run: Run) -> list[str]:
    return [Path(report.reading.article.path).name for report in run.reports]


def test_articles_come_in_order_of_path_and_the_pipeline_is_loaded_once(faked, tmp_path):
    paths = write(tmp_path, b="Rain fell on Monday.", a="It stopped on Tuesday.")
    seen = []
    run = audited(*paths, progress=lambda done, total: seen.append((done, total)))
    assert names(run) == ["a.txt", "b.txt"]
    assert run.tool.model == "en_fake 0.0.0"
    assert run.tool.rules == "sha256:0"
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert FakePipeline.loaded == 1


def test_an_article_that_breaks_the_program_takes_no_other_along(faked, tmp_path):
    paths = write(tmp_path, a="Rain fell on Monday.", b="A crash was heard.", c="It stopped on Tuesday.")
    run = audited(*paths)
    assert names(run) == ["a.txt", "c.txt"]
    assert [Path(problem.path).name for problem in run.problems] == ["b.txt"]
    assert run.problems[0].message == "internal error: RuntimeError: the model broke"


def test_an_article_that_cannot_be_read_is_a_problem(faked, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    run = audited(str(tmp_path / "a.txt"))
    assert [(problem.path, "PDF" in problem.message) for problem in run.problems] == [(str(tmp_path / "a.txt"), True)]
    assert run.tool.model == ""


def test_a_missing_pipeline_stops_the_run(faked, tmp_path, monkeypatch):
    def load() -> None:
        raise PipelineError("no pipeline")

    monkeypatch.setattr(FakePipeline, "load", load)
    with pytest.raises(PipelineError):
        audited(*write(tmp_path, a="Rain fell."))


def test_standard_input_is_an_article_of_plain_text_and_comes_first(faked, tmp_path):
    run = audited(*write(tmp_path, a="Rain fell."), "-", stdin="“Rain”, they said.\n".encode())
    assert [report.reading.article.path for report in run.reports] == ["-", str(tmp_path / "a.txt")]
    assert run.reports[0].reading.article.text == "“Rain”, they said.\n"


def test_no_article_at_all_is_a_usage_error(faked, tmp_path):
    with pytest.raises(UsageError, match="no article"):
        audited(str(tmp_path))


def test_a_bad_rule_stops_the_run_before_the_first_article(faked, tmp_path, monkeypatch):
    def refuse(*folders: str) -> None:
        raise RuleError("a.yaml", 1, 1, "bad")

    monkeypatch.setattr(examiner, "load_rulebook", refuse)
    with pytest.raises(RuleError):
        audited(*write(tmp_path, a="Rain fell."))
    assert FakePipeline.loaded == 0


def test_reports_let_go_of_their_tokens(faked, tmp_path):
    run = audited(*write(tmp_path, a="Rain fell."))
    assert run.reports[0].reading.parse == Parse(tokens=(), sentences=(), entities=(), drafts=(), model="en_fake 0.0.0")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", [["--version"], ["rules", "policies"], ["cache", "path"]])
def test_a_full_disk_behind_standard_output_is_told_in_a_line(command):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "audit", *command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (
        2,
        b"audit: cannot write to standard output: No space left on device\n",
    )


def test_an_output_to_a_dash_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, story="Rain fell.")
    result = audit("check", "story.txt", "--output", "json=-")
    assert result.exit_code == 2
    assert "--format json is for standard output" in " ".join(result.stderr.split())
    assert not (tmp_path / "-").exists()
