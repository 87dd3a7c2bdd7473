"""A policy holds every run: what it allows, what it limits, and what all runs together have spent.

`PYTHONPATH=tests python tests/unit/test_policy.py` writes the table of its keys in README.md anew.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai_server import OpenAIServer

import o1magic
from o1magic import policy, spending
from o1magic.api import DEFAULTS, make_task
from o1magic.config import LIMIT_NAMES, Limits
from o1magic.models.base import Capabilities
from o1magic.spending import Allowance, Booking, Shared
from o1magic.types import Completion, Usage

PRICED = Capabilities(price=(0.0, 1e-3), max_tokens=100)
REPLY = "Answer: 42"


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """Return a function that writes the policy beside the notebook."""
    folder = tmp_path / "class"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(spending, "_of_session", {})

    def write(text: str, name: str = "o1magic.toml") -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def scripted(replies=(REPLY,) * 8, *, capabilities=PRICED, **options):
    return o1magic.ScriptedModel(list(replies), capabilities=capabilities, **options)


def vote(question="Six times seven?", n=4, **options):
    """Draw n samples of a question, and no fewer."""
    how = {"model": scripted(), "strategy": "self_consistency", "params": {"n": n, "stop": "none"}}
    return o1magic.reason(question, **{**how, **options})


def spent(period="day", name="calls"):
    return getattr(o1magic.limits(), period)[name].spent


# -- the file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[limits.run]\ncall = 3", "unknown key 'limits.run.call' (did you mean 'limits.run.calls'"),
        ("[limit.run]\ncalls = 3", "unknown key 'limit'"),
        ("[limits.week]\ncalls = 3", "unknown key 'limits.week'"),
        ("[limits.day]\ncalls = 3.5", "limits.day.calls=3.5 is not a whole number of at least 0"),
        ("[limits.day]\ncalls = true", "limits.day.calls=True is not a whole number of at least 0"),
        ("[limits.day]\ncost = -1", "limits.day.cost=-1 is not a number of at least 0"),
        ("[limits.day]\ncost = nan", "limits.day.cost=nan is not a number of at least 0"),
        ("limits = 3", "limits=3 is not a table: [limits]"),
        ("[allow]\nmodels = 'local/*'", "allow.models='local/*' is not a list of texts"),
        ("[allow]\noverrides = ['sed']", "allow.overrides: 'sed' is no option that it speaks of (did you mean 'seed'"),
        ("[allow]\noverrides = ['calls']", "allow.overrides: 'calls' is no option"),
        ("[record]\nhide = ['(']", "record.hide=['('] is not a list of regular expressions"),
        ("[defaults]\nstrategi = 'chain'", "unknown key 'defaults.strategi' (did you mean 'defaults.strategy'"),
        ("[defaults]\nseed = 'x'", "defaults.seed='x' is not a whole number"),
        ("[defaults]\nblind = 1", "defaults.blind=1 is not true or false"),
        ("[defaults]\nhints = 0", "defaults.hints=0 is not a whole number of at least 1"),
        ("[defaults]\nprice = [1]", "defaults.price=[1] is not a pair of US dollars"),
        ("[defaults]\nmodel = []", "defaults.model=[] is not a name, or a list of names"),
        (
            "[allow]\nmodels = ['a']\n[defaults]\nmodel = ['a', 'b']",
            "the model b is not allowed: o1magic.toml allows a",
        ),
        ("[allow]\nstrategies = ['mcts']\n[defaults]\nstrategy = 'beam'", "the strategy beam is not allowed"),
        ("[limits", "Expected ']' at the end of a table declaration"),
    ],
)
def test_a_broken_policy_stops_every_run_and_names_the_key(rules, text, says):
    rules(text)
    with pytest.raises(o1magic.ConfigError, match=re.escape(says)) as error:
        vote()
    assert str(error.value).startswith("the policy o1magic.toml cannot be ")
    assert "so nothing runs" in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(o1magic.ConfigError):
        o1magic.limits()


def test_a_policy_that_is_no_file_stops_every_run(rules, monkeypatch):
    Path("o1magic.toml").mkdir()
    with pytest.raises(o1magic.ConfigError, match="cannot be read, so nothing runs: Is a directory"):
        vote()
    Path("o1magic.toml").rmdir()
    Path("o1magic.toml").symlink_to("nowhere")
    with pytest.raises(o1magic.ConfigError, match="No such file"):
        vote()
    Path("o1magic.toml").unlink()
    Path("o1magic.toml").write_bytes(b"\xff")
    with pytest.raises(o1magic.ConfigError, match="cannot be read"):
        vote()
    Path("o1magic.toml").unlink()
    monkeypatch.setenv("O1MAGIC_POLICY", "nowhere.toml")
    with pytest.raises(o1magic.ConfigError, match=r"the policy nowhere\.toml cannot be read.*No such file"):
        vote()


def test_the_variable_goes_before_the_file_beside_the_notebook(rules, monkeypatch, tmp_path):
    rules("[limits.run]\ncalls = 1")
    team = tmp_path / "team.toml"
    team.write_text("\ufeff[limits.run]\ncalls = 2\n", encoding="utf-8")  # as some editors save it
    assert len(vote().samples) == 1
    monkeypatch.setenv("O1MAGIC_POLICY", str(team))
    assert len(vote().samples) == 2
    assert o1magic.limits().policy == team
    monkeypatch.setenv("O1MAGIC_POLICY", "")
    assert len(vote().samples) == 1


README = Path(__file__).parent.parent.parent / "README.md"
KEYS = re.compile(r"(?<=<!-- keys of a policy -->\n).*?(?=<!-- end of keys -->)", re.DOTALL)


def documented() -> dict[str, str]:
    """Return what the docstring says of each key."""
    rows = re.findall(r"^    `([\w.]+)` +(.*?)(?=^    [`=])", policy.Policy.__doc__, re.DOTALL | re.MULTILINE)
    return {key: " ".join(text.split()) for key, text in rows}


def table() -> str:
    """Return the keys as the README shows them."""
    rows = [f"| `{key}` | {text} |" for key, text in documented().items()]
    return "\n".join(["| key | meaning |", "| --- | --- |", *rows, ""])


def test_each_key_is_told_in_one_table():
    assert list(documented()) == list(policy._KEYS)
    settable = {key.removeprefix("defaults.") for key in documented() if key.startswith("defaults.")}
    assert settable <= {*DEFAULTS, *policy.AIDS}
    assert set(policy.SETTINGS) <= {*DEFAULTS, *policy.AIDS}
    assert KEYS.findall(README.read_text(encoding="utf-8")) == [table()]


def test_the_example_of_the_readme_is_a_policy(rules):
    [example] = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    rules(example)
    assert make_task("?", calls=99).config.limits.calls == 16


# -- what is allowed


def test_models_and_strategies_are_chosen_among_those_allowed(rules):
    rules("[allow]\nmodels = ['local/*', 'openai/gpt-4o-mini']\nstrategies = ['chain', 'self_*']")
    make_task("?", model="local/qwen2.5-coder-0.5b", strategy="chain", cache=False)
    make_task("?", model="openai/gpt-4o-mini", strategy="self_consistency", cache=False)
    with pytest.raises(o1magic.ConfigError) as error:
        make_task("?", model=["openai/gpt-4o-mini", "openai/gpt-4o"], strategy="chain")
    assert str(error.value) == (
        "the model openai/gpt-4o is not allowed: o1magic.toml allows local/*, openai/gpt-4o-mini (allow.models)"
    )
    with pytest.raises(o1magic.ConfigError, match=r"the strategy auto is not allowed: .* chain, self_\*"):
        make_task("?", model="local/qwen2.5-coder-0.5b")


def test_only_what_may_be_overridden_is(rules):
    rules("[allow]\noverrides = ['seed', 'params']\nmodels = ['*']\n[defaults]\nstrategy = 'self_consistency'")
    make_task("?", model="a", seed=3, params={"n": 2}, calls=3)
    make_task("?", model="a", strategy="self_consistency", temperature=None, after=None, images=())
    with pytest.raises(o1magic.ConfigError) as error:
        make_task("?", temperature=0.3)
    assert str(error.value) == (
        "temperature must not be set here: o1magic.toml lets you set seed, params (allow.overrides)"
    )
    with pytest.raises(o1magic.ConfigError, match="strategy must not be set here"):
        make_task("?", strategy="chain")
    with pytest.raises(o1magic.ConfigError, match="record must not be set here"):
        make_task("?", record="x.jsonl")
    # A panel says all there is to say: what it leaves at its built-in value is not set.
    assert make_task("?", strategy="auto", aggregate="last").config.strategy == "self_consistency"


def test_defaults_stand_where_nobody_says_more(rules):
    rules("[defaults]\nmodel = 'm'\nstrategy = 'chain'\nseed = 7\ncalls = 5\nprice = [1, 2]\nsystem = 'Be brief.'")
    config = make_task("?", cache=False, model=None).config
    assert (config.models, config.strategy, config.seed, config.limits.calls) == (("m",), "chain", 7, 5)
    assert config.price == (1e-6, 2e-6)
    assert config.system == "Be brief."
    config = make_task("?", cache=False, strategy="auto", calls=9, seed=0).config
    assert (config.strategy, config.limits.calls, config.seed) == ("auto", 9, 0)


SILENT = {"reveal": False, "hints": None, "blind": False}


@pytest.mark.parametrize(
    ("text", "cell", "shown"),
    [
        ("", {}, SILENT),
        ("", {"hints": 3}, {**SILENT, "hints": 3}),
        ("[defaults]\nblind = true\nhints = 2", {}, {**SILENT, "blind": True, "hints": 2}),
        (
            "[defaults]\nblind = true\nhints = 2",
            {"reveal": True, "hints": 1},
            {"reveal": True, "hints": 1, "blind": True},
        ),
        ("[defaults]\nreveal = false", {"reveal": True}, {**SILENT, "reveal": True}),
        (
            "[allow]\noverrides = []\n[defaults]\nhints = 2",
            {"blind": True, "hints": 2},
            {**SILENT, "blind": True, "hints": 2},
        ),
        ("[allow]\noverrides = ['hints']\n[defaults]\nhints = 2", {"hints": 5}, {**SILENT, "hints": 5}),
        ("[allow]\noverrides = []", {"hints": 5}, {**SILENT, "hints": 5}),
    ],
)
def test_a_teacher_sets_for_all_cells_how_much_is_shown(rules, text, cell, shown):
    rules(text)
    assert policy.current().aids({**SILENT, **cell}) == shown
    assert make_task("?").config


def test_more_hints_than_the_teacher_gives_are_refused(rules):
    rules("[allow]\noverrides = ['seed']\n[defaults]\nhints = 2")
    with pytest.raises(o1magic.ConfigError, match=r"hints must not be set here: o1magic.toml lets you set seed \("):
        policy.current().aids({**SILENT, "hints": 3})


AMOUNTS = st.none() | st.integers(0, 200)


@given(
    cell=st.fixed_dictionaries(dict.fromkeys(LIMIT_NAMES, AMOUNTS)),
    most=st.fixed_dictionaries(dict.fromkeys(LIMIT_NAMES, AMOUNTS)),
)
def test_a_run_has_the_lower_of_two_limits(cell, most):
    keys = {f"limits.run.{name}": value for name, value in most.items() if value is not None}
    both = policy.Policy(keys=keys).limit(Limits(**cell))
    for name in LIMIT_NAMES:
        given_limits = [value for value in (cell[name], most[name]) if value is not None]
        assert getattr(both, name) == min(given_limits, default=None)
    assert policy.Policy(keys=keys).limit(both) == both


def test_the_limits_of_a_run_are_in_its_record(rules):
    rules("[limits.run]\ncalls = 2\nseconds = 9.5")
    assert make_task("?", model="a", calls=None).config.limits == Limits(calls=2, seconds=9.5)
    found = vote(calls=None)
    assert (found.usage.calls, found.stop_reason) == (2, "calls")


# -- recordings


def test_a_recording_answers_all_runs_and_is_held_to_no_limit(rules, monkeypatch):
    recorded = vote(record="lesson.jsonl", model=scripted(name="teacher"))
    rules(
        "[replay]\nfile = 'lesson.jsonl'\n[defaults]\nmodel = 'another'\n[allow]\nmodels = ['another']\n"
        "[limits.run]\ncalls = 1\n[limits.day]\ncalls = 0"
    )
    how = {"strategy": "self_consistency", "params": {"n": 4, "stop": "none"}}
    found = o1magic.reason("Six times seven?", model="teacher", **how)
    assert found.trace.canonical() == recorded.trace.canonical()
    elsewhere = Path("elsewhere")
    elsewhere.mkdir()
    monkeypatch.setenv("O1MAGIC_POLICY", str(Path("o1magic.toml").absolute()))
    monkeypatch.chdir(elsewhere)
    assert o1magic.reason("Six times seven?", model="teacher", **how).answer == "42"
    assert spent() == 0
    with pytest.raises(o1magic.ReplayMissError):
        o1magic.reason("Another?", model="teacher", **how)
    Path("../lesson.jsonl").unlink()
    with pytest.raises(
        o1magic.RecordingError, match=r"no recording lesson.jsonl, which .*o1magic.toml names; --record"
    ):
        o1magic.reason("Six times seven?", model="teacher", **how)


def test_what_is_to_be_hidden_is_not_recorded(rules):
    rules("[record]\nhide = ['student-\\d+']\n[defaults]\nstrategy = 'chain'\n[limits.run]\ncalls = 3")
    model = scripted(["student-123 says\n\nAnswer: 42"])
    for question in ("I am student-77.", "So is student-78."):
        o1magic.reason(question, model=model, record="lesson.jsonl")
    text = Path("lesson.jsonl").read_text()
    assert "student-" not in text
    assert "*** says" in text
    assert '"strategy": "chain"' in text.splitlines()[0] or '"strategy":"chain"' in text.splitlines()[0]
    assert re.search(r'"calls": ?3\b', text.splitlines()[0])


def test_a_recording_made_under_a_policy_replays_without_it(rules):
    path = rules(
        "[defaults]\nstrategy = 'self_consistency'\n[defaults.params]\nn = 4\nstop = 'none'\n[limits.run]\ncalls = 3"
    )
    model = scripted(name="teacher")
    first = o1magic.reason("Six times seven?", model=model, record="lesson.jsonl")
    path.unlink()
    again = o1magic.reason("Six times seven?", model="teacher", replay="lesson.jsonl")
    assert again.usage.calls == 3
    assert again.trace.canonical() == first.trace.canonical()


def test_what_must_not_be_recorded_leaves_no_file(rules):
    rules("[allow]\noverrides = ['model']")
    with pytest.raises(o1magic.ConfigError, match="record must not be set here"):
        o1magic.reason("?", model=scripted(), record="lesson.jsonl")
    assert not Path("lesson.jsonl").exists()


# -- what is spent


@pytest.mark.parametrize("period", ["session", "day"])
def test_a_limit_of_all_runs_cuts_the_one_that_reaches_it(rules, period):
    rules(f"[limits.{period}]\ncalls = 6")
    assert vote("One?").usage.calls == 4
    second = vote("Two?")
    assert (second.usage.calls, second.stop_reason, second.answer) == (2, "calls", "42")
    assert f"o1magic.toml allows 6 calls a {period}: 0 calls left" in str(second)
    with pytest.raises(o1magic.ConfigError, match=f"^o1magic.toml allows 6 calls a {period}: 0 calls left$"):
        vote("Three?")
    left = getattr(o1magic.limits(), period)["calls"]
    assert (left.limit, left.spent, left.left) == (6, 6, 0)


def test_what_the_cache_holds_costs_nothing_even_when_nothing_is_left(rules):
    rules("[limits.day]\ncalls = 4")
    model = scripted()
    vote(model=model)
    again = vote(model=model)
    assert (again.usage.calls, again.usage.cached_calls, again.stop_reason) == (4, 4, "done")
    # Of a run that goes on from the cache, what is cached is there still.
    longer = vote(model=model, n=6)
    assert (longer.usage.calls, longer.usage.cached_calls, longer.stop_reason) == (4, 4, "calls")
    assert spent() == 4


def test_tokens_and_cost_count_as_they_were(rules):
    rules("[limits.day]\ntokens = 100000\ncost = 0.9")
    found = vote("One?", n=3)
    assert spent(name="tokens") == found.usage.tokens
    assert spent(name="cost") == pytest.approx(found.usage.cost)
    # 6 replies of at most .1 USD each fit into the rest, as each takes .002.
    assert vote("Two?", n=8).usage.calls == 8


def test_a_request_that_does_not_fit_is_not_sent_and_says_what_it_may_take(rules):
    rules("[limits.day]\ntokens = 60")
    with pytest.raises(
        o1magic.ConfigError, match=r"60 tokens a day: 60 tokens left, and a request may take \d+ tokens"
    ):
        vote(max_tokens=100)
    assert spent(name="tokens") == 0


def test_the_price_must_be_known_where_the_cost_is_limited(rules):
    rules("[limits.run]\ncost = 0.5")
    unknown = scripted(capabilities=Capabilities(price=None))
    with pytest.raises(
        o1magic.ConfigError, match=r"o1magic\.toml limits the cost, and the price of scripted is unknown"
    ):
        vote(model=unknown)
    rules("[limits.run]\ncalls = 5")
    assert vote(model=unknown).usage.calls == 4


def test_a_reply_that_another_run_has_stored_meanwhile_costs_nothing(rules):
    rules("[limits.day]\ncalls = 50")
    stored = Completion(text=REPLY, usage=Usage(calls=1, cached_calls=1), model="m", cached=True)
    assert vote(model=scripted([stored] * 4), cache=False).usage.cached_calls == 4
    assert spent() == 0


def test_failed_requests_count_as_calls(rules):
    rules("[limits.day]\ncalls = 50\ntokens = 1000000")
    found = vote(model=scripted([REPLY, o1magic.ModelError("no"), REPLY, o1magic.ModelError("no")]))
    assert spent() == 4
    assert spent(name="tokens") == found.usage.tokens


def test_what_is_cut_off_counts_at_its_most(rules):
    rules("[limits.day]\ncalls = 50\ntokens = 1000000\nseconds = 1000")
    found = vote(model=scripted(delay=lambda _, sample: 60 if sample else 0), seconds=0.5)
    assert found.stop_reason == "seconds"
    prompt = found.usage.prompt_tokens // 4
    assert spent() == 4
    # One reply of two words, and three of which nobody knows how long they became.
    assert spent(name="tokens") == 4 * prompt + 2 + 3 * 100
    assert 0.4 < spent(name="seconds") < 5


def test_a_run_ends_with_the_time_that_all_runs_share(rules, monkeypatch):
    monkeypatch.setattr(spending, "LEASE_SECONDS", 0.1)
    rules("[limits.session]\nseconds = 0.5")
    started = time.monotonic()
    found = vote(model=scripted(delay=lambda _, sample: 30 if sample else 0))
    assert time.monotonic() - started < 10
    assert (found.stop_reason, found.answer) == ("seconds", "42")
    assert "allows 0.5 seconds a session: 0 seconds left" in str(found)
    with pytest.raises(o1magic.ConfigError, match=r"allows 0.5 seconds a session"):
        vote("Another?")
    assert spent("session", "seconds") == 0.5


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the local date."""

    def move(*date: int) -> None:
        monkeypatch.setattr(spending.dt, "date", type("Clock", (), {"today": lambda: day(*date)}))

    day = dt.date
    return move


def test_a_day_is_over_at_midnight_and_a_clock_that_is_set_back_grants_nothing(rules, set_clock):
    rules("[limits.day]\ncalls = 4")
    set_clock(2026, 3, 1)
    vote("One?")
    with pytest.raises(o1magic.ConfigError):
        vote("Two?")
    set_clock(2026, 2, 28)
    with pytest.raises(o1magic.ConfigError):
        vote("Two?")
    assert o1magic.limits().date == "2026-03-01"
    set_clock(2026, 3, 2)
    assert vote("Two?").usage.calls == 4
    set_clock(2026, 3, 1)
    with pytest.raises(o1magic.ConfigError):
        vote("Three?")


def test_what_a_request_of_yesterday_gives_back_is_not_todays(set_clock):
    shared = Shared("midnight", {"session": {}, "day": {"tokens": 10}})
    set_clock(2026, 3, 1)
    yesterday, _, _ = shared.book({"tokens": 8}, 1, fewer=False)
    set_clock(2026, 3, 2)
    shared.book({"tokens": 8}, 1, fewer=False)
    shared.give_back(yesterday, {"tokens": 8})
    date, left = shared.standing()
    assert (date, left["day"]["tokens"].spent) == ("2026-03-02", 8)


def test_each_policy_has_its_own_account(rules, monkeypatch):
    first = rules("[limits.day]\ncalls = 4")
    vote("One?")
    monkeypatch.setenv("O1MAGIC_POLICY", str(rules("[limits.day]\ncalls = 4", "other.toml")))
    assert spent() == 0
    assert vote("Two?").usage.calls == 4
    monkeypatch.setenv("O1MAGIC_POLICY", str(first))
    assert spent() == 4


def test_days_are_the_owners_alone(rules, tmp_path):
    rules("[limits.day]\ncalls = 4")
    vote()
    file = tmp_path / "cache" / "spending" / "days.db"
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with sqlite3.connect(file) as days:
        assert days.execute("SELECT count(*) FROM spent").fetchone() == (1,)


def test_where_days_cannot_be_kept_nothing_is_sent(rules, tmp_path):
    rules("[limits.day]\ncalls = 4")
    file = tmp_path / "cache" / "spending" / "days.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database" * 100)
    for attempt in (vote, o1magic.limits):
        with pytest.raises(o1magic.ConfigError, match=r"what was spent today cannot be kept in .*delete it"):
            attempt()


def test_without_a_file_nothing_is_limited_or_written(rules, tmp_path):
    assert vote(cache=False).usage.calls == 4
    assert not (tmp_path / "cache").exists()
    told = o1magic.limits()
    assert (told.policy, told.run, told.session, told.day) == (None, Limits(), {}, {})


def test_a_session_is_a_process(rules):
    rules("[limits.session]\ncalls = 4")
    code = "import sys; sys.path.insert(0, sys.argv[1]); import test_policy; print(test_policy.vote().usage.calls)"
    command = [sys.executable, "-c", code, str(Path(__file__).parent)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == "4\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_books_too(rules):
    rules("[limits.day]\ncalls = 5")
    vote("One?")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a process with threads
        child = os.fork()
    if not child:
        code = 9
        try:
            code = vote("Two?", cache=False).usage.calls
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert spent() == 5


def test_every_door_is_held(rules):
    rules("[limits.day]\ncalls = 6")
    batch = o1magic.reason_many(
        ["One?", "Two?", "Three?"], at_once=1, progress=False, model=scripted(), strategy="self_consistency",
        params={"n": 4, "stop": "none"},
    )  # fmt: skip
    assert [row.result and row.result.usage.calls for row in batch] == [4, 2, None]
    assert "o1magic.toml allows 6 calls a day" in batch[2].error
    with pytest.raises(o1magic.ConfigError, match=r"o1magic\.toml allows 6 calls a day"):
        o1magic.compare("Four?", ["chain", "self_consistency"], model=scripted())
    with pytest.raises(o1magic.ConfigError, match=r"o1magic\.toml allows 6 calls a day"):
        asyncio.run(o1magic.areason("Five?", model=scripted()))
    forecast = o1magic.estimate("Six?", model=scripted(), strategy="chain")
    assert forecast.calls.expected == 1
    assert spent() == 6


# -- bookings


POLICIES = itertools.count()
"""Numbers of accounts: no two share what was spent."""


def allowance(**limits):
    shared = Shared(f"policy {next(POLICIES)}", {"session": limits, "day": {}})
    return Allowance(shared, "o1magic.toml", limits_cost=False)


async def book(held, n, tokens=10):
    return await held.book(n, model="m", prompt_tokens=0, max_tokens=tokens, price=None)


async def test_a_request_waits_for_what_those_before_it_give_back():
    held = allowance(tokens=25)
    first = await book(held, 2)
    second = asyncio.create_task(book(held, 2))
    await asyncio.sleep(0.05)
    assert not second.done()
    first.settle(Usage(calls=1, completion_tokens=2))
    await asyncio.sleep(0.05)
    assert not second.done()  # 13 of the 20 tokens that it needs
    first.settle(Usage(calls=1, completion_tokens=3))
    assert (await second).n == 2
    assert held.refused is None


async def test_with_nothing_on_its_way_as_many_go_as_fit():
    held = allowance(tokens=25)
    booking = await book(held, 5)
    assert isinstance(booking, Booking)
    assert booking.n == 2
    booking.drop()
    booking.drop()
    assert await book(held, 5) == "tokens"
    assert held.refused == (
        "o1magic.toml allows 25 tokens a session: 5 tokens left, and a request may take 10 tokens "
        "(--max-tokens makes it shorter)"
    )


async def test_a_booking_that_a_cut_comes_between_is_given_back():
    held = allowance(tokens=25)
    for _ in range(20):
        cut = asyncio.create_task(book(held, 2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        cut.cancel()
        await asyncio.wait([cut])
        assert cut.cancelled()
    await held.close()
    assert held.shared.standing()[1]["session"]["tokens"].spent == 0


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4), st.integers(0, 50)), max_size=20))
def test_no_sequence_of_bookings_goes_over_a_limit(requests):
    shared = Shared(f"policy {next(POLICIES)}", {"session": {"calls": 10, "tokens": 100}, "day": {}})
    taken = calls = 0
    for tokens, n, used in requests:
        day, fit, lack = shared.book({"calls": 1, "tokens": tokens}, n, fewer=True)
        assert (fit == n) == (lack is None)
        calls, taken = calls + fit, taken + fit * tokens
        assert calls <= 10
        assert taken <= 100
        if fit < n:
            # One more would have been too many.
            assert calls == 10 or taken + tokens > 100
        back = max(0, tokens - used) if fit else 0
        shared.give_back(day, {"tokens": back})
        taken -= back
        assert shared._standing()[1]["session"]["tokens"].spent == taken


def test_cents_add_up():
    shared = Shared(f"policy {next(POLICIES)}", {"session": {"cost": 0.3}, "day": {}})
    for _ in range(3):
        assert shared.book({"cost": spending._units("cost", 0.1)}, 1, fewer=False)[1] == 1
    assert shared.book({"cost": 1}, 1, fewer=False)[1] == 0


def test_requests_of_the_real_client_are_counted(rules):
    rules("[limits.day]\ncalls = 3\ncost = 1\n[defaults]\nprice = [1, 2]")
    with OpenAIServer() as server:
        found = vote(model="openai/test", api_base=server.base_url, api_key="none", n=5)
        assert len(server.requests) <= 3
    assert found.usage.calls == 3
    assert spent() == 3
    assert spent(name="cost") == pytest.approx(found.usage.cost)


if __name__ == "__main__":
    README.write_text(KEYS.sub(lambda _: table(), README.read_text(encoding="utf-8")), encoding="utf-8")
