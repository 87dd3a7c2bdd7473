"""The committed widget bundle is what its sources build to, as far as can be told without Node."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDGETS = ROOT / "widgets"
STATIC = ROOT / "o1magic" / "static"


def sources_digest() -> str:
    """The same sum as in widgets/build.mjs."""
    sources = (path for path in (WIDGETS / "src").rglob("*") if path.is_file())
    paths = [*sources, WIDGETS / "build.mjs", WIDGETS / "package-lock.json"]
    total = hashlib.sha256()
    for name in sorted(path.relative_to(WIDGETS).as_posix() for path in paths):
        text = (WIDGETS / name).read_bytes().replace(b"\r\n", b"\n")
        total.update(name.encode() + b"\0" + text + b"\0")
    return total.hexdigest()


@pytest.mark.parametrize("name", ["widget.js", "widget.css", "embed.js"])
def test_bundle_is_built_from_the_sources_at_hand(name):
    first_line = (STATIC / name).read_text(encoding="utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"/\* Built from widgets/.* sha256 ([0-9a-f]{64}) \*/", first_line)
    assert match, first_line
    assert match[1] == sources_digest(), "the sources have changed: run `npm run build` in widgets/"


@pytest.mark.parametrize("name", ["widget.js", "embed.js"])
def test_bundle_is_self_contained_and_keeps_licences(name):
    """No CDN, no eval; the authors of what is bundled are named."""
    code = (STATIC / name).read_text(encoding="utf-8")
    # What stands in a comment, a type of JSDoc, is no import.
    assert not re.search(r"(?m)^import\b|\bimport\(", re.sub(r"@typedef\s*\{[^}]*\}", "", code))
    assert not re.search(r"\beval\s*\(|new Function\s*\(", code)
    for notice in ("@license DOMPurify", "/*! marked\n", "/*! temml\n"):
        assert notice in code
    styles = (STATIC / "widget.css").read_text(encoding="utf-8")
    assert "url(" not in styles
    assert "@import" not in styles


def test_lock_file_names_no_registry():
    """The lock file works with any registry: it pins versions and digests, not hosts."""
    lock = (WIDGETS / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
