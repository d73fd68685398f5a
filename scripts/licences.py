"""Refuse a dependency under a licence that the project cannot live with: GPL and AGPL, by the front or the back door."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions

# LGPL and weak copyleft may be imported; GPL and AGPL not. A licence text is only named here, not judged in full.
REFUSED = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
ALLOWED = re.compile(r"LGPL|Lesser|Library General Public|GPL-compatible|Exception", re.IGNORECASE)


def licence(package: Distribution) -> str:
    """What a package says of its licence, as one line."""
    data = package.metadata
    named = [
        data.get("License-Expression", ""),
        *(c for c in data.get_all("Classifier") or [] if c.startswith("License")),
    ]
    if not any(named):
        named = [(data.get("License") or "").splitlines()[0][:80] if data.get("License") else ""]
    return "; ".join(n for n in named if n)


def main() -> int:
    """List what is refused; exit status 1 if anything is."""
    bad = []
    count = 0
    for package in distributions():
        count += 1
        words = licence(package)
        if REFUSED.search(words) and not ALLOWED.search(words):
            bad.append(f"{package.metadata['Name']} {package.version}: {words}")
    for line in bad:
        print(line, file=sys.stderr)
    print(f"{count} packages looked at, {len(bad)} refused")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
