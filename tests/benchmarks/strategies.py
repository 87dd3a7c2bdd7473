"""What each strategy makes of the same questions with the same budget, on one bank of replies.

    python tests/benchmarks/strategies.py QUESTIONS.jsonl [-n 12] [--model local/qwen2.5-coder-0.5b]
                                          [--tokens 6000] [--bank FOLDER]
    python tests/benchmarks/strategies.py GAME24.csv ...

A line of QUESTIONS is JSON with `question` and `answer`, whose last word, after `####` if it is there, is right; a .csv
holds puzzles of the Game of 24, which are searched with a check that evaluates the answer. The labels stay in this
file: no strategy sees them. Every reply is kept in the bank: strategies share what they ask alike, and a second run
with it asks for nothing and prints the same table. Seconds are those of the replies added up, whoever asked first.

Accuracy has Wilson's 95 % interval over the questions. Do not quote a figure on development data as a test result.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import o1magic
from o1magic.answers import canonical

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
    "mcts": {},
    "rsa": {},
    "revise": {},
    "auto": {},
}
GAME = (
    "Use each of the numbers {numbers} exactly once, with + - * / and parentheses, to make 24. The answer is one "
    "expression such as (1 + 2) * 8."
)


@dataclass(frozen=True)
class Question:
    """A question, whether an answer to it is right, and the check that a search may use, if any."""

    text: str
    right: Callable[[str | None], bool]
    check: Callable[[str], bool] | None = None


def word_problems(path: Path) -> Iterator[Question]:
    """Yield the questions of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = canonical(row["answer"].split("####")[-1].split()[-1], "number")
        yield Question(row["question"], lambda answer, gold=gold: answer is not None and answer == gold)


def puzzles(path: Path) -> Iterator[Question]:
    """Yield the Games of 24 of a file."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            numbers = sorted(map(int, row["Puzzles"].split()))
            check = _makes_24(numbers)
            text = GAME.format(numbers=", ".join(map(str, numbers)))
            yield Question(text, lambda answer, check=check: answer is not None and check(answer), check)


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
    game = options.questions.suffix == ".csv"
    questions = list(itertools.islice((puzzles if game else word_problems)(options.questions), options.n))
    rows = CHECKED if game else PLAIN
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
            result = o1magic.reason(
                question.text,
                model=options.model,
                strategy=label.split()[0].strip(","),
                check=question.check if label not in ("chain", "self_consistency") else None,
                answer="auto" if game else "number",
                tokens=options.tokens,
                calls=None,
                seconds=None,
                cache=True if options.bank is None else options.bank,
                **how,
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
