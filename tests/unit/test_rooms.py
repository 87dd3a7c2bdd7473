"""The house rules: imports go one way, importing is cheap, and what is public is really there."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import o1magic

PACKAGE = Path(o1magic.__file__).parent

# Each room may import from those above it and from itself.
ROOMS = [
    "errors",
    "listing",
    "plugins",
    "session",
    "together",
    "config",
    "types",
    "trace",
    "metrics",
    "steps",
    "comparer",
    "answers",
    "prompts",
    "models/base",
    "models/retry",
    "models/cache",
    "scrub",
    "models/recording_file",
    "models/recording",
    "models/playback",
    "models/replay",
    "spending",
    "models/ledger",
    "models/meter",
    "models/weights",
    "models/chat_format",
    "models/local",
    "models/direct",
    "models/litellm",
    "models/scripted",
    "models/discover",
    "models/resolve",
    "sandbox",
    "sandbox_child",
    "scoring",
    "search/select",
    "search/registry",
    "search/reading",
    "search/writing",
    "search/core",
    "search",
    "policy",
    "user_call",
    "engine",
    "rehearsal",
    "lesson",
    "render",
    "result",
    "calibration",
    "api",
    "forecast",
    "batch",
    "comparison",
    "comparison_forecast",
    "magic",
    "panel",
    "__init__",
]


def room(module: str) -> int:
    return next(i for i, name in enumerate(ROOMS) if module == name or module.startswith(f"{name}/"))


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")
        yield ("models/base" if name == "models" else name), path


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "o1magic":
            base = (node.module or "").split(".")[1:]
            names = ["/".join([*base, alias.name]) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = ["/".join(a.name.split(".")[1:]) for a in node.names if a.name.startswith("o1magic.")]
        for name in names:
            parts = name.split("/")
            while parts and not ((PACKAGE / "/".join(parts)).is_dir() or (PACKAGE / f"{'/'.join(parts)}.py").exists()):
                parts.pop()
            yield "/".join(parts) or "__init__"


def test_imports_go_only_upwards():
    # The registry imports the strategies so that they register themselves; the package's door loads on first use.
    allowed = {("search/registry", "search")}
    wrong = [
        f"{name} imports {other}"
        for name, path in modules()
        if name != "__init__"
        for other in imported(path)
        if other != "__init__" and room(other) > room(name) and (name, other.split("/")[0]) not in allowed
    ]
    assert wrong == []


def test_only_one_file_imports_litellm_and_one_diskcache():
    importers = {"litellm": set(), "diskcache": set(), "anywidget": set()}
    for name, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            roots = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            roots += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for root in roots:
                if root.split(".")[0] in importers:
                    importers[root.split(".")[0]].add(name)
    assert importers == {
        "litellm": {"models/litellm"},
        "diskcache": {"models/cache"},
        "anywidget": {"render/widget", "panel/keys"},
    }


def test_public_names_exist_and_nothing_heavy_is_imported():
    code = """
import json, sys
import o1magic
before = sorted(sys.modules)
names = {name: type(getattr(o1magic, name)).__name__ for name in o1magic.__all__}
print(json.dumps([before, names]))
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    before, names = json.loads(out)
    heavy = {"litellm", "anywidget", "ipywidgets", "IPython", "diskcache", "sympy", "xllamacpp", "asyncio"}
    assert heavy.isdisjoint(before)
    assert set(names) == set(o1magic.__all__)
