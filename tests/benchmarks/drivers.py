"""What is compared: each peer, driven as its documentation says, in its own environment and process.

`python drivers.py PEER URL` imports the peer and prints `ready`; for each line `[row, model]` on its standard input it
runs that row once and prints how long it took. Nothing here imports o1magic but o1magic's own driver.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil

QUESTION = "A box holds six rows of pencils, seven in each row. How many pencils is that?"
STEPWISE = f"{QUESTION}\n\nSolve it step by step, each step under a heading `## Step k: title`. End with `Answer: `."
MAX_TOKENS = 512
STEP_STOP = "\n\n"
CALLS, WIDTH, KEPT = 16, 4, 2
"""Of beam search and MCTS: calls, samples at once, and of those the beams that are gone on from."""
LEVELS = CALLS // WIDTH
SETTLE = 0.2
"""Seconds that a peer is given for what it does after its result; its processor time counts."""

Row = Callable[[str], str]
"""Runs a row on this model of the endpoint and returns the final answer's text."""


def worth(text: str) -> float:
    """Return a scorer's value of a solution or its beginning, in [0, 1]: it costs no call."""
    return sum(map(ord, text)) % 97 / 96


def o1magic(url: str) -> dict[str, Row]:
    """Drive `o1magic.reason`."""
    import o1magic as package

    def run(calls: int, strategy: str, params: dict[str, Any], **options: Any) -> Row:
        def row(model: str) -> str:
            result = package.reason(
                QUESTION,
                model=f"openai/{model}",
                api_base=url,
                strategy=strategy,
                params=params,
                max_tokens=MAX_TOKENS,
                cache=False,
                calls=None,
                tokens=None,
                **options,
            )
            if result.usage.calls != calls:
                raise RuntimeError(f"{result.usage.calls} calls, not {calls}: {result.stop_reason}")
            return str(result.answer)

        return row

    return {
        "sc8": run(8, "self_consistency", {"n": 8, "stop": "none"}),
        "sc64": run(64, "self_consistency", {"n": 64, "stop": "none"}),
        "bon8": run(16, "best_of_n", {"n": 8}, scorer="judge"),
        "beam": run(CALLS, "beam", {"n": WIDTH, "m": WIDTH // KEPT, "depth": LEVELS}, scorer=worth),
        "mcts": run(CALLS, "mcts", {"simulations": CALLS, "m": WIDTH, "width": WIDTH}),
    }


def litellm(url: str) -> dict[str, Row]:
    """Drive bare `litellm.acompletion`: each call on its own, those that need not wait for one another at once."""
    os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION"}
    import litellm as package

    package.suppress_debug_info = True
    loop = asyncio.Runner()

    def run(*waves: int) -> Row:
        async def ask(model: str) -> str:
            text = ""
            for size in waves:
                call = {
                    "model": f"openai/{model}",
                    "api_base": url,
                    "api_key": "none",
                    "messages": [{"role": "user", "content": STEPWISE}],
                    "max_tokens": MAX_TOKENS,
                }
                replies = await asyncio.gather(*(package.acompletion(**call) for _ in range(size)))
                text = replies[0].choices[0].message.content
            return text

        return lambda model: loop.run(ask(model))

    return {
        "sc8": run(8),
        "sc64": run(64),
        "bon8": run(8, 8),
        "beam": run(*[WIDTH] * LEVELS),
        "mcts": run(*[WIDTH] * LEVELS),
    }


def its_hub(url: str, **orchestrator: Any) -> dict[str, Row]:
    """Drive its-hub by `ainfer`, its primary method, on one event loop.

    Its beam search begins with half as many candidates as it goes on with: 14 samples. Without arguments for its
    orchestrator at most 32 requests are in flight.
    """
    import its_hub as package
    from its_hub.core.algorithms.beam_search import BeamSearch

    class Worth(package.AbstractProcessRewardModel):  # type: ignore[misc,name-defined]
        """A process reward model that costs no call."""

        def score(self, prompt_or_messages: Any, steps: Sequence[str]) -> list[float]:
            return [worth(text) for text in steps]

        async def ascore(self, prompt_or_messages: Any, steps: Sequence[str]) -> list[float]:
            return self.score(prompt_or_messages, steps)

    loop, known = asyncio.Runner(), {}
    hub = {"orchestrator": package.LMOrchestrator(**orchestrator)} if orchestrator else {}

    def lm(model: str) -> Any:
        if model not in known:
            known[model] = package.OpenAICompatibleLanguageModel(
                endpoint=url, api_key="none", model_name=model, max_completion_tokens=MAX_TOKENS
            )
        return known[model]

    def run(make: Callable[[Any], Any], budget: int) -> Row:
        def row(model: str) -> str:
            return str(loop.run(make(lm(model)).ainfer(lm(model), STEPWISE, budget=budget))["content"])

        return row

    steps = package.StepGeneration(max_steps=LEVELS, step_token=STEP_STOP, stop_token="Answer:")  # noqa: S106 - no secret
    many = run(lambda _: package.SelfConsistency(**hub), 64)
    if orchestrator:
        return {"sc64": many}
    return {
        "sc8": run(lambda _: package.SelfConsistency(), 8),
        "sc64": many,
        "bon8": run(lambda model: package.BestOfN(orm=package.LLMJudge(lm=model, fallback_score=5.0)), 8),
        "beam": run(lambda _: BeamSearch(steps, Worth(), beam_width=KEPT), WIDTH),
    }


def optillm(url: str) -> dict[str, Row]:
    """Drive optillm through its proxy, which serves from a thread of this process.

    Self-consistency is its plug-in for majority votes, as `self_consistency` draws 5 samples always. The 2 simulations
    of its MCTS are 14 requests where `n` is honoured. Where it is not, it makes do with the one sample that comes.
    """
    os.environ["OPENAI_API_KEY"] = "none"
    import openai
    import optillm as package

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sys.argv = ["optillm", "--base-url", url, "--best-of-n", "8", "--host", "127.0.0.1", "--port", str(port)]
    threading.Thread(target=package.main, daemon=True).start()
    client = openai.OpenAI(api_key="none", base_url=f"http://127.0.0.1:{port}/v1", timeout=60, max_retries=0)
    for _ in range(240):  # it imports for long
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.5)

    def run(approach: str, **extra: Any) -> Row:
        def row(model: str) -> str:
            response = client.chat.completions.create(
                model=f"{approach}-{model}",
                messages=[{"role": "user", "content": STEPWISE}],
                max_tokens=MAX_TOKENS,
                extra_body=extra,
            )
            return str(response.choices[0].message.content)

        return row

    return {
        "sc8": run("majority_voting", k=8),
        "sc64": run("majority_voting", k=64),
        "bon8": run("bon"),
        "mcts": run("mcts"),
    }


def treequest(url: str, *, threads: bool = False) -> dict[str, Row]:
    """Drive treequest, which brings no client, with OpenAI's.

    As it documents: one `step` a call. With threads, which its documentation leaves to the user: what `ask_batch`
    returns is generated at once.
    """
    import openai
    import treequest as package

    client = openai.OpenAI(api_key="none", base_url=url, max_retries=0)

    def generator(model: str, *, stepwise: bool) -> Callable[[str | None], tuple[str, float]]:
        def generate(parent: str | None) -> tuple[str, float]:
            so_far = "" if parent is None else parent
            response = client.chat.completions.create(
                model=model,
                messages=[{"role": "user", "content": f"{STEPWISE}\n\nSo far:\n{so_far}"}],
                max_tokens=MAX_TOKENS,
                stop=STEP_STOP if stepwise else None,
            )
            text = f"{response.choices[0].message.content}\n\n"
            text = so_far + text if stepwise else text
            return text, worth(text)

        return generate

    def run(make: Callable[[], Any], *, stepwise: bool) -> Row:
        def row(model: str) -> str:
            algorithm, generate = make(), generator(model, stepwise=stepwise)
            tree = algorithm.init_tree()
            if threads:
                with ThreadPoolExecutor(WIDTH) as pool:
                    for _ in range(CALLS // WIDTH):
                        tree, trials = algorithm.ask_batch(tree, WIDTH, ["go on"])
                        drawn = list(pool.map(generate, [trial.parent_state for trial in trials]))
                        for trial, result in zip(trials, drawn, strict=True):
                            tree = algorithm.tell(tree, trial.trial_id, result)
            else:
                for _ in range(CALLS):
                    tree = algorithm.step(tree, {"go on": generate})
            return str(package.top_k(tree, algorithm, k=1)[0][0])

        return row

    mcts = run(lambda: package.StandardMCTS(samples_per_action=WIDTH), stepwise=False)
    if threads:
        return {"mcts": mcts}
    beam = run(lambda: package.TreeOfThoughtsBFSAlgo(breadth_limit=KEPT, size_limit=KEPT), stepwise=True)
    return {"beam": beam, "mcts": mcts}


def llm_reasoners(url: str) -> dict[str, Row]:
    """Drive llm-reasoners, without the 3 s that its OpenAI model sleeps before each call unless told otherwise.

    Two iterations of its MCTS with two actions a state draw 14 samples; a third would draw 18.
    """
    os.environ |= {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": url}
    import reasoners as package
    from reasoners.algorithm import MCTS, BeamSearch
    from reasoners.lm.openai_model import OpenAIModel

    class World(package.WorldModel):  # type: ignore[misc,name-defined]
        """A state is the steps so far."""

        def init_state(self) -> tuple[str, ...]:
            return ()

        def step(self, state: tuple[str, ...], action: str) -> tuple[tuple[str, ...], dict[str, Any]]:
            return (*state, action), {}

        def is_terminal(self, state: tuple[str, ...]) -> bool:
            return bool(state) and "Answer:" in state[-1]

    class Config(package.SearchConfig):  # type: ignore[misc,name-defined]
        """An action is a next step; those of a state are one request where the endpoint honours `n`."""

        def __init__(self, model: str, first: int, then: int) -> None:
            super().__init__()
            self._lm = OpenAIModel(f"gpt-4-{model}", max_tokens=MAX_TOKENS)
            self._single = model.endswith("-single")
            self._first, self._then = first, then

        def get_actions(self, state: tuple[str, ...]) -> list[str]:
            prompt = f"{STEPWISE}\n\nSo far:\n{STEP_STOP.join(state)}"
            wanted = self._then if state else self._first
            sizes = [1] * wanted if self._single else [wanted]
            return [text for size in sizes for text in self._sample(prompt, size)]

        def _sample(self, prompt: str, n: int) -> list[str]:
            return list(
                self._lm.generate(
                    prompt, num_return_sequences=n, stop=STEP_STOP, temperature=0.7, rate_limit_per_min=None, retry=1
                ).text
            )

        def reward(self, state: tuple[str, ...], action: str, **_: Any) -> tuple[float, dict[str, Any]]:
            return worth(action), {}

    def run(first: int, then: int, make: Callable[[], Any]) -> Row:
        def row(model: str) -> str:
            reasoner = package.Reasoner(World(), Config(model, first, then), make())
            return STEP_STOP.join(reasoner(QUESTION).terminal_state or ())

        return row

    return {
        "beam": run(WIDTH, WIDTH // KEPT, lambda: BeamSearch(beam_size=KEPT, max_depth=LEVELS)),
        "mcts": run(2, 2, lambda: MCTS(n_iters=2, depth_limit=LEVELS, uct_with_fast_reward=False)),
    }


DRIVERS: dict[str, Callable[[str], dict[str, Row]]] = {
    "o1magic": o1magic,
    "litellm": litellm,
    "its-hub": its_hub,
    "its-hub-unbounded": lambda url: its_hub(url, max_concurrency=-1),
    "optillm": optillm,
    "treequest": treequest,
    "treequest-threads": lambda url: treequest(url, threads=True),
    "llm-reasoners": llm_reasoners,
}


def processor_seconds() -> float:
    """Return what this process and its children have used so far, all threads."""
    children = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return time.process_time() + sum(each.user + each.system for each in children)


def timed(row: Row, model: str) -> dict[str, Any]:
    """Run a row once; return its wall and processor seconds and the answer."""
    used, began = processor_seconds(), time.perf_counter()
    answer = row(model)
    wall = time.perf_counter() - began
    time.sleep(SETTLE)
    return {"wall": wall, "cpu": processor_seconds() - used, "answer": answer}


def main() -> None:
    """Serve the runner until the standard input ends."""
    name, url = sys.argv[1:]
    # What a peer prints goes elsewhere.
    out, sys.stdout = sys.stdout, sys.stderr
    rows = DRIVERS[name](url)
    print(json.dumps(sorted(rows)), file=out, flush=True)
    for line in sys.stdin:
        row, model = json.loads(line)
        try:
            outcome = timed(rows[row], model)
        except Exception as error:  # noqa: BLE001 - a peer may raise anything; the runner tells it
            outcome = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(outcome), file=out, flush=True)


if __name__ == "__main__":
    main()
