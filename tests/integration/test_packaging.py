"""A wheel built without Node carries all that an install needs, and nothing heavy starts with `pip install`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build a wheel from what is tracked, with no Node on the path."""
    folder = tmp_path_factory.mktemp("wheel")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "src" / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=folder / "src", env={"PATH": ""}, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_carries_the_widget_and_every_module(wheel):
    names = set(wheel.namelist())
    assert {"o1magic/static/widget.js", "o1magic/static/widget.css", "o1magic/py.typed"} <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "o1magic").rglob("*.py")}
    assert modules <= names
    assert not any(name.startswith(("tests/", "widgets/", "notebooks/")) for name in names)


def test_its_metadata_say_what_it_needs(wheel):
    [path] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = HeaderParser().parsestr(wheel.read(path).decode())
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "BSD-3-Clause"
    needs = metadata.get_all("Requires-Dist")
    assert "litellm<2,>=1.83.7" in needs
    assert [need for need in needs if "xllamacpp" in need and "extra == 'local'" in need]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["Name"] == project["name"] == "o1magic"
