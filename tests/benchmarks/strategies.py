"""What each strategy makes of the same questions with the same budget, on one bank of replies.

    python tests/benchmarks/strategies.py QUESTIONS.jsonl [-n 12] [--model local/qwen2.5-coder-0.5b]
                                          [--tokens 6000] [--bank FOLDER]
    python tests/benchmarks/strategies.py GAME24.csv ...
    python tests/benchmarks/strategies.py HUMANEVAL.jsonl.gz ...

A line of QUESTIONS is JSON with `question` and `answer`, whose last word, after `####` if it is there, is right. A .csv
holds puzzles of the Game of 24, which are searched with a check that evaluates the answer. A .jsonl.gz holds functions
to be written, as in HumanEval, which are searched with the examples in their docstrings as tests; what is right is for
the hidden tests to say. The labels stay in this file: no strategy sees them.

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
UNVERIFIED = ("chain", "self_consistency")
GAME = (
    "Use each of the numbers {numbers} exactly once, with + - * / and parentheses, to make 24. The answer is one "
    "expression such as (1 + 2) * 8."
)


@dataclass(frozen=True)
class Question:
    """A question, what its answer looks like, whether one is right, and the check or tests that a search may use."""

    text: str
    kind: AnswerKind
    right: Callable[[str | None], bool]
    verifier: Mapping[str, Any] = field(default_factory=dict)


def word_problems(path: Path) -> Iterator[Question]:
    """Yield the questions of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = canonical(row["answer"].split("####")[-1].split()[-1], "number")
        yield Question(row["question"], "number", lambda answer, gold=gold: answer is not None and answer == gold)


def puzzles(path: Path) -> Iterator[Question]:
    """Yield the Games of 24 of a file."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            numbers = sorted(map(int, row["Puzzles"].split()))
            check = _makes_24(numbers)
            text = GAME.format(numbers=", ".join(map(str, numbers)))
            right = lambda answer, check=check: answer is not None and check(answer)  # noqa: E731
            yield Question(text, "auto", right, {"check": check})


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
    def check(answer: str) -> bool:
        expression = answer.split("=", maxsplit=1)[0].replace("\u00d7", "*").replace("\u00f7", "/").strip("$` ")
        used = sorted(map(int, re.findall(r"\d+", expression)))
        if used != numbers or re.search(r"[^\d+\-*/(). ]", expression) or "**" in expression or "//" in expression:
            return False
        try:
            return bool(eval(re.sub(r"(\d+)", r"Fraction(\1)", expression), {"Fraction": Fraction}) == 24)  # noqa: S307
        except (SyntaxError, ZeroDivisionError, TypeError):
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
    rows = PLAIN if read is word_problems else CHECKED
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
            verifier = {} if label in UNVERIFIED else question.verifier
            result = o1magic.reason(
                question.text,
                model=options.model,
                strategy=label.split()[0].strip(","),
                answer=question.kind,
                tokens=options.tokens,
                calls=None,
                seconds=None,
                cache=True if options.bank is None else options.bank,
                **{**how, **verifier},
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
