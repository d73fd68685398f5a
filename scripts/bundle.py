"""Everything that a machine without the Internet needs, in one folder: `make bundle`.

    dist/zhize-VERSION-SYSTEM/
        wheels/           zhize and every package that requirements.txt names, for this system and this Python
        samples/          the plans to begin with
        requirements.txt, LICENSE, NOTICE
        install.sh        makes a virtual environment beside itself from the wheels alone
        SHA256SUMS        of all of them

    scripts/bundle.py [--output dist] [--wheel-only]

`--wheel-only` builds the wheel of zhize alone, with the setuptools that is installed, and asks no network.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("graph", "loaders", "queries", "exports", "explorer", "commands", "cypher", "samples")
FILES = ("zhize.py", "app.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "requirements.txt")

INSTALL = """#!/bin/sh
# Installs zhize from the wheels beside this file; asks no network. Usage: ./install.sh [FOLDER] (default: ./venv)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/venv}
"${PYTHON:-python3}" -m venv "$target"
"$target/bin/python" -m pip install --disable-pip-version-check --quiet --no-index --find-links "$here/wheels" \\
    -r "$here/requirements.txt" zhize
"$target/bin/zhize" --help > /dev/null
echo "installed: $target/bin/zhize"
"""


def main() -> int:
    """Build; the last line of standard output is the folder."""
    words = argparse.ArgumentParser(description="Build what a machine without the Internet needs.")
    words.add_argument("--output", type=Path, default=ROOT / "dist", help="where to put it (default: dist)")
    words.add_argument("--wheel-only", action="store_true", help="only zhize's own wheel, without network")
    chosen = words.parse_args()
    if chosen.wheel_only:
        chosen.output.mkdir(parents=True, exist_ok=True)
        build_wheel(chosen.output, isolated=False)
        print(chosen.output)
        return 0
    folder = chosen.output / f"zhize-{version()}-{system()}"
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "wheels").mkdir(parents=True)
    build_wheel(folder / "wheels", isolated=True)
    pip("wheel", "-r", str(ROOT / "requirements.txt"), "--wheel-dir", str(folder / "wheels"))
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "LICENSE", "NOTICE"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / "install.sh").write_text(INSTALL, encoding="utf-8", newline="\n")
    (folder / "install.sh").chmod(0o755)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder).as_posix()}\n" for f in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{len(files)} files, {size:.0f} MB", file=sys.stderr)
    print(folder)
    return 0


def build_wheel(target: Path, *, isolated: bool) -> None:
    """Build zhize's wheel from a clean copy of the sources, so that nothing left of an older build is in it."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in PARTS:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.expect.yaml"))
        for file in FILES:
            shutil.copy2(ROOT / file, copy / file)
        _put_vis(copy / "explorer/component/assets")
        pip(
            "wheel", "--no-deps", "--wheel-dir", str(target), str(copy), *([] if isolated else ["--no-build-isolation"])
        )


def _put_vis(assets: Path) -> None:
    # An installed package may stand where nobody can write: the file that comes from pyvis is in the wheel.
    sys.path.insert(0, str(ROOT))
    from explorer.component import VIS, fetch_vis

    source = fetch_vis()
    if not (assets / VIS).exists():
        shutil.copy2(source, assets / VIS)


def version() -> str:
    """The project's version."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def system() -> str:
    """What the wheels are for: linux-x86_64-py311."""
    return f"{platform.system()}-{platform.machine()}-py{sys.version_info[0]}{sys.version_info[1]}".lower()


def pip(*words: str) -> None:
    """Run pip in this environment; its complaint is ours."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr.strip() or done.stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
