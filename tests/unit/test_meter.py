"""Limits hold at every possible cut, and how they cut does not depend on the order of arrival."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.config import Limits
from o1magic.models.base import Capabilities, Listener
from o1magic.models.ledger import MIN_TOKENS, Ledger, LimitReached
from o1magic.models.meter import Meter
from o1magic.models.scripted import ScriptedModel
from o1magic.types import Ask, Message, Usage

UNLIMITED = {"calls": None, "tokens": None, "cost": None, "seconds": None}
PRICE = (1e-3, 2e-3)


def ask(words: int = 10, max_tokens: int = 100) -> Ask:
    return Ask(messages=(Message.of("user", "word " * words),), max_tokens=max_tokens, temperature=0.7)


def metered(limits: dict, reply: str = "ten " * 10, *, price=PRICE, delay=0.0, holds=None) -> tuple[Ledger, Meter]:
    ledger = Ledger(Limits(**{**UNLIMITED, **limits}))
    model = ScriptedModel(lambda _ask, _i: reply, delay=delay, capabilities=Capabilities(price=price))
    return ledger, Meter(model, ledger, holds)


async def test_calls_are_exact():
    ledger, meter = metered({"calls": 3})
    assert len(await meter.complete(ask(), [0, 1])) == 2
    assert len(await meter.complete(ask(), [2, 3])) == 1
    with pytest.raises(LimitReached) as ended:
        await meter.complete(ask(), [4])
    assert ended.value.reason == "calls"
    assert ledger.asked.calls == 3


@pytest.mark.parametrize("limits", [{"tokens": 300}, {"cost": 0.59}])
async def test_a_clamped_request_leaves_what_is_held(limits):
    _, meter = metered(limits, "word " * 200)
    release = meter.hold(ask())
    for sample in range(2):
        [reply] = await meter.complete(ask(), [sample])
    assert reply.finish_reason == "length"
    with pytest.raises(LimitReached):
        await meter.complete(ask(), [2])
    release()
    [kept] = await meter.complete(ask(), [2])
    assert kept.usage.completion_tokens == 100


async def test_a_request_waits_for_refunds_before_it_shrinks():
    # 2 x 110 tokens are reserved; each reply takes only 20, so a second request fits once the first has come back.
    ledger, meter = metered({"tokens": 260}, delay=0.01)
    first, second = await asyncio.gather(meter.complete(ask(), [0, 1]), meter.complete(ask(), [2, 3]))
    assert [len(first), len(second)] == [2, 2]
    assert ledger.asked.tokens == 80


async def test_then_it_shrinks_then_it_is_clamped_then_it_ends():
    _, meter = metered({"tokens": 250})
    assert len(await meter.complete(ask(), [0, 1, 2])) == 2
    seen = []
    model = ScriptedModel(lambda request, _i: seen.append(request.cap) or "word " * 200)
    meter = Meter(model, Ledger(Limits(**{**UNLIMITED, "tokens": 10 + MIN_TOKENS})))
    [reply] = await meter.complete(ask(), [0])
    assert seen == [MIN_TOKENS]
    assert reply.usage.completion_tokens == MIN_TOKENS
    assert reply.finish_reason == "length"
    meter = Meter(model, Ledger(Limits(**{**UNLIMITED, "tokens": 9 + MIN_TOKENS})))
    with pytest.raises(LimitReached) as ended:
        await meter.complete(ask(), [0])
    assert ended.value.reason == "tokens"


async def test_a_cost_limit_counts_prompt_and_output():
    # A sample may cost 10 * .001 + 100 * .002 = .21 and does cost 10 * .001 + 10 * .002 = .03.
    ledger, meter = metered({"cost": 0.25})
    assert len(await meter.complete(ask(), [0, 1])) == 1
    assert ledger.asked.cost == pytest.approx(0.03)


async def test_a_cost_of_zero_allows_what_is_cached_or_free():
    _, meter = metered({"cost": 0}, holds=lambda _ask, sample: sample < 2)
    assert len(await meter.complete(ask(), [0, 1, 2])) == 2
    with pytest.raises(LimitReached) as ended:
        await meter.complete(ask(), [2, 1])
    assert ended.value.reason == "cost"
    _, free = metered({"cost": 0}, price=(0.0, 0.0))
    assert len(await free.complete(ask(), [0, 1, 2])) == 3


async def test_no_second_means_no_request():
    _, meter = metered({"seconds": 0})
    with pytest.raises(LimitReached) as ended:
        await meter.complete(ask(), [0])
    assert ended.value.reason == "seconds"


async def test_a_cancelled_request_gives_its_reservation_back():
    ledger, meter = metered({"tokens": 120}, delay=60)
    task = asyncio.create_task(meter.complete(ask(), [0]))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ledger.asked == Usage(calls=1, prompt_tokens=10, cost=None)
    assert len(await Meter(ScriptedModel(["x"]), ledger).complete(ask(), [0])) == 1


class Starts(Listener):
    def __init__(self):
        self.seen = []

    def started(self, sample):
        self.seen.append(sample)


requests = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 60), st.integers(1, 200), st.integers(0, 200)), min_size=1, max_size=8
)
limits = st.fixed_dictionaries(
    {},
    optional={
        "calls": st.integers(0, 12),
        "tokens": st.integers(0, 1500),
        "cost": st.floats(0.001, 2.0),
    },
)


@given(requests, limits, st.lists(st.integers(0, 1_000_000), min_size=2, max_size=2, unique=True))
def test_limits_hold_and_grants_do_not_depend_on_the_order_of_arrival(asks, limits, seeds):
    async def play(seed: int):
        rng = random.Random(seed)
        ledger = Ledger(Limits(**{**UNLIMITED, **limits}))

        async def one(n: int, words: int, most: int, length: int) -> tuple:
            model = ScriptedModel(
                lambda _ask, _i: "w " * length,
                delay=lambda _ask, _i: rng.random() / 1000,
                capabilities=Capabilities(price=PRICE),
            )
            starts = Starts()
            try:
                replies = await Meter(model, ledger).complete(ask(words, most), list(range(n)), starts)
            except LimitReached as ended:
                return (ended.reason,)
            assert starts.seen == list(range(len(replies)))
            return tuple(reply.usage.tokens for reply in replies)

        granted = await asyncio.gather(*(one(*request) for request in asks))
        return granted, ledger

    outcomes = [asyncio.run(play(seed)) for seed in seeds]
    for _, ledger in outcomes:
        assert ledger.asked.calls <= limits.get("calls", 10**9)
        assert ledger.asked.tokens <= limits.get("tokens", 10**9)
        assert ledger.asked.cost <= limits.get("cost", 10**9) + 1e-9
        assert ledger._reserved_tokens == 0
    assert outcomes[0][0] == outcomes[1][0]


async def test_a_model_that_has_to_be_loaded_first_lets_no_later_request_pass():
    class Slow(ScriptedModel):
        async def prepare(self, progress=None):
            await asyncio.sleep(0.02)

    ledger = Ledger(Limits(**{**UNLIMITED, "calls": 3}))
    model = Slow(lambda _ask, _i: "ten", capabilities=Capabilities(price=PRICE))
    meter = Meter(model, ledger, lambda _ask, sample: sample >= 2)
    # The second one is in the cache and needs no model.
    first, second = await asyncio.gather(meter.complete(ask(), [0, 1]), meter.complete(ask(), [2, 3]))
    assert [len(first), len(second)] == [2, 1]


async def test_parts_of_a_ledger_have_their_shares_of_what_is_left_and_count_in_the_whole():
    ledger, meter = metered({"calls": 9, "tokens": 900, "cost": 10.0})
    await meter.complete(ask(), [0])
    assert ledger.asked.tokens == 20
    assert [part.limits.calls for part in ledger.split([1, 1, 1])] == [2, 3, 3]
    small, large = ledger.split([1, 3])
    assert [part.limits.calls for part in (small, large)] == [2, 6]
    assert [part.limits.tokens for part in (small, large)] == [220, 660]
    assert small.limits.cost * 3 == pytest.approx(large.limits.cost)
    assert len(await meter.on(large).complete(ask(), [0])) == 1
    more = asyncio.create_task(meter.on(small).complete(ask(), [0, 1, 2]))
    await asyncio.sleep(0.02)
    assert not more.done()
    # What the other part has left over is what it waited for.
    large.close()
    assert len(await more) == 3
    small.close()
    assert ledger.asked.calls == 5
    assert ledger.asked.tokens == 20 + small.asked.tokens + large.asked.tokens
    assert ledger.asked.cost == pytest.approx(5 * 0.03)
    # What the parts have left is the whole's.
    assert len(await meter.complete(ask(), list(range(10)))) == 4


async def test_where_no_share_is_enough_the_first_part_has_all_that_is_left():
    ledger, meter = metered({"tokens": 150})
    parts = ledger.split([1, 1, 1])

    async def use(part):
        try:
            return await meter.on(part).complete(ask(), [0])
        except LimitReached as ended:
            return ended.reason
        finally:
            part.close()

    first, second, third = await asyncio.gather(*map(use, parts))
    # 110 for the first, which takes 20; so the second has room as well, and the third is made shorter.
    assert [first[0].usage.tokens, second[0].usage.tokens] == [20, 20]
    assert third[0].usage.tokens == 20
    assert ledger.asked.tokens == 60


async def test_a_share_of_nothing_is_not_the_limit_of_zero_which_lets_a_cache_answer():
    price = (2**-20, 2**-20)
    ledger, meter = metered({"cost": 100 * price[0]}, price=price)
    ledger.hold(prompt_tokens=50, max_tokens=50, price=price)
    (part,) = ledger.split([1])
    assert part.limits.cost > 0
    with pytest.raises(LimitReached) as ended:
        await meter.on(part).complete(ask(), [0])
    assert ended.value.reason == "cost"
