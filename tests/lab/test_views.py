"""The views of a run that is over, in JupyterLab: choosing anew in place, votes, the calls over time, the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"


@pytest.fixture
def card(notebook, fast_server):
    """Return the card of a finished run whose samples were scored, and its notebook."""
    options = f"-m openai/test --api-base {fast_server} -s best_of_n --scorer logprob -p n=5 --seed 41 -o r"
    book = notebook("%load_ext o1magic", f"%%reason {options}\n{QUESTION}", "import o1magic; o1magic.show(r)")
    book.run_all()
    book.wait_idle()
    shown = book.output(2).locator(".o1-card")
    expect(shown).to_be_visible(timeout=20_000)
    return book, shown


def see(card, view):
    card.get_by_role("tab", name=view).click()


def test_another_rule_chooses_in_place_and_all_views_follow(card, page, shot):
    book, shown = card
    see(shown, "Votes")
    rules = shown.get_by_role("radiogroup", name="Chosen by").get_by_role("radio")
    assert rules.count() > 1
    expect(rules.first).to_be_checked()
    expect(shown.locator(".o1-rule").first).to_contain_text("the run's own")
    expect(shown.locator(".o1-count").first).to_contain_text("score")
    # As a person does: a click on a rule, and on with the arrow keys, which the notebook must not take.
    shown.locator(".o1-rule").last.click()
    expect(rules.last).to_be_checked()
    expect(shown.locator(".o1-notes")).to_contain_text(f"Re-selected by {rules.last.get_attribute('value')}")
    shot("re-selected", book.output(2))
    page.keyboard.press("ArrowRight")
    expect(rules.first).to_be_checked()
    expect(shown.locator(".o1-notes")).not_to_contain_text("Re-selected")


def test_a_sample_that_is_picked_among_the_votes_is_picked_in_all_views(card):
    _, shown = card
    see(shown, "Votes")
    shown.locator(".o1-vote > summary").first.click()
    sample = shown.locator(".o1-sample").last
    number = sample.locator(".o1-number").inner_text()
    sample.click()
    expect(sample).to_have_attribute("aria-pressed", "true")
    see(shown, "Answer")
    expect(shown.locator('.o1-chip[aria-selected="true"]')).to_contain_text(f"Chain {number}")
    see(shown, "Timeline")
    # One frame, around one call.
    expect(shown.locator(".o1-call-picked")).to_have_attribute("d", re.compile("^M[^M]+$"))


def test_the_arrow_keys_go_from_call_to_call(card, page):
    _, shown = card
    see(shown, "Timeline")
    calls = shown.get_by_role("slider", name="Calls")
    calls.focus()
    page.keyboard.press("End")
    last = calls.get_attribute("aria-valuetext")
    page.keyboard.press("Home")
    expect(shown.locator(".o1-told")).to_contain_text("chain 1")
    assert calls.get_attribute("aria-valuetext") != last
    page.keyboard.press("Enter")
    see(shown, "Answer")
    expect(shown.locator('.o1-chip[aria-selected="true"]')).to_contain_text("Chain 1")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_each_view_can_be_read_in_each_theme(card, shot, theme):
    book, shown = card
    book.theme(theme)
    for view in ("Votes", "Timeline", "More compute"):
        see(shown, view)
        contrast = shown.evaluate(CONTRAST)
        assert contrast["worst"] >= 4.5, (view, contrast)
        shot(f"{view.lower().replace(' ', '-')}-{theme.lower().replace(' ', '-')}", book.output(2))
