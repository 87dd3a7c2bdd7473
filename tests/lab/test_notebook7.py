"""One notebook in Notebook 7 with all that test_live.py and test_record.py do not try in both applications."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"
ACTIVE_CELL = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"


def see(card, view):
    card.get_by_role("tab", name=view).click()


@pytest.mark.parametrize("host", ["notebook"], indirect=True)
def test_all_of_it_is_there_in_one_notebook(notebook, fast_server, slow_server, page, shot):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    scored = f"-m openai/test --api-base {fast_server} -s best_of_n --scorer logprob -p n=5 --seed 71 -o r"
    slow = f"-m openai/test --api-base {slow_server}"
    panel = {"model": "openai/test", "api_base": fast_server, "strategy": "chain", "seed": 74}
    book = notebook(
        "%load_ext o1magic\nimport o1magic",
        f"%%reason {scored}\n{QUESTION}",
        "o1magic.show(r)",
        f"%%reason {slow} -s chain --seed 72 --background -o h\n{QUESTION}",
        f"%%reason {slow} --seed 73 --compare chain,self_consistency:n=2 --background -o c\n{QUESTION}",
        f"o1magic.playground({QUESTION!r}, **{panel!r})",
    )
    book.run_all()
    in_background(book)
    views_and_selection(book.output(2).locator(".o1-card"), page)
    keys_stay_in_the_outline(book.output(2).locator(".o1-card"), page)
    copies(book.output(2).locator(".o1-card"), page)
    playground(book.output(5))
    expect(book.output(4)).to_contain_text("2 of 2 strategies agree", timeout=30_000)
    shot("all-of-it")
    saved = book.save()
    for output in (saved.cells[i].outputs[0] for i in (1, 3, 4)):
        assert set(output["data"]) == {"text/html", "text/plain"}


def in_background(book):
    """Both cards are there while later cells have run; Stop ends the one and leaves its record."""
    one, two = (book.output(i).locator(".o1-card") for i in (3, 4))
    expect(one.locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    expect(book.output(5).get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=30_000)
    expect(two.first).to_be_visible()
    one.locator(".o1-stop").click()
    expect(book.output(3)).to_contain_text("stopped by hand", timeout=5_000)
    expect(one).to_have_count(0)


def views_and_selection(card, page):
    """What is picked in a view is picked in all; another rule chooses in place, by mouse and by keys."""
    see(card, "Votes")
    rules = card.get_by_role("radiogroup", name="Chosen by").get_by_role("radio")
    card.locator(".o1-rule").last.click()
    expect(card.locator(".o1-notes")).to_contain_text(f"Re-selected by {rules.last.get_attribute('value')}")
    page.keyboard.press("ArrowRight")
    expect(rules.first).to_be_checked()
    expect(card.locator(".o1-notes")).not_to_contain_text("Re-selected")
    card.locator(".o1-vote > summary").first.click()
    sample = card.locator(".o1-sample").last
    number = sample.locator(".o1-number").inner_text()
    sample.click()
    see(card, "Answer")
    expect(card.locator('.o1-chip[aria-selected="true"]')).to_contain_text(f"Chain {number}")
    see(card, "Timeline")
    expect(card.locator(".o1-call-picked")).to_have_attribute("d", re.compile("^M[^M]+$"))
    see(card, "More compute")
    expect(card.locator(".o1-plot")).to_be_visible()


def keys_stay_in_the_outline(card, page):
    """The application takes none of the keys of the tree."""
    see(card, "Tree")
    card.get_by_role("button", name="Outline").press("Enter")
    active = page.evaluate(ACTIVE_CELL)
    page.keyboard.press("Tab")
    tree = card.locator(".o1-outline")
    expect(tree).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(tree.get_by_role("treeitem", selected=True)).to_have_count(1)
    assert page.evaluate(ACTIVE_CELL) == active


def copies(card, page):
    """The buttons copy, and say so."""
    see(card, "Answer")
    for what, text in (("the answer", "42"), ("the cell", "%%reason -m openai/test"), ("step 1", "Understand")):
        copy = card.locator(".o1-copy", has_text=f" {what}").first
        copy.click()
        expect(copy).to_contain_text("Copied")
        assert page.evaluate("() => navigator.clipboard.readText()").startswith(text)


def playground(output):
    """It runs a question, and the run is in its table."""
    output.get_by_role("button", name="Run", exact=True).click()
    expect(output.locator("tbody tr")).to_have_count(1, timeout=30_000)
    expect(output.locator("tbody tr").first).to_contain_text("one chain, no vote", timeout=30_000)
    expect(output.locator("pre")).to_contain_text("-s chain")
