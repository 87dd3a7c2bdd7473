"""A reward model behind a real HTTP endpoint: its scores, its faults, and how much is asked of it at once."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import o1magic
from o1magic.scoring import reward

KEY = "rm-not-to-be-written-down"


class Endpoint:
    """A server on the loopback interface that replies as `reply(request)` says: a status and a body.

    Attributes
    ----------
    requests, headers
        What came.
    most
        The most requests that were under way at the same time.
    """

    def __init__(self, reply):
        self.requests, self.headers, self.most = [], [], 0
        self._under_way, self._lock = 0, threading.Lock()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with endpoint._lock:
                    endpoint.requests.append(request)
                    endpoint.headers.append(dict(self.headers))
                    endpoint._under_way += 1
                    endpoint.most = max(endpoint.most, endpoint._under_way)
                status, body = reply(request)
                with endpoint._lock:
                    endpoint._under_way -= 1
                if status is None:
                    self.connection.close()
                    return
                with contextlib.suppress(OSError):  # whoever asked has given up
                    self.send_response(status)
                    if status // 100 == 3:
                        self.send_header("Location", "/elsewhere")
                    self.end_headers()
                    self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/score"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def serve():
    with contextlib.ExitStack() as stack:
        yield lambda reply: stack.enter_context(Endpoint(reply))


def solution(answer):
    return f"## Step 1: Begin\nIt begins.\n\n## Step 2: End\nAnswer: {answer}"


def solve(endpoint, answers, **options):
    model = o1magic.ScriptedModel([solution(answer) for answer in answers])
    options = {"strategy": "best_of_n", "params": {"n": len(answers)}, "cache": False} | options
    return o1magic.reason("How many?", model=model, scorer=endpoint.url, **options)


def score(result, sample=0):
    return result.samples[sample].scores["reward"]


def by_answer(scores):
    return lambda request: (200, scores[request["solution"].rpartition("Answer: ")[2]])


def test_an_outcome_model_decides_and_equal_solutions_are_posted_once(serve):
    endpoint = serve(by_answer({"1": {"score": 0.2}, "2": {"score": 0.9}}))
    result = solve(endpoint, ["1", "1", "2"])
    assert (result.answer, [score(result, i).value for i in range(3)]) == ("2", [0.2, 0.2, 0.9])
    assert len(endpoint.requests) == 2
    steps = ["## Step 1: Begin\nIt begins.\n\n", "## Step 2: End\nAnswer: 1"]
    assert {"question": "How many?", "solution": solution("1"), "steps": steps} in endpoint.requests
    assert (result.config.scorer, result.config.scorer_address) == ("reward", endpoint.url)
    assert result.usage.calls == 3


@pytest.mark.parametrize(("by", "value"), [("last", 0.8), ("min", 0.5), ("prod", 0.4), ("mean", 0.65)])
def test_the_scores_of_a_process_model_are_aggregated_and_kept(serve, by, value):
    endpoint = serve(by_answer({"1": {"scores": [0.5, 0.8]}, "2": {"scores": [0.6, 0.6]}}))
    result = solve(endpoint, ["1", "2"], aggregate=by)
    assert score(result).value == pytest.approx(value)
    assert score(result).steps == (0.5, 0.8)
    again = result.reselect("min")
    assert {vote.answer: vote.weight for vote in again.votes} == {"2": 0.6, "1": 0.5}
    assert len(endpoint.requests) == 2


def test_a_process_model_scores_beginnings(serve):
    def reply(request):
        good = "good" in request["solution"]
        return 200, {"scores": [0.9 if good else 0.1] * len(request["steps"])}

    def script(ask, sample):
        if ask.prefix:
            return "## Step 2: End\nAnswer: " + ("right" if "good" in ask.prefix else "wrong")
        return f"## Step 1: Begin\n{['bad', 'good'][sample % 2]}\n"

    endpoint = serve(reply)
    able = o1magic.Capabilities(price=(0.0, 0.0), prefill=True)
    result = o1magic.reason(
        "?",
        model=o1magic.ScriptedModel(script, capabilities=able),
        scorer=endpoint.url,
        strategy="beam",
        params={"n": 2, "m": 2},
        answer="text",
        cache=False,
    )
    assert result.answer == "right"
    assert len(result.trace.nodes["0.1"].scores["reward"].steps) == 1


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        ((200, {"score": 1.5}), 'neither a score in [0, 1] nor a list of them: {"score": 1.5}'),
        ((200, {"score": -0.1}), "neither a score in [0, 1]"),
        ((200, {"score": "0.5"}), "neither a score in [0, 1]"),
        ((200, {"score": True}), "neither a score in [0, 1]"),
        ((200, b'{"score": NaN}'), "neither a score in [0, 1]"),
        ((200, {"scores": []}), "neither a score in [0, 1]"),
        ((200, {"scores": [0.5, None]}), "neither a score in [0, 1]"),
        ((200, {"scores": [0.5]}), "the endpoint gave 1 scores to 2 steps"),
        ((200, {"reward": 0.5}), "neither a score in [0, 1]"),
        ((200, [0.5, 0.5]), "neither a score in [0, 1]"),
        ((200, b"<html>\n<p>It works"), "nor a list of them: <html> <p>It works"),
        ((200, b"[" * 100_000), "neither a score in [0, 1]"),
        ((200, b"\xff\xfe"), "neither a score in [0, 1]"),
        ((500, b"out of\nmemory"), "the endpoint replied with status 500: out of memory"),
        ((401, {"error": "who?"}), "the endpoint replied with status 401"),
        ((302, b""), "the endpoint replied with status 302"),
        ((None, None), "the endpoint cannot be reached: RemoteProtocolError"),
    ],
)
def test_whatever_else_comes_is_a_failed_score_that_says_what(serve, reply, note):
    result = solve(serve(lambda _: reply), ["1", "2", "2"])
    assert (score(result).value, score(result).steps) == (None, ())
    assert note in score(result).note
    assert "\n" not in score(result).note
    assert len(score(result).note) < 200
    assert result.answer == "2"
    assert re.fullmatch(r"no score is known \(.*\): votes decided", result.selection.note)


def test_one_failed_score_leaves_the_others(serve):
    endpoint = serve(lambda r: (503, b"") if "Answer: 2" in r["solution"] else (200, {"score": 0.5}))
    result = solve(endpoint, ["1", "2", "3"])
    assert [score(result, i).value for i in range(3)] == [0.5, None, 0.5]


def test_an_endpoint_that_is_not_there_is_a_failed_score(serve):
    with Endpoint(lambda _: (200, {"score": 1})) as gone:
        pass
    assert score(solve(gone, ["1", "2"])).note == "the endpoint cannot be reached: ConnectError"


def test_a_slow_endpoint_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(reward, "SECONDS", 0.2)
    over = threading.Event()
    result = solve(serve(lambda _: (over.wait(5), (200, {"score": 1}))[1]), ["1", "2"])
    over.set()
    assert score(result).note == "the endpoint took longer than 0.2 s"
    assert result.trace.seconds < 3


def test_a_batch_is_sent_at_once_but_not_all_of_it(serve):
    batch = threading.Barrier(reward.AT_ONCE)

    def reply(_):
        batch.wait(10)  # it opens when so many have come
        return 200, {"score": 0.5}

    endpoint = serve(reply)
    n = 2 * reward.AT_ONCE
    result = solve(endpoint, [str(i) for i in range(n)], params={"n": n})
    assert [score(result, i).value for i in range(n)] == [0.5] * n
    assert endpoint.most == reward.AT_ONCE


def test_a_key_goes_to_the_endpoint_and_nowhere_else(serve, monkeypatch):
    monkeypatch.setenv(reward.KEY, KEY)
    endpoint = serve(lambda _: (403, f"{KEY}: not you".encode()))
    result = solve(endpoint, ["1", "2"])
    assert "status 403: ***: not you" in score(result).note
    assert endpoint.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in result.to_json() + result.to_html() + str(result)
    monkeypatch.delenv(reward.KEY)
    solve(endpoint, ["1", "2"])
    assert "Authorization" not in endpoint.headers[-1]


@pytest.mark.parametrize(
    "address", [f"http://u:{KEY}@127.0.0.1/s", f"http://127.0.0.1/s?key={KEY}", "http://", "https:x"]
)
def test_an_address_that_may_hold_a_secret_is_refused_unread(address):
    with pytest.raises(o1magic.ConfigError) as refused:
        o1magic.reason("?", model=o1magic.ScriptedModel(["Answer: 1"]), scorer=address)
    assert "http://127.0.0.1:8001/score" in str(refused.value)
    assert KEY not in str(refused.value)


def test_text_that_is_no_unicode_is_posted(serve):
    endpoint = serve(lambda _: (200, {"score": 0.5}))
    assert score(solve(endpoint, ["\udc80", "2"])).value == 0.5
