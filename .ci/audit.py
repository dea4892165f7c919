"""Look up the libraries of an environment in the advisories of PyPI, with pip-audit.

    python .ci/audit.py PYTHON

PYTHON is the interpreter of the environment that is audited; this script runs in one of its own
that has pip-audit. Exits with 1 if a known vulnerability is found. What cannot be looked up, since
there is no network or no answer, is said, and fails nothing: the change is not to blame.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# Those that environments come with; quotecli on PyPI is another project.
OWN = ("quotecli", "pip", "setuptools", "wheel")


def judge(report: dict[str, Any] | None) -> tuple[list[str], bool]:
    """Return the lines to print on a report of pip-audit, None without one; True for a failure."""
    if report is None:
        return ["not audited: the advisories are unreachable"], False
    found = [
        f"{library['name']} {library['version']}: {hole['id']},"
        f" fixed in {', '.join(hole['fix_versions']) or 'no version'}"
        for library in report["dependencies"]
        for hole in library.get("vulns", ())
    ]
    unknown = [one["name"] for one in report["dependencies"] if "skip_reason" in one]
    lines = [f"vulnerable: {line}" for line in found]
    lines += [f"not audited, no answer on: {', '.join(unknown)}"] if unknown else []
    clean = f"no known vulnerability in {len(report['dependencies'])} libraries"
    return lines or [clean], bool(found)


def audit(python: str) -> dict[str, Any] | None:
    """Return the report of pip-audit on an environment; None if there is no network."""
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze", *[f"--exclude={name}" for name in OWN]],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        wanted, report = Path(folder, "requirements.txt"), Path(folder, "report.json")
        wanted.write_text(listed, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "-r", str(wanted), "--no-deps"]
        command += ["--disable-pip", "--progress-spinner=off", "-f", "json", "-o", str(report)]
        # Its status is 1 for a vulnerability and for a failure, but only the first has a report.
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        return json.loads(report.read_text(encoding="utf-8")) if report.exists() else None


if __name__ == "__main__":
    lines, failed = judge(audit(sys.argv[1]))
    print("\n".join(lines))
    sys.exit(failed)
