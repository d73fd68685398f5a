from __future__ import annotations

import re
from pathlib import Path

import pytest

from explorer import component
from explorer.component.bundle import bundled, order, plain, script
from graph.errors import ExplorerUnready

OWN = sorted(path.name for path in component.assets().glob("*.js") if not path.name.endswith(".min.js"))
_NAMED = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";$', re.M)


@pytest.mark.parametrize("name", OWN)
def test_what_a_script_imports_is_there(name: str) -> None:
    for names, module in _NAMED.findall(script(name)):
        exported = set(re.findall(r"^export (?:const|function) (\w+)", script(module), re.M))
        assert {part.strip() for part in names.split(",")} <= exported


@pytest.mark.parametrize("name", OWN)
def test_a_script_asks_no_host_and_makes_no_markup_of_text(name: str) -> None:
    text = script(name)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


def test_scripts_are_joined_each_after_what_it_needs() -> None:
    component.fetch_vis()
    for entry in ("graph.js", "box.js"):
        names = order(entry)
        assert names[-1] == entry
        assert len(names) == len(set(names))
        for text in (bundled(entry), plain(entry)):
            assert not re.search(r"^import ", text, re.M)
            assert text.count("export default") == (1 if text == bundled(entry) else 0)


def test_the_drawing_library_is_the_one_that_pyvis_ships() -> None:
    import pyvis

    taken = component.fetch_vis().read_bytes()
    shipped = [path.read_bytes() for path in Path(pyvis.__file__).parent.glob(f"templates/lib/vis-*/{component.VIS}")]
    assert taken in shipped


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component, "assets", lambda: tmp_path / "missing")
    with pytest.raises(ExplorerUnready, match=component.VIS) as failed:
        component.fetch_vis()
    assert "\n" not in failed.value.line()
    assert str(tmp_path) in failed.value.where
