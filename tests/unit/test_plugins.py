"""Strategies of other people: from a cell, and from the entry points of a package, good and broken."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Literal

import pytest

import o1magic
from o1magic.api import make_task
from o1magic.engine import Run
from o1magic.errors import ConfigError
from o1magic.scoring import registry as scorers
from o1magic.search import registry as strategies

README = Path(__file__).parent.parent.parent / "README.md"

MODEL = o1magic.ScriptedModel(["Answer: 1", "Answer: 2", "Answer: 2", "Answer: 2"])


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch):
    o1magic.strategies(), o1magic.scorers()
    for registry, name in ((strategies, "_strategies"), (scorers, "_added")):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))


def test_the_readmes_own_strategy_and_scorer_work():
    (block,) = [b for b in re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL) if "@o1magic" in b]
    exec(block, {"o1magic": o1magic})  # noqa: S102 - our own
    result = o1magic.reason("?", model=MODEL, strategy="twice", cache=False)
    assert (result.usage.calls, result.answer) == (4, "2")
    scored = o1magic.reason("?", model=MODEL, strategy="best_of_n", params={"n": 2}, scorer="brevity", cache=False)
    assert 0.9 < scored.samples[0].scores["brevity"].value < 1


def test_a_strategy_of_a_cell_runs_by_its_name_and_may_be_written_again():
    for more in (1, 2):

        @o1magic.strategy("twice", forecast=lambda n=1: 2 * n)
        async def twice(search, *, n: int = more):
            """Sample, and sample more."""
            await search.expand(n=1)
            await search.expand(n=n)

    result = o1magic.reason("?", model=MODEL, strategy="twice", cache=False)
    assert (result.usage.calls, result.answer) == (3, "2")
    assert o1magic.strategies()["twice"].summary == "Sample, and sample more."


def test_what_options_mean_is_read_from_the_docstring_as_far_as_it_is_told():
    @o1magic.strategy("told", forecast=lambda n=1, m=2, k=3: n + m + k)
    async def told(search, *, n: int = 1, m: int = 2, k: int = 3):
        """Sample.

        Parameters
        ----------
        search
            What it sees.
        n : int
            Chains, of which each
            is one sample.
        k
            Others.

        Notes
        -----
        m
            Not told.
        """

    made = o1magic.strategies()["told"]
    assert made.meanings == {"n": "Chains, of which each is one sample.", "k": "Others."}
    assert made.facts["options"] == "-p n=1: Chains, of which each is one sample.\n-p m=2\n-p k=3: Others."


def test_several_options_and_paragraphs_are_read_and_choices_that_are_not_told_are_listed():
    @o1magic.strategy("told", forecast=lambda n=1, m=2, way="a", end="x": n + m)
    async def told(search, *, n: int = 1, m: int = 2, way: Literal["a", "b"] = "a", end: Literal["x", "y"] = "x"):
        """Sample.

        Parameters
        ----------
        n, m : int
            Both.
        way : {"a", "b"}

            First.

            Second.
        end
            `x` or `y`.

        Returns
        -------
        None
            Nothing.
        """

    assert o1magic.strategies()["told"].facts["options"].splitlines() == [
        "-p n=1: Both.",
        "-p m=2: Both.",
        "-p way=a: First. Second. One of `a`, `b`.",
        "-p end=x: `x` or `y`.",
    ]


def test_a_built_in_name_is_refused_whether_or_not_it_has_been_used():
    with pytest.raises(ConfigError, match="'mcts' is built in"):

        @o1magic.strategy("mcts", forecast=lambda: 1)
        async def mine(search):
            """Do nothing."""


def test_a_broken_rule_fails_the_run_and_its_record_ends():
    def broken(_trace):
        raise ValueError("no idea")

    @o1magic.strategy("undecided", forecast=lambda: 1, select=broken)
    async def undecided(search):
        """Sample, and then not know."""
        await search.expand()

    run = Run(make_task("?", model=MODEL, strategy="undecided", cache=False))
    with pytest.raises(ValueError, match="no idea"):
        run.wait()
    assert (run.trace.finished, run.trace.error) == (True, "no idea")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("note", 5, "note=5 of a node: it takes a text"),
        ("notes", "well", "no field 'notes' to change (did you mean 'note'"),
        ("text", "mine", "no field 'text'"),
        ("visits", 1.5, "whole number"),
        ("visits", True, "whole number"),
        ("value", "high", "a number, or None"),
        ("prior", float("nan"), "a number, or None"),
        ("ballot", -1, "at least 0"),
        ("status", "lost", "one of running, done"),
        ("merged_into", None, "the id of a node"),
        ("scores", 0.5, "by the name of their scorer"),
    ],
)
def test_what_nobody_could_show_of_a_node_is_refused_where_it_is_said(field, value, says):
    @o1magic.strategy("says", forecast=lambda: 1)
    async def says_it(search):
        """Sample, and say something of it."""
        (node,) = await search.expand()
        search.update(node, **{field: value})

    with pytest.raises(ConfigError, match=re.escape(says)):
        o1magic.reason("?", model=MODEL, strategy="says", cache=False)


def test_a_remark_that_is_no_text_is_refused():
    @o1magic.strategy("remarks", forecast=lambda: 1)
    async def remarks(search):
        """Remark."""
        search.note(None)

    with pytest.raises(ConfigError, match="it takes a text"):
        o1magic.reason("?", model=MODEL, strategy="remarks", cache=False)


def test_what_is_not_async_is_refused():
    with pytest.raises(ConfigError, match="must be an async function"):

        @o1magic.strategy("plain", forecast=lambda: 1)
        def plain(search):
            """Do nothing."""


@pytest.mark.parametrize(
    ("option", "forecast", "says"),
    [
        ("k=1", lambda k: k, "'k' of the strategy 'odd' is to be an int"),
        ("k: str = 'a'", lambda k: 1, "'k' of the strategy 'odd' is to be an int"),
        ("k: int", lambda k: k, "needs a default"),
        ("k: int = 1", lambda n: n, "takes its options by name"),
    ],
)
def test_an_option_that_nobody_could_set_is_refused_at_once(option, forecast, says):
    names = {}
    exec(f"async def odd(search, *, {option}): ...", names)  # noqa: S102 - our own
    with pytest.raises(ConfigError, match=says):
        o1magic.strategy("odd", forecast=forecast)(names["odd"])


@pytest.mark.parametrize(
    ("made", "says"),
    [("raise ValueError('oops')", "raised ValueError: oops"), ("return [0.5] * len(nodes)", "not an o1magic.Score")],
)
def test_a_scorer_with_a_bug_scores_nothing_and_the_result_says_why(made, says):
    names = {}
    exec(f"async def buggy(ctx, nodes):\n    {made}", names)  # noqa: S102 - our own
    o1magic.scorer("buggy")(names["buggy"])
    result = o1magic.reason("?", model=MODEL, strategy="best_of_n", params={"n": 4}, scorer="buggy", cache=False)
    assert result.answer == "2"
    assert says in result.selection.note
    assert "votes decided" in result.selection.note


def test_of_several_packages_the_broken_ones_warn_and_are_left_out(tmp_path):
    def package(name, source):
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
        info = tmp_path / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[o1magic.strategies]\n{name} = {name}\n")

    package(
        "good",
        '''
        import o1magic

        @o1magic.strategy("good", forecast=lambda: 1, source="nobody")
        async def good(search):
            """Be good."""
            await search.expand()
        ''',
    )
    package("broken", "import a_module_that_is_not_there")
    package("paid", "import sys\nsys.exit('needs a licence')")
    package("silent", "")
    package("thief", "import o1magic\n@o1magic.strategy('beam', forecast=lambda: 1)\nasync def beam(search): ...\n")
    code = """
        import o1magic
        names = o1magic.strategies()
        model = o1magic.ScriptedModel(["Answer: 1"])
        print(names["good"].source, "broken" in names, names["beam"].grow.__module__)
        print(o1magic.reason("?", model=model, strategy="good", cache=False).answer)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.stdout == "nobody False o1magic.search.beam\n1\n", done.stderr
    assert "the strategy 'broken' (broken) is left out: ModuleNotFoundError" in done.stderr
    assert "the strategy 'thief' (thief) is left out: ConfigError" in done.stderr
    assert "the strategy 'paid' (paid) is left out: SystemExit('needs a licence')" in done.stderr
    assert "the strategy 'silent' (silent) is left out: it registers none" in done.stderr
    assert "the strategy 'good'" not in done.stderr


def test_a_strategy_with_a_bug_is_a_row_of_a_comparison():
    @o1magic.strategy("boomer", forecast=lambda: 1)
    async def boomer(search):
        """Fail."""
        raise KeyError("nothing there")

    found = o1magic.compare("?", ["chain", "boomer"], model=MODEL, cache=False)
    assert list(found) == ["chain"]
    assert found.errors == {"boomer": "KeyError: 'nothing there'"}
    with pytest.raises(KeyError, match="boomer"):
        found[0]
