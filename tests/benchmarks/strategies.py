"""What each strategy makes of the same questions with the same budget, on one bank of replies.

    python tests/benchmarks/strategies.py QUESTIONS.jsonl [-n 12] [--model local/qwen2.5-coder-0.5b]
                                          [--tokens 6000] [--bank FOLDER]
    python tests/benchmarks/strategies.py GAME24.csv ...
    python tests/benchmarks/strategies.py HUMANEVAL.jsonl.gz ...

A line of QUESTIONS is JSON with `question` and `answer`, whose last word, after `####` if it is there, is right. A .csv
holds puzzles of the Game of 24, the easiest first, of which every ninth of the first 180 is asked, with a check that
evaluates the answer. There the embedded model is held to a grammar: one line with one expression of the four numbers,
so that a sample is short; what lines drawn at random from it would do stands below the table. A .jsonl.gz holds
functions to be written, as in HumanEval, which are searched with the examples in their docstrings as tests; what is
right is for the hidden tests to say. The labels stay in this file: no strategy sees them.

Every reply is kept in the bank: strategies share what they ask alike, and a second run with it asks for nothing and
prints the same table. Seconds are those of the replies added up, whoever asked first.

Accuracy has Wilson's 95 % interval over the questions. Do not quote a figure on development data as a test result.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import csv
import doctest
import functools
import gzip
import itertools
import json
import math
import operator
import re
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import o1magic
from o1magic.answers import canonical
from o1magic.config import AnswerKind
from o1magic.sandbox import run_python

PLAIN: dict[str, dict[str, Any]] = {
    "chain": {},
    "self_consistency": {},
    "self_consistency, all of n": {"params": {"stop": "none"}},
    "self_consistency, half programs": {"params": {"mix": "program"}},
    "best_of_n by log-probability": {"scorer": "logprob"},
    "program": {},
    "beam": {},
    "lookahead": {},
    "dvts": {},
    "particle": {},
    "mcts": {},
    "ab_mcts by log-probability": {"scorer": "logprob"},
    "revise": {},
    "rsa": {},
    "decompose": {},
    "auto": {},
}
CHECKED: dict[str, dict[str, Any]] = {
    "chain": {},
    "self_consistency": {},
    "best_of_n": {"params": {"n": 16}},
    "ab_mcts": {},
    "rsa": {},
    "revise": {},
    "plan": {},
    "auto": {},
}
# As many as the tokens allow.
GAMES: dict[str, dict[str, Any]] = {
    "chain": {},
    "self_consistency, all of n": {"params": {"n": 64, "stop": "none"}},
    "best_of_n": {"params": {"n": 64}},
    "ab_mcts": {"params": {"n": 64}},
    "rsa": {"params": {"n": 16, "k": 2, "t": 4}},
    "revise": {"params": {"n": 64, "parallel": 8}},
    "auto": {},
}
UNVERIFIED = ("chain", "self_consistency")
GAME = (
    "Use each of the numbers {numbers} exactly once, with + - * / and parentheses, to make 24. The answer is one "
    "Python expression such as (1 + 2) * 8."
)
EASY, EVERY = 180, 9
"""Of so many puzzles, which is asked."""
WARM = 1.5
"""Temperature of the puzzles: short lines are to differ."""
DRAWS = 48
"""About as many replies to a puzzle as 6,000 tokens allow."""
FORMS = (
    "{} {} {} {} {} {} {}",
    "({} {} {}) {} {} {} {}",
    "{} {} ({} {} {}) {} {}",
    "{} {} {} {} ({} {} {})",
    "({} {} {}) {} ({} {} {})",
    "({} {} {} {} {}) {} {}",
    "{} {} ({} {} {} {} {})",
)
"""Expressions of four numbers with three operators between them."""
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Question:
    """A question, what its answer looks like and whether one is right.

    Attributes
    ----------
    verifier
        The check or tests that a search may use.
    options
        How all strategies have the embedded model asked.
    by_chance
        How likely a reply is right that is drawn at random from what the model may say.
    """

    text: str
    kind: AnswerKind
    right: Callable[[str | None], bool]
    verifier: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    by_chance: float | None = None


def word_problems(path: Path) -> Iterator[Question]:
    """Yield the questions of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = canonical(row["answer"].split("####")[-1].split()[-1], "number")
        yield Question(row["question"], "number", lambda answer, gold=gold: answer is not None and answer == gold)


def puzzles(path: Path) -> Iterator[Question]:
    """Yield the Games of 24 of a file."""
    with path.open(encoding="utf-8") as file:
        for row in itertools.islice(csv.DictReader(file), 0, EASY, EVERY):
            numbers = sorted(map(int, row["Puzzles"].split()))
            check = _makes_24(numbers)
            text = GAME.format(numbers=", ".join(map(str, numbers)))
            right = lambda answer, check=check: answer is not None and check(answer)  # noqa: E731
            lines = [
                form.format(a, p, b, q, c, r, d)
                for a, b, c, d in set(itertools.permutations(numbers))
                for p, q, r in itertools.product("+-*/", repeat=3)
                for form in FORMS
            ]
            options = {"temperature": WARM, "model_params": {"grammar": _grammar(numbers)}}
            yield Question(text, "auto", right, {"check": check}, options, statistics.mean(map(check, lines)))


def _grammar(numbers: list[int]) -> str:
    """Return the grammar (GBNF) of a reply that is one expression of these numbers."""
    orders = sorted(set(itertools.permutations(f'"{number}"' for number in numbers)))
    lines = [
        re.sub(r"[()]", r'"\g<0>"', form.format(a, "op", b, "op", c, "op", d))
        for a, b, c, d in orders
        for form in FORMS
    ]
    return f'root ::= "Answer: " ({" | ".join(lines)}) "\\n"\nop ::= " + " | " - " | " * " | " / "\n'


def functions(path: Path) -> Iterator[Question]:
    """Yield the functions of HumanEval that have examples in their docstrings."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            examples = [f"assert {call} == {want}" for call, want in _examples(row["prompt"])]
            hidden = f"{row['test']}\ncheck({row['entry_point']})\n"
            text = f"Complete this Python function. Write the whole of it.\n\n```python\n{row['prompt'].strip()}\n```"
            if examples:
                passes = functools.cache(functools.partial(_passes, hidden, row["prompt"]))
                yield Question(text, "code", passes, {"tests": "\n".join(examples)})


def _examples(prompt: str) -> list[tuple[str, str]]:
    """Return the calls in a function's docstring and what they return; nothing where they cannot be read."""
    try:
        found = doctest.DocTestParser().get_examples(ast.get_docstring(ast.parse(prompt).body[-1]) or "")
        return [(e.source.strip(), repr(ast.literal_eval(e.want.strip()))) for e in found]
    except (SyntaxError, ValueError):
        return []


def _passes(hidden: str, prompt: str, code: str | None) -> bool:
    # What the prompt imports and defines before the function belongs to every solution.
    return code is not None and asyncio.run(run_python(f"{prompt}    pass\n\n{code}\n\n{hidden}")).error is None


def _makes_24(numbers: list[int]) -> Callable[[str], bool]:
    """Return the check of an expression: it is 24, and uses each of the numbers once."""

    def value(node: ast.expr, used: list[int]) -> Fraction:
        match node:
            case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](value(left, used), value(right, used))
            case ast.Constant(int(number)) if number is not True and number is not False:
                used.append(number)
                return Fraction(number)
        raise ValueError(f"{ast.unparse(node)} is none of four numbers, + - * and /")

    def check(answer: str) -> bool:
        expression = answer.split("=", maxsplit=1)[0].replace("\u00d7", "*").replace("\u00f7", "/").strip("$` ")
        used: list[int] = []
        try:
            return value(ast.parse(expression, mode="eval").body, used) == 24 and sorted(used) == numbers
        except (SyntaxError, ValueError, ZeroDivisionError):
            return False

    return check


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    middle = (right + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(right * (n - right) / n + z * z / 4)
    return max(0.0, middle - half), middle + half


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("-n", type=int, default=12, help="how many questions, from the top")
    parser.add_argument("--model", default="local/qwen2.5-coder-0.5b")
    parser.add_argument("--tokens", type=int, default=6000, help="of prompts and replies, for each question")
    parser.add_argument("--bank", type=Path, help="where replies are kept; default: the user's cache")
    parser.add_argument("--only", action="append", help="a strategy of the table, repeatable")
    options = parser.parse_args()
    read = {".csv": puzzles, ".gz": functions}.get(options.questions.suffix, word_problems)
    questions = list(itertools.islice(read(options.questions), options.n))
    held = options.model.startswith("local/")  # no other engine takes a grammar under this name
    rows = {word_problems: PLAIN, puzzles: GAMES, functions: CHECKED}[read]
    print(
        f"{len(questions)} questions of {options.questions.name}, {options.model}, at most {options.tokens:,} tokens\n"
    )
    heads = ("strategy", "right", "95 % interval", "in some sample", "calls", "written", "tokens", "seconds of replies")
    print(f"| {' | '.join(heads)} |\n| --- {'| ---: ' * (len(heads) - 1)}|")
    for label, how in rows.items():
        if options.only and label not in options.only:
            continue
        results = []
        for question in questions:
            strategy = label.split()[0].strip(",")
            verifier = {} if strategy in UNVERIFIED else question.verifier
            asked = question.options if held else {}
            result = o1magic.reason(
                question.text,
                model=options.model,
                strategy=strategy,
                answer=question.kind,
                tokens=options.tokens,
                calls=None,
                seconds=None,
                cache=True if options.bank is None else options.bank,
                **{**how, **asked, **verifier},
            )
            seconds = math.fsum(call.usage.seconds for call in result.trace.calls.values())
            covered = any(question.right(sample.answer) for sample in result.samples)
            results.append((question.right(result.answer), covered, result.usage, seconds))
        right, n = sum(ok for ok, *_ in results), len(results)
        low, high = wilson(right, n)
        usages = [usage for *_, usage, _ in results]
        print(
            f"| {label} | {right} of {n} | {low:.0%} to {high:.0%} | {sum(covered for _, covered, *_ in results)} "
            f"| {statistics.mean(usage.calls for usage in usages):.1f} "
            f"| {statistics.mean(usage.completion_tokens for usage in usages):.0f} "
            f"| {statistics.mean(usage.tokens for usage in usages):.0f} "
            f"| {statistics.mean(seconds for *_, seconds in results):.1f} |",
            flush=True,
        )
    chances = [question.by_chance for question in questions if question.by_chance is not None]
    if held and chances:
        found = math.fsum(1 - (1 - chance) ** DRAWS for chance in chances)
        print(
            f"\nDrawn at random from what the model may say, {statistics.mean(chances):.1%} of the lines are right, "
            f"and {DRAWS} of them hold a right one for {found:.1f} of {len(chances)} puzzles."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
