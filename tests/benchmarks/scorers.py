"""What each scorer is worth on a model: whether it puts right samples above wrong ones of the same question.

    python tests/benchmarks/scorers.py QUESTIONS.jsonl [-n 8] [--model local/qwen2.5-coder-0.5b]
                                       [--scorers votes logprob p_true judge] [--minutes 4] [--bank FOLDER]

A line of QUESTIONS is JSON with `question` and `answer`, whose last word, after `####` if it is there, is a number that
is right. The labels stay in this file: no scorer sees them. All scorers judge the same n samples of a question.
Every reply is kept in the bank: a second run with it asks only for what is new.

The AUROC is taken within each question that has right and wrong samples, then averaged; chance is .5. The interval is a
bootstrap over questions. A failed score takes no part; how many failed is printed. Do not quote a figure on development
data as a test result.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import o1magic
from o1magic import scoring
from o1magic.answers import canonical
from o1magic.trace import Node

RESAMPLES = 10_000


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the share of pairs in which the right one has the higher score; equal ones are worth a half."""
    pairs = list(itertools.product(right, wrong))
    return sum((r > w) + (r == w) / 2 for r, w in pairs) / len(pairs)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the bootstrap 95 % interval of the mean."""
    draw = random.Random(0)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[RESAMPLES // 40], means[-RESAMPLES // 40]


def register(names: Sequence[str]) -> None:
    """Make `all`, which scores the same samples with each of the scorers."""

    @o1magic.scorer("all")
    async def _all(ctx: scoring.ScoreContext, nodes: Sequence[Node]) -> list[o1magic.Score]:
        for name in names:
            await ctx.score(nodes, scoring.find(name))
        return [o1magic.Score(None, "it only asks the others") for _ in nodes]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions", type=Path)
    options.add_argument("-n", type=int, default=8, help="samples of a question")
    options.add_argument("--model", default="local/qwen2.5-coder-0.5b")
    options.add_argument("--scorers", nargs="+", default=["votes", "logprob", "p_true", "judge"])
    options.add_argument("--minutes", type=float, default=4, help="no question is begun after these")
    options.add_argument("--bank", type=Path, help="where replies are kept; default: the user's cache")
    given = options.parse_args()
    register(given.scorers)
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    start, asked, drawn, right = time.monotonic(), 0, 0, 0
    within: dict[str, list[float]] = {name: [] for name in given.scorers}
    failed = dict.fromkeys(given.scorers, 0)
    for line in lines:
        if time.monotonic() - start > 60 * given.minutes:
            break
        row = json.loads(line)
        wanted = canonical(str(row["answer"]).rpartition("####")[2].strip(), "number")
        result = o1magic.reason(
            row["question"],
            model=given.model,
            strategy="best_of_n",
            params={"n": given.n},
            scorer="all",
            answer="number",
            calls=None,
            tokens=None,
            seconds=None,
            cache=given.bank or True,
        )
        samples = [node for node in result.samples if node.answer is not None]
        is_right = {node.id: node.answer == wanted for node in samples}
        asked, drawn, right = asked + 1, drawn + len(samples), right + sum(is_right.values())
        for name in given.scorers:
            scores = {node.id: node.scores[name].value for node in samples if name in node.scores}
            failed[name] += sum(value is None for value in scores.values())
            known = {node: value for node, value in scores.items() if value is not None}
            halves = [[value for node, value in known.items() if is_right[node] is truth] for truth in (True, False)]
            if all(halves):
                within[name].append(auroc(*halves))
    minutes = (time.monotonic() - start) / 60
    print(f"{given.model}: {asked} questions, {drawn} answers, {right} of them right; {minutes:.1f} minutes")
    print(f"{'scorer':<12}{'AUROC':>7}{'95 % interval':>16}{'questions':>11}{'failed':>8}")
    for name, values in within.items():
        mean = f"{statistics.fmean(values):.2f}" if values else "-"
        low, high = (f"{bound:.2f}" for bound in interval(values)) if values else ("-", "-")
        print(f"{name:<12}{mean:>7}{f'{low} to {high}':>16}{len(values):>11}{failed[name]:>8}")


if __name__ == "__main__":
    main()
