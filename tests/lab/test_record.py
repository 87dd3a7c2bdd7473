"""The static record where people meet it: trusted and untrusted in JupyterLab, from nbconvert, beside another one."""

from __future__ import annotations

import nbformat
import pytest
import traces
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from o1magic.render import html

OURS = "[style]:not(mjx-container, mjx-container *)"
in_every_host = pytest.mark.parametrize("host", ["lab", "notebook"], indirect=True)
TABS = ["Answer", "Tree", "Votes", "Timeline", "More compute"]


def holding(*records):
    """Return a notebook with a record as the output of each cell."""
    outputs = [nbformat.v4.new_output("display_data", {"text/html": record}) for record in records]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output]) for output in outputs])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "python3", "language": "python"}
    return made


def tab(output, name):
    return output.locator(".views > details > summary", has_text=name)


def assert_tabs(output):
    """Each tab shows its own view and no other; a second click leaves it."""
    for name in reversed(TABS):
        tab(output, name).click()
        opened = output.locator(".views > details[open] > summary > b")
        expect(opened).to_have_text([name])
    # Side by side.
    tops = {round(tab(output, name).bounding_box()["y"]) for name in TABS}
    assert len(tops) == 1
    tab(output, "Answer").click(force=True)
    expect(output.get_by_text("Equal groups, so it is a product.").first).to_be_visible()


@in_every_host
def test_in_a_trusted_notebook_the_views_are_tabs(stored, shot):
    book = stored(holding(html.record(traces.mcts())), trusted=True)
    assert_tabs(book.output(0))
    tab(book.output(0), "Tree").click()
    assert book.output(0).locator(".drawn").bounding_box()["height"] > 200
    shot("record-tabs", book.output(0))


@in_every_host
def test_in_an_untrusted_notebook_they_are_sections_that_fold(stored, page, shot):
    book = stored(holding(html.record(traces.mcts())), trusted=False)
    output = book.output(0)
    expect(output.locator(".jp-RenderedHTMLCommon").locator("details[name], link, style, svg")).to_have_count(0)
    assert output.locator(".drawn").evaluate("(element) => element.offsetHeight") == 0
    tops = [tab(output, name).bounding_box()["y"] for name in TABS]
    assert tops == sorted(set(tops))
    for name in TABS[1:]:
        tab(output, name).click()
    expect(output.locator(".views > details[open]")).to_have_count(len(TABS))
    # What is drawn is drawn there too: the sanitiser takes none of our declarations.
    count = "(root, ours) => [...root.querySelectorAll(ours)].reduce((sum, each) => sum + each.style.length, 0)"
    kept = output.locator(".views").evaluate(count, OURS)
    shot("record-untrusted", output)
    page.set_content(html.record(traces.mcts()))
    assert kept == page.locator(".views").evaluate(count, OURS)


def test_two_records_of_one_run_and_one_of_another_do_not_disturb_each_other(stored):
    other = html.record(traces.beam())
    book = stored(holding(html.record(traces.mcts()), html.record(traces.mcts()), other), trusted=True)
    first, second, third = (book.output(i) for i in range(3))
    tab(first, "Votes").click()
    expect(first.locator(".views > details[open] > summary > b")).to_have_text(["Votes"])
    # The browser closes what has the same name; the card falls back to its first view.
    expect(second.get_by_text("Equal groups, so it is a product.").first).to_be_visible()
    expect(third.locator(".views > details[open] > summary > b")).to_have_text(["Answer"])


def test_in_the_page_that_nbconvert_writes_the_views_are_tabs(page, tmp_path, shot):
    source, _ = HTMLExporter().from_notebook_node(holding(html.record(traces.mcts())))
    written = tmp_path / "page.html"
    written.write_text(source, encoding="utf-8")
    page.route("http*://**", lambda route: route.abort())
    page.goto(written.as_uri())
    assert_tabs(page.locator(".jp-OutputArea"))
    shot("record-nbconvert", page.locator(".jp-OutputArea"))


def test_its_styles_reach_nothing_else_on_the_page(page):
    own = '<div class="views"><details id="theirs"><summary><b>Theirs</b></summary>text</details></div>'
    page.set_content(own)
    look = """() => JSON.stringify(
        [...document.querySelectorAll("#theirs, #theirs *")].map((each) => Object.values(getComputedStyle(each)))
    )"""
    before = page.evaluate(look)
    page.set_content(own + html.record(traces.mcts()))
    expect(page.locator(".views > details").nth(1)).to_have_css("display", "contents")
    assert page.evaluate(look) == before


def test_printed_it_is_complete(page):
    page.set_content(html.record(traces.mcts()))
    page.emulate_media(media="print")
    for words in ("Equal groups, so it is a product.", "13 nodes, 2 merged", "5 votes", "7 calls", "0 to 18.0 s"):
        expect(page.get_by_text(words).first).to_be_visible()
