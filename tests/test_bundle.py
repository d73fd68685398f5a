"""What is handed to a machine without the Internet: the wheel holds all that it needs, and runs from any folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from commands.serving import explorer_options

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("graph", "loaders", "queries", "exports", "explorer", "commands", "cypher", "samples")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """zhize's wheel, built from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "scripts/bundle.py", "--wheel-only", "--output", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    [found] = folder.glob("*.whl")
    return found


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    """A new folder of data has to be named in pyproject.toml; tests' expectations stay behind."""
    listed = subprocess.run(["git", "ls-files", "-z", *PARTS], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout: what belongs to the project is not listed")
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
    wanted = {n for n in listed.stdout.split("\0") if n and not n.endswith(".expect.yaml")}
    assert sorted(wanted - names) == []
    assert {"zhize.py", "app.py", "explorer/component/assets/vis-network.min.js"} <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "scripts", "docs", "data"))]


def test_the_copies_in_the_package_say_the_same() -> None:
    package = ROOT / "explorer"
    assert (package / "streamlit.toml").read_bytes() == (ROOT / ".streamlit/config.toml").read_bytes()
    mine, whole = (
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (package / "component/pyproject.toml", ROOT / "pyproject.toml")
    )
    assert mine["tool"]["streamlit"] == whole["tool"]["streamlit"]
    assert mine["project"]["name"] == whole["project"]["name"]


def test_the_explorer_is_careful_by_default() -> None:
    options = set(explorer_options())
    assert {
        "--server.enableXsrfProtection=true",
        "--server.enableCORS=true",
        "--server.maxUploadSize=50",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--server.address=localhost",
    } <= options


def alone(*words: str | Path) -> list[str]:
    """A command in a network of its own, that has no other host, where the system can make one."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode == 0:
        return [unshare, "-rn", *map(str, words)]
    return list(map(str, words))


def use(zhize: Path, samples: Path, folder: Path) -> None:
    """Read, store and ask from a folder that is not the project's."""
    folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "ZHIZE_STORE": "ladybug:plans",
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }

    def run(*words: str | Path) -> str:
        done = subprocess.run(
            alone(zhize, *words), cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    plan = samples / "heyuan-2021-digest.txt"
    graph = json.loads(run("extract", plan))
    assert sum(node["label"] == "Task" for node in graph["nodes"]) == 63
    run("load", plan)
    assert "63" in run("status", "--verify")
    found = json.loads(run("query", "duties", "--department", "市公安局", "--format", "json"))
    assert found["rows"]
    if sys.platform == "linux":  # elsewhere a person's Cypher on a folder is refused
        assert "河源市公安局" in run("cypher", "MATCH (d:Department {name: '市公安局'}) RETURN d.canonical")
    run("matrix", "-o", "matrix.xlsx")
    assert (folder / "matrix.xlsx").stat().st_size > 5_000
    assert (folder / "plans/record.sqlite").exists()


COMPONENT = """
import sys, zhize
from streamlit.components.v2.manifest_scanner import scan_component_manifests
[(manifest, root)] = [found for found in scan_component_manifests() if found[0].name == "zhize"]
[graph] = manifest.components
folder = graph.resolve_asset_root(root)
assert (folder / "graph.js").exists() and (folder / "vis-network.min.js").exists(), folder
print(zhize.__file__)
"""


def test_the_wheel_runs_beside_the_packages_that_are_here(wheel: Path, tmp_path: Path) -> None:
    """Installed by `pip --no-index` into an environment of its own that borrows only the other packages."""
    home = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    words = ["install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check", wheel]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *words], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others), encoding="utf-8")
    use(python.with_name("zhize"), site / "samples", tmp_path / "elsewhere")
    found = subprocess.run([python, "-c", COMPONENT], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert Path(found.stdout.strip()).is_relative_to(home)


@pytest.mark.soak
def test_the_whole_bundle_is_installed_without_network(tmp_path: Path) -> None:
    """`make bundle` needs the packages' registry; what it makes needs none."""
    built = subprocess.run(
        [sys.executable, "scripts/bundle.py", "--output", tmp_path], cwd=ROOT, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    bundle = Path(built.stdout.splitlines()[-1])
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=bundle, check=True)
    home = tmp_path / "env"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHON": sys.executable}
    done = subprocess.run(alone(bundle / "install.sh", home), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    use(home / "bin/zhize", bundle / "samples", tmp_path / "elsewhere")
