"""A score by the user's own tests: the share of assert lines that hold after the code of a solution."""

from __future__ import annotations

import ast
import asyncio
import operator
import weakref
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from o1magic.answers import extract
from o1magic.errors import ConfigError, SandboxError
from o1magic.sandbox import LIMITS, Probe, SandboxLimits, Value, evaluate
from o1magic.scoring.base import ScoreContext
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score

AT_ONCE = 2
"""Solutions that are tested at the same time."""


class Tests:
    """Runs the last fenced block of a solution in the sandbox, then each assert in a process of its own.

    Of `assert CALL == LITERAL` and `assert CALL is True` (or False, None) only the left side is evaluated where the
    code runs, and the comparison is made here: the code never sees what is wanted, and neither ends itself nor
    redefines its way to a pass. The value has to be plain data then, as literals are. Any other assert is evaluated as
    a whole beside the code. It is not passed by what the code prints, by ending the process or by other built-ins
    in place of Python's, but code that looks for the sandbox's own variables, or returns objects that are equal to
    everything, can pass it.

    A solution without code has the score 0, as has code that fails by itself.

    Parameters
    ----------
    text
        Python; each assert on the top level is one test, and runs after the statements before it that are no asserts.
    limits
        Of one assert.

    Raises
    ------
    ConfigError
        The text is no Python, or has no assert on its top level.
    """

    name = "tests"
    partial = False

    def __init__(self, text: str, *, limits: SandboxLimits = LIMITS) -> None:
        self._asserts = _asserts(text)
        self._limits = limits
        self._known: dict[str, Score] = {}
        # Locks belong to one event loop, scorers of a notebook to none.
        self._locks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Locks] = weakref.WeakKeyDictionary()

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the shares; equal code is run once. None where the sandbox itself failed."""
        locks = self._locks.setdefault(asyncio.get_running_loop(), _Locks())
        return await together(*(self._score(ctx, node, locks) for node in nodes))

    async def _score(self, ctx: ScoreContext, node: Node, locks: _Locks) -> Score:
        code = extract(node.text, "code")
        if code is None:
            return Score(0.0, "no code block")
        async with locks.same_code[code]:
            if code not in self._known:
                request = [[each.source for each in self._asserts], code]
                score = Score.from_json(await ctx.outside(self.name, request, lambda: self._run(code, locks)))
                if score.value is None:
                    return score
                self._known[code] = score
        return self._known[code]

    async def _run(self, code: str, locks: _Locks) -> dict[str, Any]:
        """Run the code in the sandbox and return its score as JSON."""
        async with locks.at_once:
            try:
                values = await evaluate(code, [each.probe for each in self._asserts], limits=self._limits)
            except SandboxError as error:
                return Score(None, str(error)).to_json()
        return self._judge(values).to_json()

    def _judge(self, values: list[Value]) -> Score:
        failed = [
            (each, value)
            for each, value in zip(self._asserts, values, strict=True)
            if value.error is not None or not each.holds(value.value)
        ]
        passed = len(values) - len(failed)
        note = f"{passed} of {len(values)} asserts hold"
        if failed:
            first, value = failed[0]
            note += f"; not: {first.source} ({value.error or f'it is {value.value!r:.80}'})"
        return Score(passed / len(values), note)


class _Locks:
    """What keeps equal code from running twice, and much code from running at once."""

    def __init__(self) -> None:
        self.at_once = asyncio.Semaphore(AT_ONCE)
        self.same_code: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


@dataclass(frozen=True, slots=True)
class _Assert:
    """One assert: what is evaluated in the sandbox, and whether a value passes."""

    source: str
    probe: Probe
    passes: Callable[[Any], bool]

    def holds(self, value: Any) -> bool:
        try:
            return self.passes(value)
        except RecursionError:  # the value is nested more deeply than any that is wanted
            return False


def _asserts(text: str) -> list[_Assert]:
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError) as error:
        raise ConfigError(f"the tests are not Python: {error}") from error
    found = []
    for i, statement in enumerate(statements):
        if isinstance(statement, ast.Assert):
            before = [other for other in statements[:i] if not isinstance(other, ast.Assert)]
            setup = ast.unparse(ast.Module(before, []))
            expression, passes = _split(statement.test)
            found.append(_Assert(ast.unparse(statement), Probe(setup, expression), passes))
    if not found:
        raise ConfigError("the tests have no assert on their top level, such as `assert add(1, 2) == 3`")
    return found


def _split(test: ast.expr) -> tuple[str, Callable[[Any], bool]]:
    """Return the part of a condition that needs the code, and the rest of it."""
    match test:
        case ast.Compare(left, [ast.Is()], [ast.Constant(True | False | None as wanted)]):
            return ast.unparse(left), partial(operator.is_, wanted)
        case ast.Compare(left, [ast.Eq()], [right]):
            for side, other in ((left, right), (right, left)):
                try:
                    wanted = ast.literal_eval(other)
                except (ValueError, TypeError):
                    continue
                return ast.unparse(side), partial(operator.eq, wanted)
    return f"not not ({ast.unparse(test)})", bool
