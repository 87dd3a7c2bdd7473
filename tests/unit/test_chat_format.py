"""What of a reply is its own text, how a total is split, how tokens are estimated."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.models import chat_format
from o1magic.models.chat_format import apportion, estimate_prompt, estimate_tokens, visible_text
from o1magic.types import Ask, Message

TEXTS = st.text(alphabet="ab \n", max_size=12)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(chat_format).failed == 0


@given(TEXTS, TEXTS, st.lists(TEXTS.filter(bool), max_size=3))
def test_what_is_shown_is_always_the_beginning_of_what_is_returned(raw: str, prefix: str, stop: list[str]) -> None:
    final = visible_text(raw, prefix, stop, final=True)
    shown = ""
    for end in range(len(raw) + 1):
        now = visible_text(raw[:end], prefix, stop, final=False)
        assert now.startswith(shown)
        shown = now
    assert final.startswith(shown)
    assert not any(text in final for text in stop)


@pytest.mark.parametrize(
    ("raw", "prefix", "stop", "expected"),
    [
        ("plain", "", (), "plain"),
        ("one\n\ntwo", "", ("\n\n",), "one"),
        ("The answer is 42", "The answer is", (), " 42"),
        ("\nThe answer is 42", "The answer is ", (), "42"),
        (" 42", "The answer is ", (), "42"),
        (" 42", "The answer is", (), " 42"),
        ("The", "The answer is", (), "The"),
    ],
)
def test_a_repeated_prefix_and_all_from_the_stop_text_on_are_left_out(
    raw: str, prefix: str, stop: tuple[str, ...], expected: str
) -> None:
    assert visible_text(raw, prefix, stop, final=True) == expected


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**4), min_size=1, max_size=20))
def test_shares_add_up_and_are_in_proportion(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    whole = sum(weights) or len(weights)
    for share, weight in zip(shares, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(share - total * weight / whole) < 1


def test_the_estimate_of_tokens_is_near_and_counts_the_prompts_frame() -> None:
    """63 is what cl100k counts."""
    text = (
        "Janet's ducks lay 16 eggs per day. She eats three for breakfast every morning and bakes muffins for her "
        "friends every day with four. She sells the remainder at the farmers' market daily for $2 per fresh duck egg. "
        "How much in dollars does she make every day at the farmers' market?"
    )
    assert estimate_tokens(text) == pytest.approx(63, rel=0.1)
    ask = Ask(messages=(Message.of("user", text),))
    assert estimate_prompt(ask, prefill=True) == estimate_tokens(text) + 4
    begun = Ask(messages=(Message.of("user", text),), prefix="She")
    assert estimate_prompt(begun, prefill=True) == estimate_tokens(text) + 4 + 1 + 4
    assert estimate_prompt(begun, prefill=False) > estimate_prompt(begun, prefill=True)
