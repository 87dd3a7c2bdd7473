"""The share of asserts that hold, which code cannot make up."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace

import pytest

from o1magic import sandbox
from o1magic.errors import ConfigError, SandboxError
from o1magic.sandbox import SandboxLimits
from o1magic.scoring import tests
from o1magic.scoring.base import straight
from o1magic.trace import Node

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no sandbox on Windows")

ADD = "assert add(1, 2) == 3\nassert add(-1, 1) == 0\nassert add('a', 'b') == 'ab'\nassert add([], [1]) == [1]"


# All of a context that it uses.
CONTEXT = SimpleNamespace(outside=straight)


def node(code, number=0):
    return Node(id=f"0.{number}", parent="0", kind="answer", text=f"So:\n\n```python\n{code}\n```\n")


async def score(text, code, **options):
    [found] = await tests.Tests(text, **options).score(CONTEXT, [node(code)])
    return found


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("def add(a, b): return a + b", 1),
        ("def add(a, b): return 3", 0.25),
        ("def add(a, b): return abs(a + b)", 0.5),
        ("def add(a, b): 1 / 0", 0),
        ("def sub(a, b): return a + b", 0),
        ("def add(a, b:", 0),
        ("1 / 0\ndef add(a, b): return a + b", 0),
        ("def add(a, b): return a + b\nif __name__ == '__main__': print(add(int(input()), 1))", 1),
    ],
)
async def test_the_share_of_asserts(code, value):
    assert (await score(ADD, code)).value == value


async def test_the_note_shows_the_first_that_fails():
    said = (await score(ADD, "def add(a, b): return 3")).note
    assert said == "1 of 4 asserts hold; not: assert add(-1, 1) == 0 (it is 3)"
    assert (await score(ADD, "def add(a, b): return a + b")).note == "4 of 4 asserts hold"
    assert "not: assert add(1, 2) == 3 (NameError" in (await score(ADD, "x = 1")).note


async def test_it_is_the_last_block_and_none_is_no_pass():
    text = "```python\ndef f(): return 1\n```\nBetter:\n```python\ndef f(): return 2\n```"
    nodes = [Node(id="0.0", parent="0", kind="answer", text=text), Node(id="0.1", parent="0", kind="answer", text="2")]
    scores = await tests.Tests("assert f() == 2").score(CONTEXT, nodes)
    assert [found.value for found in scores] == [1, 0]
    assert scores[1].note == "no code block"


async def test_statements_before_an_assert_run_before_it():
    text = "import math\nx = f(1)\nassert x == 2\nx = f(x)\nassert x == 3\nassert math.isclose(f(x), 3)\n"
    assert (await score(text, "def f(x): return x + 1")).value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "text",
    [
        "assert f(3) == {'a': (1, [2.5], {3}), 'b': None}",
        "assert {'a': (1, [2.5], {3}), 'b': None} == f(3)",
        "assert f(3)['b'] is None",
        "assert f(3) and not f(0)",
        "assert f(3)['a'][0] < 2 < len(f(3)) + 1",
        "def has(key): return key in f(3)\nassert has('a')",
        "assert all('a' in f(x) for x in (1, 2))",
        "assert isinstance(f(3), dict), 'a message'",
        "try:\n  f(None)\nexcept TypeError:\n  raised = True\nassert raised is True",
    ],
)
async def test_forms_of_asserts(text):
    code = (
        "from collections import OrderedDict\ndef f(x): return OrderedDict(a=(1, [2.5], {x}), b=None) if x + 0 else {}"
    )
    assert await score(text, code) == tests.Score(1.0, "1 of 1 asserts hold")
    assert (await score(text, "def f(x): return []")).value == 0


async def test_asserts_are_apart():
    code = "seen = []\ndef f(x):\n  seen.append(x)\n  while x == 2: pass\n  return len(seen)"
    text = "assert f(1) == 1\nassert f(2) == 1\nassert f(3) == 1"
    found = await score(text, code, limits=SandboxLimits(seconds=0.5))
    assert found.value == pytest.approx(2 / 3)
    assert found.note.endswith("(timed out after 0.5 s)")


FORGERIES = {
    "prints": """
print("1 of 1 asserts hold", "true", '{"value": "true"}')
""",
    "exits": """
import sys
sys.exit(0)
""",
    "exits at once": """
import os
os._exit(0)
""",
    "exits when called": """
import os
def f(x): os._exit(0)
""",
    "raises the end when called": """
def f(x): raise SystemExit(0)
""",
    "writes to every pipe": """
import os
def f(x):
    for fd in range(1, 64):
        try:
            os.write(fd, b'{"armed": true, "loaded": true, "value": "true"}' + bytes([10]))
        except OSError:
            pass
    os._exit(0)
""",
    "replaces a built-in": """
import builtins
builtins.abs = lambda _: 0
def f(x): return 0
""",
    "replaces json": """
import json
json.dumps = json.JSONEncoder.encode = lambda *_, **__: '"true"'
def f(x): return 0
""",
    "defines what the tests define": """
def close(a, b): return True
def f(x): return 0
""",
    "kills the supervisor": """
import os
try:
    os.kill(os.getppid(), 9)
except OSError:
    pass
def f(x): return 0
""",
}
EQUALS_EVERYTHING = """
class Yes(int):
    def __eq__(self, _): return True
    def __lt__(self, _): return True
    def __sub__(self, _): return self
    def __abs__(self): return self
    __hash__ = int.__hash__
def f(x): return Yes(0)
"""
LOOKS_FOR_WHAT_IS_WANTED = """
import gc, re, sys
def f(x):
    frame, seen = sys._getframe(), []
    while frame:
        seen.append(dict(frame.f_locals))
        frame = frame.f_back
    seen += [o for o in gc.get_objects() if isinstance(o, dict | list | tuple) and len(o) < 50]
    found = re.search("98[0-9]{3}", " ".join(map(repr, seen)))
    return int(found[0]) if found else 0
"""
OPEN, CLOSED = "def close(a, b): return abs(a - b) < 1\nassert close(f(1), 98765)", "assert f(1) == 98765"


@pytest.mark.parametrize("test", [OPEN, CLOSED], ids=["open", "closed"])
@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_pass_cannot_be_forged(forgery, test):
    assert (await score(test, FORGERIES[forgery])).value == 0


@pytest.mark.parametrize("code", [EQUALS_EVERYTHING, LOOKS_FOR_WHAT_IS_WANTED], ids=["equal", "look"])
async def test_only_a_closed_assert_withstands_all(code):
    """The docstring tells of this: in one process with the assert, code can find its way to a pass."""
    assert (await score(CLOSED, code)).value == 0
    assert (await score(OPEN, code)).value == 1


async def test_equal_code_is_run_once_and_few_at_once(monkeypatch):
    running, most, runs = 0, 0, []

    async def evaluate(code, probes, *, limits):
        nonlocal running, most
        runs.append(code)
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        return [sandbox.Value(1, None) for _ in probes]

    monkeypatch.setattr(tests, "evaluate", evaluate)
    scorer = tests.Tests("assert f() == 1")
    nodes = [node(f"def f(): return {i % 5}", i) for i in range(10)]
    await asyncio.gather(scorer.score(CONTEXT, nodes), scorer.score(None, nodes))
    await scorer.score(CONTEXT, nodes)
    assert len(runs) == len(set(runs)) == 5
    assert most == tests.AT_ONCE


def test_one_scorer_serves_many_loops():
    scorer = tests.Tests("assert f() == 1")
    nodes = [node(f"def f(): return {i}", i) for i in range(4)]
    for _ in range(2):
        assert [found.value for found in asyncio.run(scorer.score(CONTEXT, nodes))] == [0, 1, 0, 0]
        scorer._known.clear()


async def test_a_failure_of_the_sandbox_is_a_failed_score_and_not_kept(monkeypatch):
    scorer = tests.Tests("assert f() == 1")

    async def fail(*args, **options):
        raise SandboxError("no processes left")

    with monkeypatch.context() as patch:
        patch.setattr(tests, "evaluate", fail)
        assert await scorer.score(CONTEXT, [node("def f(): return 1")]) == [tests.Score(None, "no processes left")]
    assert (await scorer.score(CONTEXT, [node("def f(): return 1")]))[0].value == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("assert f( == 3", "the tests are not Python"),
        ("\0", "the tests are not Python"),
        ("", "no assert on their top level"),
        ("def test():\n  assert f() == 3", "no assert on their top level"),
    ],
)
def test_tests_that_are_none(text, says):
    with pytest.raises(ConfigError, match=says):
        tests.Tests(text)
