"""What the whole promises: nothing is paid twice, what was stopped goes on, and no key is ever written down."""

from __future__ import annotations

import json
import threading

import pytest
from openai_server import OpenAIServer, Turn

import o1magic
from o1magic.scrub import split_credentials

KEY = "sk-planted-0123456789abcdef"

# fmt: off
SECRETS = [
    "api_key", "apikey", "APIkey", "apiKey", "X-Api-Key", "access_token", "aws_session_token", "hf_token",
    "accessToken", "token", "client_secret", "password", "Authorization", "auth", "bearer", "cookie", "signature",
    "sig", "credentials", "vertex_credentials", "extra_headers",
]
ORDINARY = [
    "stop_token_ids", "allowed_token_ids", "token_healing", "reasoning_token_budget", "tokenizer", "max_tokens",
    "max_completion_tokens", "include_stop_token", "eos_token", "skip_special_tokens", "author", "top_k",
    "significance", "keyboard",
]
# fmt: on


def ask(server, folder, **options):
    options = {"strategy": "self_consistency", "params": {"n": 6, "stop": "none"}, "cache": folder} | options
    return o1magic.reason("What is six times seven?", model="openai/test", api_base=server.base_url, **options)


def sampled(server):
    """Return how many samples the server was asked for."""
    return sum(request.body.get("n", 1) for request in server.requests)


def test_a_second_run_sends_nothing_and_is_the_same(tmp_path):
    with OpenAIServer() as server:
        first = ask(server, tmp_path)
        sent = len(server.requests)
        again = ask(server, tmp_path)
        assert len(server.requests) == sent
        assert sampled(server) == 6
    assert again.trace.canonical() == first.trace.canonical()
    assert (again.usage.cached_calls, again.trace.spent.calls) == (6, 0)


@pytest.mark.parametrize(("words", "tokens", "end"), [(30, 550, "stop"), (120, 600, "length")])
def test_a_second_run_sends_nothing_where_a_limit_clamped_replies(tmp_path, words, tokens, end):
    model = o1magic.ScriptedModel(["word " * words + f"\nAnswer: {sample // 2}" for sample in range(20)])
    options = {"params": {"n": 8, "stop": "none"}, "tokens": tokens, "max_tokens": 200, "cache": tmp_path}
    first, again = (o1magic.reason("q?", model=model, strategy="self_consistency", **options) for _ in range(2))
    assert (first.stop_reason, first.usage.cached_calls) == ("tokens", 0)
    assert first.samples[-1].finish_reason == end
    assert again.trace.spent.calls == 0
    assert again.trace.canonical() == first.trace.canonical()


def test_another_seed_endpoint_or_parameter_means_other_samples(tmp_path):
    with OpenAIServer() as server, OpenAIServer() as other:
        ask(server, tmp_path)
        ask(server, tmp_path, seed=1)
        ask(server, tmp_path, temperature=0.9)
        assert sampled(server) == 18
        ask(other, tmp_path)
        assert sampled(other) == 6


def test_more_samples_ask_only_for_the_rest(tmp_path):
    with OpenAIServer() as server:
        ask(server, tmp_path)
        ask(server, tmp_path, params={"n": 8, "stop": "none"})
        assert sampled(server) == 8


@pytest.mark.parametrize("end", ["seconds", "stopped"])
def test_a_run_that_was_ended_goes_on_from_where_it_was_and_says_so(tmp_path, end):
    # The first four samples come at once, the next ones hang.
    script = [Turn(), Turn(delay=60)]
    options = {"params": {"n": 8}, "strategy": "best_of_n", "check": lambda answer: False}
    with OpenAIServer(script=script) as server:
        if end == "seconds":
            first = ask(server, tmp_path, seconds=1, **options)
        else:
            from o1magic.api import make_task
            from o1magic.engine import Run

            task = make_task(
                "What is six times seven?", model="openai/test", api_base=server.base_url, cache=tmp_path, **options
            )
            run = Run(task)
            threading.Timer(1, run.stop).start()
            first = o1magic.Result(run.wait())
        assert (first.stop_reason, first.answer, first.usage.calls) == (end, "42", 8)
        asked = sampled(server)
        second = ask(server, tmp_path, **options)
        assert sampled(server) - asked == 4
    assert (second.stop_reason, second.usage.cached_calls, second.usage.calls) == ("done", 4, 8)
    assert second.trace.resumed == end
    for view in (str(second), second.to_html()):
        assert "Goes on from an earlier run that ended early" in view


def test_a_cost_of_zero_replays_what_is_paid_for_and_asks_for_nothing(tmp_path):
    with OpenAIServer() as server:
        paid = ask(server, tmp_path, price=(1.0, 1.0))
        assert paid.usage.cost > 0
        sent = len(server.requests)
        free = ask(server, tmp_path, price=(1.0, 1.0), cost=0, params={"n": 8, "stop": "none"})
        assert len(server.requests) == sent
    assert (free.stop_reason, free.usage.calls, free.answer) == ("cost", 6, "42")


def test_no_key_is_written_down(tmp_path, capfd, caplog):
    caplog.set_level(0)
    secret_params = {"extra_headers": {"X-Api-Key": KEY}, "extra_body": {"api_key": KEY, "top_k": 5}}
    with OpenAIServer(key=KEY) as server:
        result = ask(server, tmp_path, api_key=KEY, model_params=secret_params)
        assert result.answer == "42"
        assert server.requests[-1].body["top_k"] == 5
        assert server.requests[-1].body["api_key"] == KEY
    with OpenAIServer(turn=Turn(status=401, message=f"the key {KEY} is wrong")) as server:
        with pytest.raises(o1magic.AuthenticationError) as refused:
            ask(server, tmp_path / "other", api_key=KEY)
        assert KEY not in str(refused.value)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(KEY.encode() in data for data in written)
    out = capfd.readouterr()
    for text in (result.to_json(), result.to_html(), str(result), repr(result), repr(result.config), out.out, out.err):
        assert KEY not in text
    assert KEY not in caplog.text
    assert "top_k" in result.to_json()


def test_parameters_are_parted_from_the_secrets_inside_them():
    public, secret = split_credentials({"top_p": 0.5, "api_key": KEY, "extra_body": {"deep": [{"token": KEY, "k": 1}]}})
    assert KEY not in json.dumps(public)
    assert public == {"top_p": 0.5, "extra_body": {"deep": [{"k": 1}]}}
    assert set(secret) == {"api_key", "extra_body"}


@pytest.mark.parametrize(
    "name",
    SECRETS,
)
def test_a_secret_is_known_by_its_name(name):
    assert split_credentials({name: "x"}) == ({}, {name: "x"})


@pytest.mark.parametrize(
    "name",
    ORDINARY,
)
def test_an_ordinary_parameter_is_sent_and_tells_samples_apart(tmp_path, name):
    assert split_credentials({name: 1}) == ({name: 1}, {})
    with OpenAIServer() as server:
        for value in (1, 2, 1):
            ask(server, tmp_path, model_params={"extra_body": {name: value}})
        assert sampled(server) == 12
        assert [request.body[name] for request in server.requests] == [1, 2]


def test_a_secret_parameter_is_in_no_error():
    with OpenAIServer(turn=Turn(status=400, message="bad field auth=hunter8")) as server:
        with pytest.raises(o1magic.ModelError, match=r"auth=\*\*\*") as refused:
            ask(server, None, cache=False, model_params={"auth": "hunter8"})
        assert server.requests[0].body["auth"] == "hunter8"
    assert "hunter8" not in str(refused.value)


@pytest.mark.parametrize("model", ["local/smollm2-135m", o1magic.ScriptedModel(["1"])])
def test_a_secret_that_a_model_has_no_use_for_is_refused(model):
    with pytest.raises(o1magic.ConfigError, match="leave out api_key") as refused:
        o1magic.reason("?", model=model, model_params={"api_key": KEY})
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    "base",
    [
        f"http://me:{KEY}@127.0.0.1/v1",
        f"http://{KEY}@127.0.0.1/v1",
        f"http://127.0.0.1/v1?key={KEY}",
        f"http://127.0.0.1/v1?{KEY}",
        f"http://127.0.0.1/v1#{KEY}",
        f"http://[{KEY}",
        f"http://127.0.0.1:{KEY}",
        KEY,
        "127.0.0.1:8000",
        "",
        KEY.encode(),
        3,
    ],
)
def test_an_address_that_is_more_or_less_than_one_is_refused_without_repeating_it(base):
    with pytest.raises(o1magic.ConfigError, match=r"http://127\.0\.0\.1:8000/v1.*--api-key-env") as refused:
        o1magic.reason("?", model="openai/test", api_base=base)
    assert KEY not in str(refused.value)


def test_a_check_and_a_scorer_exclude_each_other():
    with pytest.raises(o1magic.ConfigError, match="exclude"):
        o1magic.reason("?", model="openai/test", check=bool, scorer="judge")
