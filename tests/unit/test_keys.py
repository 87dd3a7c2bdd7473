"""What a reply is kept under, in the cache and in a recording: all that can change it, and nothing else."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import o1magic
from o1magic.config import Config, Limits
from o1magic.models.base import Capabilities
from o1magic.models.cache import Cache, Memory
from o1magic.models.recording import request_id
from o1magic.models.recording_file import key_of
from o1magic.models.scripted import ScriptedModel
from o1magic.types import Ask, Completion, Image, Message, Text, Usage

# Few values of each, so that two draws are often the same.
TEXTS = st.sampled_from(["", "a", "b", "é", "e\u0301", "\ud800", "1", 'a","prefix":"'])
NUMBERS = st.integers(0, 1) | st.sampled_from([0.0, 0.7, 1.0]) | st.just(-0.0)  # 1 and 1.0 are two draws
COUNTS = st.integers(1, 3)
JSON = st.recursive(
    st.none() | st.integers(0, 2) | TEXTS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner)
)
FIELDS = {
    Text: {"text": TEXTS},
    Image: {"digest": TEXTS, "media_type": TEXTS, "data": st.just(b"") | st.just(b"else")},
}
PARTS = st.one_of(st.builds(kind, **fields) for kind, fields in FIELDS.items())
FIELDS[Message] = {
    "role": st.sampled_from(["system", "user", "assistant"]),
    "parts": st.lists(PARTS, max_size=2).map(tuple),
}
FIELDS[Ask] = {
    "messages": st.lists(st.builds(Message, **FIELDS[Message]), min_size=1, max_size=2).map(tuple),
    "prefix": TEXTS,
    "stop": st.sampled_from([(), ("a",), ("a", "b"), ("b", "a")]),
    "max_tokens": COUNTS,
    "temperature": st.none() | NUMBERS,
    "logprobs": st.none() | st.integers(0, 2),
    "params": st.dictionaries(TEXTS, JSON, max_size=2).map(lambda pairs: tuple(sorted(pairs.items()))),
    "cap": st.none() | COUNTS,
}
REPLY = Completion(
    text="4",
    usage=Usage(calls=1, prompt_tokens=5, completion_tokens=10**6),  # too long to stand in for a clamped one
    model="m",
)


def asking(value):
    """Return a request with a value somewhere in it."""
    if isinstance(value, Text | Image):
        value = Message("user", (Text("a"), value))
    return Ask(messages=(Message.of("system", "a"), value)) if isinstance(value, Message) else value


def decides(ask):
    """Return what a model's reply can depend on: a cap counts where it is lower than what is asked for anyway."""
    return dataclasses.replace(ask, cap=None), min(ask.max_tokens, math.inf if ask.cap is None else ask.cap)


def recorded(ask, *, model="m", sample=0):
    """Return what a recording finds a reply by."""
    return key_of({"kind": "reply", "request": request_id(model, ask), "sample": sample, "clamp": ask.clamp})


def finds(kept, wanted):
    """Return whether a cache that keeps a reply to one request holds one to another."""
    cache = Cache(ScriptedModel([]), Memory(), seed=0)
    cache.keep(kept, 0, REPLY)
    return cache.holds(wanted, 0)


def test_every_field_of_a_request_is_judged_here():
    for kind, fields in FIELDS.items():
        assert fields.keys() == {field.name for field in dataclasses.fields(kind) if field.init}, kind


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, fields in FIELDS.items() for name in fields])
@given(st.data())
def test_a_reply_is_found_by_what_can_change_it_and_nothing_else(kind, name, data):
    value = data.draw(st.builds(kind, **FIELDS[kind]))
    one, other = asking(value), asking(dataclasses.replace(value, **{name: data.draw(FIELDS[kind][name])}))
    same = decides(one) == decides(other)
    assert finds(one, other) is same
    assert (recorded(one) == recorded(other)) is same


def test_a_picture_is_known_by_its_bytes():
    assert Image.of(b"one", "image/png") != Image.of(b"two", "image/png")


ASK = Ask(messages=(Message.of("user", "How many?"),))


@pytest.mark.parametrize(
    ("other", "cached", "found"),
    [
        ({}, True, True),
        ({"name": "another"}, False, False),
        ({"endpoint": "https://elsewhere"}, False, True),  # a recording is for every machine
        ({"seed": 1}, False, True),  # whose run a sample is of, a recording's cell says
        ({"sample": 1}, False, False),
        ({"capabilities": Capabilities(slots=3, price=(1.0, 2.0))}, True, True),
    ],
    ids=str,
)
def test_of_what_is_asked_beside_the_request(other, cached, found):
    store = Memory()

    def cache(*, name="m", endpoint="here", capabilities=None, seed=0):
        model = ScriptedModel([], name=name, capabilities=capabilities)
        model.endpoint = endpoint
        return Cache(model, store, seed=seed)

    sample = other.get("sample", 0)
    cache().keep(ASK, 0, REPLY)
    assert cache(**{name: value for name, value in other.items() if name != "sample"}).holds(ASK, sample) is cached
    assert (recorded(ASK) == recorded(ASK, model=other.get("name", "m"), sample=sample)) is found


def is_four(answer):
    return answer == "4"


SETTINGS = {
    "system": ("Be brief.", True),
    "temperature": (0.3, True),
    "max_tokens": (100, True),
    "model_params": ({"top_p": 0.5}, True),
    "seed": (1, True),
    "answer": ("number", True),
    "tests": (["assert True"], True),  # code is asked for
    "check": (lambda answer: answer == "5", False),
    "aggregate": ("min", False),
    "price": ((1.0, 2.0), False),
    "calls": (3, False),
    "tokens": (60_000, False),
    "cost": (0.5, False),
    "seconds": (60, False),
}
NOT_OF_ONE_REQUEST = {"models", "api_base", "strategy", "params", "scorer", "scorer_address", "limits"}
"""Who is asked (above), and how many requests there are: a sample is shared by the methods that draw it."""


def asked(**options):
    """Return the requests of a search with these settings."""
    seen = set()

    def reply(ask, sample):
        seen.add((ask.identity, ask.clamp, sample))
        return "Answer: 4"

    options = {"check": None if "tests" in options else is_four, **options}
    o1magic.reason("?", model=ScriptedModel(reply), strategy="best_of_n", params={"n": 1}, cache=False, **options)
    return seen


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_asks_anew_where_it_can_change_the_reply(name):
    value, changes = SETTINGS[name]
    assert (asked() != asked(**{name: value})) is changes


def test_every_setting_is_judged_here():
    limits = {field.name for field in dataclasses.fields(Limits)}
    assert SETTINGS.keys() - limits | NOT_OF_ONE_REQUEST == {field.name for field in dataclasses.fields(Config)}
    assert limits <= SETTINGS.keys()
