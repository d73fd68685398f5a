"""Look for known vulnerabilities in what requirements.txt names, by pip-audit, where its data can be reached.

pip-audit stands in an environment of its own (.cache/pip-audit), made at the first need: what it needs itself would
change how our own packages read XML (openpyxl takes defusedxml where it is there). Exit status: 0 nothing was found,
or the data cannot be reached from here, which is said; 1 a vulnerability is known.

    scripts/vulnerabilities.py [--seconds 60]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".cache" / "pip-audit"
VERSION = "2.10.1"


def main() -> int:
    """Print one line, and one more for each vulnerability."""
    words = argparse.ArgumentParser(description="Look for known vulnerabilities of the pinned packages.")
    words.add_argument("--seconds", type=int, default=120, help="how long to wait for the data")
    seconds = words.parse_args().seconds
    python = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        if not (HOME / f"ready-{VERSION}").exists():
            venv.create(HOME, clear=True, with_pip=True)
            install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"pip-audit=={VERSION}"]
            subprocess.run([python, *install], check=True, capture_output=True, timeout=seconds)
            (HOME / f"ready-{VERSION}").touch()
        audit = ["-m", "pip_audit", "--requirement", ROOT / "requirements.txt", "--no-deps", "--disable-pip"]
        done = subprocess.run(
            [python, *audit, "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        print(
            f"known vulnerabilities: not looked for, pip-audit or its data cannot be reached ({type(error).__name__})"
        )
        return 0
    return report(found)


def report(found: list[dict[str, object]]) -> int:
    """Say what is known of each package; 1 where a vulnerability is.

    >>> report([{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}])
    known vulnerabilities: 1 packages looked at, 0 without data, 1 found
    a 1: CVE-1 (mended in 2)
    1
    >>> report([{"name": "a", "skip_reason": "not found"}])
    known vulnerabilities: not looked for, there is no data of any of the 1 packages here
    0
    """
    lines = []
    looked = [package for package in found if "skip_reason" not in package]
    if not looked:
        print(f"known vulnerabilities: not looked for, there is no data of any of the {len(found)} packages here")
        return 0
    for package in found:
        vulnerabilities = package.get("vulns") or ()
        assert isinstance(vulnerabilities, (list, tuple))
        for one in vulnerabilities:
            mended = ", ".join(one.get("fix_versions") or ()) or "no version yet"
            lines.append(f"{package['name']} {package.get('version')}: {one['id']} (mended in {mended})")
    without = len(found) - len(looked)
    print(f"known vulnerabilities: {len(looked)} packages looked at, {without} without data, {len(lines)} found")
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
