"""Fuzz one target, or all in turn: python -m fuzz markdown --minutes 5

New inputs are kept in the folder of `--work`, never in the corpus. What breaks a promise is left there too, as
TARGET/crash-…; mend the program, and keep the file under fuzz/found/TARGET, where the suite tries it for ever.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from fuzz.targets import TARGETS

HERE = Path(__file__).resolve().parent
LONGEST_INPUT = 4096  # bytes
SLOWEST = 20  # seconds for one input before it counts as a hang
MOST_MEMORY = 1500  # MB
FAILED = 77
# Libraries that do the reading; their branches are as much ours to survive as our own.
WITH_BRANCHES = ("audit", "markdown_it", "yaml", "tomllib", "docx")


def main() -> int:
    """The command; exit status 1 where something was found."""
    arguments = _arguments()
    if arguments.inside:
        _fuzz(arguments.targets[0], arguments.minutes, arguments.work)
        return 0
    found = 0
    for name in arguments.targets or TARGETS:
        command = [sys.executable, "-m", "fuzz", name, "--inside", "--work", arguments.work]
        command += ["--minutes", str(arguments.minutes)]
        print(f"== {name}", flush=True)
        found += subprocess.run(command, check=False).returncode != 0
    return int(found > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[*TARGETS, []], help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=2.0, help="for each target")
    parser.add_argument("--work", default=str(Path(tempfile.gettempdir()) / "audit-fuzz"), help="folder of new inputs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # the process of a single target
    return parser.parse_args()


def _fuzz(name: str, minutes: float, work: str) -> None:
    import atheris

    work_folder = Path(work) / name
    work_folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=[*WITH_BRANCHES]):
        import audit.baseline
        import audit.phrases
        import audit.readers.markdown
        import audit.readers.webpage
        import audit.readers.word
        import audit.rulebook.policy
        import audit.settings.decode
        import audit.settings.tomlfile
        import audit.waivers  # noqa: F401
    options = [
        f"-max_total_time={round(minutes * 60)}",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-artifact_prefix={work_folder}/",
        "-print_final_stats=1",
        f"-dict={HERE / 'words.dict'}",
    ]
    seeds = [str(folder) for folder in (HERE / "corpus" / name, HERE / "found" / name) if folder.is_dir()]
    atheris.Setup([f"fuzz-{name}", *options, str(work_folder), *seeds], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
