"""Fail if something that a lock file names has a known vulnerability; where nobody can be asked, say so and pass."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SKIPPED = "SKIPPED: nobody could be asked for known vulnerabilities"


def main(lock: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--requirement", lock]
        options = ["--format", "json", "--output", str(answer), "--progress-spinner", "off", "--timeout", "15"]
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        if not answer.exists():
            print(f"{SKIPPED} ({(done.stderr.strip().splitlines() or ['no answer'])[-1]})")
            return 0
        packages = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        print(f"{SKIPPED}: of {len(packages)} packages the index told nothing")
        return 0
    found = list(vulnerabilities(known))
    print("\n".join(found) or f"No known vulnerability in {len(known)} packages of {lock}")
    if len(known) < len(packages):
        print(f"SKIPPED: of {len(packages) - len(known)} packages nothing is known")
    return 1 if found else 0


def vulnerabilities(packages: list[dict]) -> Iterator[str]:
    for package in packages:
        for one in package["vulns"]:
            fixed = ", ".join(one["fix_versions"]) or "no version yet"
            names = " ".join([one["id"], *one.get("aliases", [])])
            yield f"{package['name']} {package['version']}: {names}, mended in {fixed}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
