"""Example traces, made of events as the engine writes them."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any

from o1magic.config import Config, Limits
from o1magic.search.select import best, majority, weighted
from o1magic.trace import Event, Selection, Trace
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

    def __init__(
        self, question: str = QUESTION, *, resumed: str | None = None, replayed: bool = False, **config: Any
    ) -> None:
        self.trace = Trace()
        self._numbers = itertools.count()
        self._calls: dict[str, int] = {}
        self._children: Counter[str] = Counter()
        self._spent = Usage()
        config = {"models": (MODEL,), "strategy": "self_consistency", **config}
        self.emit(
            "run_started", question=question, config=Config(**config).to_json(), resumed=resumed, replayed=replayed
        )

    def emit(self, kind: Any, node: str | None = None, /, **data: Any) -> None:
        seq = len(self.trace.events)
        self.trace.append(Event(seq, seq * 0.5, kind, node, data))

    def add(
        self,
        parent: str = "0",
        *,
        kind: str = "answer",
        inputs: Sequence[str] = (),
        title: str = "",
        model: str = MODEL,
    ) -> str:
        """Add a node that no call of its own makes."""
        sample = self._children[parent]
        self._children[parent] += 1
        node = f"{parent}.{sample}"
        made = {"parent": parent, "inputs": [*inputs], "kind": kind, "title": title, "model": model, "sample": sample}
        self.emit("node_added", node, **made)
        return node

    def start(self, parent: str = "0", *, text: str = "", **data: Any) -> str:
        """Begin a sample and stream this much of it."""
        node = self.add(parent, **data)
        call = self._calls[node] = next(self._numbers)
        made = self.trace.nodes[node]
        self.emit("call_started", node, call=call, role="sample", model=made.model, sample=made.sample)
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

    def step(
        self, parent: str, text: str, *, tokens: int = 20, kind: str = "step", title: str = "", **data: Any
    ) -> str:
        """Draw a step; with an `answer` it ends its chain."""
        node = self.start(parent, kind=kind, title=title)
        if data.get("answer") is not None:
            data = {"kind": "answer", **data}
        answer = data.pop("answer", None)
        self.done(node, text, answer, tokens=tokens, **data)
        return node

    def rollout(self, parent: str, text: str, answer: str | None) -> str:
        """Keep the rest of the reply that a step began as its rollout."""
        node = self.add(parent, kind="rollout")
        said = {"answer": answer, "shown_answer": answer, "ballot": float(answer is not None)}
        self.emit("node_changed", node, status="done", text=text, finish_reason="stop", mean_logprob=-0.2, **said)
        return node

    def change(self, node: str, **data: Any) -> None:
        self.emit("node_changed", node, **data)

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
        self.emit("call_finished", node, call=self._calls[node], usage=usage.to_json(), cached=cached, error=error)
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
    """A run that goes on from one that time had stopped: most samples come from the cache, and took longer before."""
    run = Run(resumed="seconds", models=("openai/gpt-4o",), limits=Limits(seconds=5))
    for cached in (True, True, True, False):
        run.sample(PENCILS, "84", "84 pencils", cached=cached, cost=0.002)
    return run.end("agreement")


def replayed() -> Trace:
    """A run that a recording answers."""
    run = Run(replayed=True, models=("openai/gpt-4o",))
    for _ in range(3):
        run.sample(PENCILS, "84", "84 pencils", cached=True, cost=0.002)
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


def at_once() -> Trace:
    """Samples of two models drawn four at a time, some from the cache, until the limit of calls."""
    models = ("openai/gpt-4o", "openai/o4-mini")
    run = Run(models=models, strategy="best_of_n", params={"n": 16}, limits=Limits(calls=10))
    for first in (0, 4):
        nodes = [run.start(model=models[(first + i) % 2]) for i in range(4)]
        for i, node in enumerate(nodes):
            if (first, i) == (0, 2):
                run.fail(node, "openai/gpt-4o at api.openai.com did not answer in 60 s")
            else:
                right = i != 1
                text, answer = (PENCILS, "84") if right else (OUTLIER, "19")
                run.done(node, text, answer, cost=0.002 * (i + 1), cached=first == 0 and i == 0)
    run.cut(run.start(model=models[0], text="There are 7 boxes, so"))
    run.cut(run.start(model=models[1]))
    return run.end("calls")


def reselected() -> Trace:
    """The judge's choice, which the votes overrule when somebody selects anew."""
    trace = judged()
    trace.append(Event(len(trace.events), trace.events[-1].t, "selected", None, majority(trace).to_json()))
    return trace


RECOGNISE = "## Step 1: Recognise\nEqual groups, so it is a product.\n"
DIVIDE = "## Step 2: Divide\n7 boxes of 12: $7 \\times 12$.\n"
SUM = "## Step 1: Recognise\nTwo numbers, so it is a sum.\n"


def beam() -> Trace:
    """Beam search with a judge: pruned steps, one that begins anew, and two chains that share their beginning."""
    run = Run(strategy="beam", scorer="judge", params={"n": 4, "m": 2})
    product, total = run.step("0", RECOGNISE), run.step("0", SUM)
    run.score(product, "judge", 0.9)
    run.score(total, "judge", 0.25)
    run.change(total, status="pruned", note="not the best of 2")
    divide, again = run.step(product, DIVIDE), run.step(product, "## Step 2: Add up\n12 + 12 + 12 and so on.\n")
    anew = run.start(product, kind="step")
    run.done(
        anew, RECOGNISE, None, status="failed", error="it begins anew with step 1 instead of going on after step 1"
    )
    run.score(divide, "judge", 0.82)
    run.score(again, "judge", None, "no verdict in: Hm.")
    run.change(again, status="pruned", note="not the best of 2")
    for answer, value in (("84", 0.95), ("74", 0.4)):
        text = f"## Step 3: Compute\n$7 \\times 12 = {answer}$.\nAnswer: {answer}"
        end = run.step(divide, text, answer=answer, shown=f"{answer} pencils")
        run.score(end, "judge", value)
    return run.end(rule=weighted)


def mcts() -> Trace:
    """MCTS: each simulation adds a step and keeps the rest of its reply as a rollout; two steps are merged."""
    run = Run(strategy="mcts", params={"simulations": 7})
    compute = "## Step 3: Compute\n$7 \\times 12 = 84$.\nAnswer: 84"
    product = run.step("0", RECOGNISE, tokens=60)
    run.rollout(product, f"{DIVIDE}{compute}", "84")
    total = run.step("0", SUM, tokens=40)
    run.rollout(total, "## Step 2: Add\n7 + 12 = 19.\nAnswer: 19", "19")
    same = run.step("0", RECOGNISE.upper(), tokens=50)
    run.rollout(same, "## Step 2: Multiply\n84.\nAnswer: 84", "84")
    run.change(same, status="merged", merged_into=product)
    divide = run.step(product, DIVIDE, tokens=40)
    run.rollout(divide, compute, "84")
    other = run.step(product, "## Step 2: Guess\nAbout 70.\n", tokens=30)
    run.rollout(other, "I am not sure.", None)
    run.step(divide, compute, answer="84")
    again = run.step(product, DIVIDE.replace("7 boxes", "7  boxes"), tokens=40)
    run.rollout(again, "## Step 3: Compute\nIt is 84.\nAnswer: 84", "84")
    run.change(again, status="merged", merged_into=divide)
    seen = {product: (5, 0.643, 0.625), total: (1, 0.286, 0.375), divide: (3, 0.714, 0.7), other: (1, 0.125, 0.3)}
    for node, (visits, value, prior) in seen.items():
        run.change(node, visits=visits, value=value, prior=prior)
    return run.end("agreement")


def rsa() -> Trace:
    """Recursive self-aggregation: a second population made from the first, which votes no more."""
    run = Run(strategy="rsa", params={"n": 3, "k": 2, "t": 2})
    first = [run.sample(PENCILS if answer == "84" else OUTLIER, answer) for answer in ("19", "84", "19")]
    for answer, pair in (("84", (0, 1)), ("84", (1, 2)), ("19", (0, 2))):
        node = run.start(inputs=[first[i] for i in pair])
        run.done(node, f"Both count the boxes.\n\nAnswer: {answer}", answer)
    for node in first:
        run.change(node, ballot=0.0)
    return run.end()


def refined() -> Trace:
    """AB-MCTS with tests: the first answer is refined until it passes."""
    run = Run("Write `double(x)`.", strategy="ab_mcts", tests="assert double(2) == 4", answer="code")
    code = "```python\ndef double(x):\n    return {}\n```"
    first = run.sample(f"Add.\n\n{code.format('x + 2')}", "def double(x):\n    return x + 2")
    run.score(first, "tests", 0.5)
    run.fail(run.start(), "it cannot be reached")
    better = run.start(first, inputs=[first])
    run.done(better, f"Multiply.\n\n{code.format('2 * x')}", "def double(x):\n    return 2 * x")
    run.score(better, "tests", 1.0, "2 of 2 asserts hold")
    run.change(first, visits=2, value=0.75)
    run.change(better, visits=1, value=1.0)
    return run.end("check_passed", rule=best)


def decomposed() -> Trace:
    """A plan, sub-questions as steps with titles, one of them drawn anew, and two final answers."""
    run = Run(strategy="decompose", params={"parts": 2, "n": 2})
    plan = run.step("0", "1. What does a box hold?\n2. How many boxes are there?", kind="plan", title="Plan")
    wrong = run.step(plan, "It holds 21.", title="What does a box hold?")
    right = run.step(plan, "It holds 12.", title="What does a box hold?")
    run.score(wrong, "judge", 0.2)
    run.score(right, "judge", 0.9)
    run.change(wrong, status="pruned", note="another answer to this part was judged better")
    boxes = run.step(right, "There are 7.", title="How many boxes are there?")
    run.score(boxes, "judge", 1.0)
    for _ in range(2):
        node = run.start(boxes)
        run.done(node, "So it is $7 \\times 12$.\n\nAnswer: 84", "84")
    return run.end()


def noted() -> Trace:
    """A strategy of one's own that says something of each kind of node."""
    run = Run(strategy="my_own")
    first, other = run.step("0", RECOGNISE), run.step("0", SUM)
    run.change(first, value=0.9, note="the question names equal groups")
    run.change(other, status="pruned", note="it adds unlike things")
    same = run.step("0", RECOGNISE.upper())
    run.change(same, status="merged", merged_into=first, note="word for word")
    end = run.step(first, f"{DIVIDE}So it is 84.\nAnswer: 84", answer="84")
    run.score(end, "judge", 0.95)
    run.change(end, note="checked with a calculator:\n7 * 12 = 84")
    silent = run.step(first, "I am not sure.", kind="answer")
    run.change(silent, note="asked for a number")
    run.fail(broken := run.start(first, kind="answer"), "it cannot be reached")
    run.change(broken, note="not asked again")
    return run.end()


def consistent() -> Trace:
    """Free text: the model names the reply that agrees best with the others."""
    run = Run("Why is the sky blue?", strategy="auto")
    run.emit("note", text="auto chose consistency: answers in free text cannot be counted, so the model compares them")
    texts = ("It mirrors the sea.", "Air scatters blue light most.", "Because of Rayleigh scattering of blue light.")
    nodes = [run.sample(f"Answer: {text}", text.lower(), text) for text in texts]
    pick = run.start(kind="critique", title="The most consistent reply", inputs=nodes)
    run.done(pick, "2", None)
    votes = sorted(run.trace.votes(), key=lambda vote: nodes[1] not in vote.nodes)
    note = "named by the model as the most consistent of 3 replies"
    chosen = Selection(rule="consistency", node=nodes[1], answer=texts[1].lower(), votes=tuple(votes), note=note)
    return run.end(rule=lambda _trace: chosen)


def under_way() -> Trace:
    """Beam search while the second level is being written: no chain has come to its end."""
    run = Run(strategy="beam", scorer="judge")
    product, total = run.step("0", RECOGNISE), run.step("0", SUM)
    run.score(product, "judge", 0.9)
    run.score(total, "judge", 0.25)
    run.change(total, status="pruned", note="not the best of 2")
    run.start(product, kind="step", text="## Step 2: Divide\n7 boxes of")
    run.start(product, kind="step")
    return run.trace


def without_answer() -> Trace:
    """Time was up when only steps had been written."""
    run = Run(strategy="beam", scorer="judge")
    node = run.step("0", RECOGNISE)
    run.fail(run.start(kind="step"), "it cannot be reached")
    run.cut(run.start(node, kind="step", text="## Step 2: Divide\n7 boxes of"))
    return run.end("seconds", rule=weighted)


def hostile(texts: Sequence[str]) -> Trace:
    """Every text that a model or a server controls is hostile."""
    run = Run(texts[0], system=texts[0], api_base=texts[0], params={"n": 3})
    for text in texts:
        node = run.sample(f"Step 1: {text}\n{text}\n\n# {text}\n\n{text}", text, reasoning=text)
        run.score(node, text, 0.5, text)
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
        replayed,
        checked,
        judged,
        coded,
        calibrated,
        scored_steps,
        at_once,
        reselected,
        beam,
        mcts,
        rsa,
        refined,
        decomposed,
        noted,
        consistent,
        under_way,
        without_answer,
    )
}
