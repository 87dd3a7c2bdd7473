"""Example traces, made of events as the engine writes them."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

from o1magic.config import Config, Limits
from o1magic.search.select import majority, weighted
from o1magic.trace import Event, Trace
from o1magic.types import Usage

MODEL = "local/qwen2.5-coder-0.5b"
QUESTION = "A school buys 7 boxes of pencils. Each box holds 12 pencils. How many pencils does the school have?"
PENCILS = """\
Step 1: Recognise
The question asks for a total: equal groups, so it is a product.

Step 2: Divide: boxes, then pencils
There are 7 boxes and every box holds 12 pencils, so the count is a product: $n = 7 \\times 12$.

Step 3: Compute
$7 \\times 10 = 70$ and $7 \\times 2 = 14$, so $n = 84$.

Step 4: Verify by adding
12 + 12 + 12 + 12 + 12 + 12 + 12 = **84**.

Answer: 84 pencils"""
OUTLIER = "The school has 7 boxes and each box holds 12 pencils.\n\nSo it has 7 + 12 = 19 pencils.\n\nAnswer: 19"


class Run:
    """Writes a trace event by event, half a second apart."""

    def __init__(self, question: str = QUESTION, *, resumed: str | None = None, **config: Any) -> None:
        self.trace = Trace()
        self._calls = itertools.count()
        self._nodes = itertools.count()
        self._spent = Usage()
        config = {"models": (MODEL,), "strategy": "self_consistency", **config}
        self.emit("run_started", question=question, config=Config(**config).to_json(), resumed=resumed)

    def emit(self, kind: Any, node: str | None = None, /, **data: Any) -> None:
        seq = len(self.trace.events)
        self.trace.append(Event(seq, seq * 0.5, kind, node, data))

    def start(self, *, text: str = "") -> str:
        """Begin a sample and stream this much of it."""
        number = next(self._nodes)
        node = f"0.{number}"
        data = {"parent": "0", "inputs": [], "kind": "answer", "title": "", "model": MODEL, "sample": number}
        self.emit("node_added", node, **data)
        self.emit("call_started", node, call=number, role="sample", model=MODEL, sample=number)
        if text:
            self.write(node, text)
        return node

    def write(self, node: str, text: str, **data: Any) -> None:
        self.emit("text", node, text=text, reasoning="", **data)

    def done(
        self,
        node: str,
        text: str,
        answer: str | None,
        shown: str | None = None,
        *,
        tokens: int = 60,
        cost: float | None = 0.0,
        cached: bool = False,
        **data: Any,
    ) -> None:
        usage = Usage(
            calls=1, cached_calls=int(cached), prompt_tokens=40, completion_tokens=tokens, cost=cost, seconds=1.0
        )
        self._finish(node, usage, cached=cached)
        self.emit(
            "node_changed",
            node,
            **{
                "status": "done",
                "text": text,
                "reasoning": "",
                "answer": answer,
                "shown_answer": shown or answer,
                "ballot": 0.0 if answer is None else 1.0,
                "mean_logprob": -0.2,
                "finish_reason": "stop",
                "usage": usage.to_json(),
                **data,
            },
        )

    def sample(self, text: str, answer: str | None, shown: str | None = None, **data: Any) -> str:
        node = self.start()
        self.done(node, text, answer, shown, **data)
        return node

    def fail(self, node: str, error: str) -> None:
        self._finish(node, Usage(calls=1), error=error)
        self.emit("node_changed", node, status="failed", error=error)

    def cut(self, node: str) -> None:
        self._finish(node, Usage(calls=1, cost=None), error="cut off")
        self.emit("node_changed", node, status="cut", text=self.trace.nodes[node].text)

    def score(self, node: str, name: str, value: float | None, note: str = "") -> None:
        self.emit("node_changed", node, scores={name: {"value": value, "note": note}})

    def end(self, reason: str | None = "done", *, rule: Any = majority, error: str | None = None) -> Trace:
        self.emit("selected", **rule(self.trace).to_json())
        self.emit(
            "run_finished",
            stop_reason=reason,
            asked=self.trace.asked.to_json(),
            spent=self._spent.to_json(),
            seconds=9.81,
            error=error,
        )
        return self.trace

    def _finish(self, node: str, usage: Usage, *, cached: bool = False, error: str | None = None) -> None:
        call = int(node.rpartition(".")[2])
        self.emit("call_finished", node, call=call, usage=usage.to_json(), cached=cached, error=error)
        if not cached:
            self._spent += usage


def pencils() -> Trace:
    """Self-consistency: 8 of 10 chains agree, the first one does not."""
    run = Run(params={"n": 16})
    answers = ["19", *["84"] * 5, "19", *["84"] * 3]
    for answer in answers:
        if answer == "84":
            run.sample(PENCILS, "84", "84 pencils")
        else:
            run.sample(OUTLIER, "19")
    return run.end("agreement")


def no_agreement() -> Trace:
    """Eight chains, and the leader has three of them."""
    run = Run("What is the sum of the digits of $2^{15}$?", temperature=0.9)
    for answer in ("26", "26", "26", "20", "20", "31", "17", "8"):
        run.sample(
            f"$2^{{15}} = 32768$, and its digits are $3, 2, 7, 6, 8$.\n\nTheir sum is {answer}.\n\nAnswer: {answer}",
            answer,
        )
    return run.end()


def failures() -> Trace:
    """A paid model with one failed sample, one that ran into its token limit and one without an answer."""
    run = Run(models=("openai/gpt-4o",))
    for _ in range(4):
        run.sample(PENCILS, "84", "84 pencils", cost=0.00105)
    run.fail(run.start(), "openai/gpt-4o at api.openai.com asked to wait, 4 times: 429 Too Many Requests")
    run.sample("Let me think about pencils, and boxes, and schools, and", None, finish_reason="length", cost=0.00105)
    run.sample("I like pencils.", None, cost=0.00105)
    return run.end("agreement")


def out_of_time() -> Trace:
    """The only call was cut off by the time limit."""
    run = Run(strategy="chain", limits=Limits(seconds=10))
    node = run.start(text="Step 1: Recognise\nThe question asks for a total.\n\nStep 2: Multiply\nEach of the 7 boxes ")
    run.write(node, "adds twelve, so 12 + 12")
    run.cut(node)
    return run.end("seconds")


def stopped() -> Trace:
    """A person pressed Stop while the fourth sample was being written."""
    run = Run()
    run.sample(PENCILS, "84", "84 pencils")
    run.sample(OUTLIER, "19")
    run.sample(PENCILS, "84", "84 pencils")
    run.cut(run.start(text="There are 7 boxes, so"))
    return run.end("stopped")


def resumed() -> Trace:
    """A run that goes on from one that time had stopped: most samples come from the cache."""
    run = Run(resumed="seconds", models=("openai/gpt-4o",))
    for cached in (True, True, True, False):
        run.sample(PENCILS, "84", "84 pencils", cached=cached, cost=0.002)
    return run.end("agreement")


def checked() -> Trace:
    """Best-of-N with a check that one sample of four passes, although it is in the minority."""
    run = Run("Find $x$ with $x^2 = 2x + 8$ and $x < 0$.", strategy="best_of_n", check="is_root")
    for answer in ("4", "4", "-2", "4"):
        node = run.sample(f"Factor: $(x - 4)(x + 2) = 0$.\n\nSo $x = {answer}$.\n\nAnswer: {answer}", answer)
        run.score(node, "check", float(answer == "-2"))
    return run.end("check_passed", rule=weighted)


def judged() -> Trace:
    """Best-of-N by a judge over long free text: no two answers are alike."""
    run = Run("Why is the sky blue, in two sentences?", strategy="best_of_n", scorer="judge", answer="text")
    texts = {
        0.55: "The sky is blue because it reflects the sea.",
        0.91: "Air molecules scatter short wavelengths far more strongly than long ones (as $1/\\lambda^4$), so blue "
        "light reaches our eyes from every direction of the sky. Violet is scattered even more, but the sun emits "
        "less of it and our eyes are less sensitive to it.",
        0.7: "Blue light is scattered by the air.",
    }
    for score, text in texts.items():
        node = run.sample(f"Think of Rayleigh scattering.\n\nAnswer: {text}", text.lower(), text)
        run.score(node, "judge", score, "sound")
    return run.end(rule=weighted)


CODE = '''\
def primes(n: int) -> list[int]:
    """Return the primes below n."""
    sieve = [True] * n
    for i in range(2, int(n**0.5) + 1):
        if sieve[i]:
            sieve[i * i :: i] = [False] * len(sieve[i * i :: i])
    return [i for i in range(2, n) if sieve[i]]'''


def coded() -> Trace:
    """An answer that is source code."""
    run = Run("Write a function `primes(n)` that returns the primes below n.", answer="code")
    for _ in range(3):
        run.sample(f"A sieve costs $O(n \\log \\log n)$, which beats trial division.\n\n```python\n{CODE}\n```", CODE)
    return run.end()


def calibrated() -> Trace:
    """A vote whose worth is known from 240 other questions."""
    trace = pencils()
    chosen = dataclasses.replace(trace.selection, confidence=0.831, calibrated_on=240)
    trace.append(Event(len(trace.events), trace.events[-1].t, "selected", None, chosen.to_json()))
    return trace


def scored_steps() -> Trace:
    """A chain that grew by three steps, and whose end a judge scored step by step."""
    run = Run(strategy="beam", scorer="judge")
    parent = "0"
    for title, text, value in (
        ("Recognise", "Equal groups: a product.", 0.7),
        ("Multiply", "$7 \\times 12 = 84$.", 0.6),
        ("Verify", "Twelve sevens are 84.", 0.9),
    ):
        node = f"{parent}.0"
        run.emit("node_added", node, parent=parent, inputs=[], kind="step", title=title, model=MODEL, sample=0)
        run.emit("node_changed", node, text=text, status="done")
        run.score(node, "judge", value)
        parent = node
    run.emit("node_added", f"{parent}.0", parent=parent, inputs=[], kind="answer", title="", model=MODEL, sample=0)
    run.emit(
        "node_changed", f"{parent}.0", text="Answer: 84", status="done", answer="84", shown_answer="84", ballot=1.0
    )
    scores = {"judge": {"value": 0.88, "note": "", "steps": [0.95, 0.88, 0.97]}}
    run.emit("node_changed", f"{parent}.0", scores=scores)
    return run.end(rule=weighted)


def hostile(texts: Sequence[str]) -> Trace:
    """Every text that a model or a server controls is hostile."""
    run = Run(texts[0], system=texts[0], api_base=texts[0], params={"n": 3})
    for text in texts:
        run.sample(f"Step 1: {text}\n{text}\n\n# {text}\n\n{text}", text, reasoning=text)
    run.fail(run.start(), texts[0])
    run.emit("note", text=texts[0])
    return run.end()


EXAMPLES = {
    make.__name__: make
    for make in (
        pencils,
        no_agreement,
        failures,
        out_of_time,
        stopped,
        resumed,
        checked,
        judged,
        coded,
        calibrated,
        scored_steps,
    )
}
