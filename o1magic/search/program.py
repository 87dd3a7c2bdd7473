"""Programs: the model writes Python, a sandbox runs it, and what it prints votes."""

from __future__ import annotations

import asyncio
import re

from o1magic import answers, prompts
from o1magic.errors import ConfigError, SandboxError
from o1magic.sandbox import isolation, run_python
from o1magic.search.core import Search
from o1magic.search.registry import strategy
from o1magic.search.select import by_score_or_vote
from o1magic.together import together
from o1magic.trace import Node

AT_ONCE = 2
"""Programs that run at the same time."""

_MARK = "\x1eanswer\x1e"
# Runs after a program and does no harm to it: the program may have no such variable, a huge one, or a `print` of its
# own.
_TELL = f"\ntry: print({_MARK!r} + f'{{answer}}'[-100_000:])\nexcept: pass"

# What moves a terminal's cursor or colours its text, and other control characters.
_CONTROL = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|[\x00-\x1f\x7f-\x9f]")


@strategy(
    "program",
    select=by_score_or_vote,
    source="Chen et al., Program of Thoughts (arXiv 2211.12588); Gao et al., PAL (arXiv 2211.10435)",
    forecast=lambda n=8: n,
    scores=True,
    needs="a sandbox for the model's code; an answer that is no code",
)
async def program(search: Search, *, n: int = 8) -> None:
    """Sample n Python programs, run them in a sandbox, and let what they print vote.

    To choose it is to let code run that the model wrote; a note tells what holds that code in. The answer is the last
    line that a program prints, or what it calls `answer` if it prints nothing. One that fails or says nothing does not
    vote.

    Parameters
    ----------
    n
        Programs to draw.
    """
    await announce(search)
    await draw_programs(search, n)
    await search.score_answers()


async def announce(search: Search) -> None:
    """Note that model-written code will run, and what holds it in.

    Raises
    ------
    ConfigError
        This system has no sandbox, or the answer is to be code, which no program prints.
    SandboxError
        The sandbox cannot be used.
    """
    if search.config.answer == "code":
        raise ConfigError("a program is run for what it prints, so its answer is no code; --answer code excludes it")
    search.note(f"Runs programs that the model writes, in a sandbox: {await isolation()}")


async def draw_programs(search: Search, n: int) -> list[Node]:
    """Draw n programs and run each; return their answers in order, or where there is none the failed program."""
    config = search.config
    ask = prompts.program(search.trace.question, answer=config.answer, few_shot=search.few_shot, system=config.system)
    ask = search.pose(ask)
    drawn = await search.expand(n=n, ask=ask, kind="step", whole=True, title="Program")
    turns = asyncio.Semaphore(AT_ONCE)
    return await together(*(_run(search, node, turns) for node in drawn))


async def _run(search: Search, node: Node, turns: asyncio.Semaphore) -> Node:
    """Add what a program says as its answer."""
    if node.status != "done":
        return node

    async def make() -> str:
        if node.finish_reason != "stop":
            raise ValueError("the program was cut off")
        code = answers.extract(node.text, "code") or node.text
        outcome = await search.outside("program", code, lambda: _outcome(code, turns))
        if "line" not in outcome:
            raise ValueError(outcome["error"])
        line = outcome["line"]
        return f"Answer: {answers.extract(line, search.config.answer) or line}"

    return await search.act(node, make)


async def _outcome(code: str, turns: asyncio.Semaphore) -> dict[str, str]:
    """Return the last line that a program prints, or why there is none."""
    async with turns:
        try:
            return {"line": await last_line(code)}
        except (ValueError, RuntimeError) as error:
            return {"error": str(error)}


async def last_line(code: str) -> str:
    """Run a program and return the last line that it prints, or its variable `answer` if it prints nothing.

    Control characters are left out. A float loses the digits in which binary fractions differ from decimal ones.

    Raises
    ------
    ValueError
        The program fails, says nothing, or says more than an answer can be long.
    RuntimeError
        The sandbox itself failed.
    """
    try:
        outcome = await run_python(code + _TELL)
    except SandboxError as error:
        raise RuntimeError(str(error)) from error
    if outcome.error is not None:
        raise ValueError(_CONTROL.sub("", outcome.error))
    printed, _, answer = outcome.stdout.partition(_MARK)
    said = printed if printed.strip() else answer
    lines = (_CONTROL.sub("", line).strip() for line in reversed(said.splitlines()))
    line = next((line for line in lines if line), None)
    if line in (None, "None", "nan"):
        raise ValueError("the program prints nothing")
    if len(line) > answers.LONGEST:
        raise ValueError(f"the last line that the program prints has {len(line):,} characters")
    return _short(line)


def _short(line: str) -> str:
    try:
        number = float(line)
    except ValueError:
        return line
    return f"{number:.12g}" if repr(number) == line else line
