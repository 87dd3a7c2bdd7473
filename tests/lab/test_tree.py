"""The drawn tree and its outline in a real browser: pointer, wheel and keys, files, the notebook's own keys."""

from __future__ import annotations

import pytest
from fixtures import fixture
from playwright.sync_api import expect
from stage import Stage
from traces import EXAMPLES

QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"
ACTIVE_CELL = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"


@pytest.fixture
def stage(chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Stage(page)
    context.close()


def show(stage, name, view="Tree"):
    stage.show(fixture(EXAMPLES[name]())["messages"])
    stage.see(view)
    return stage.page


def view_box(page):
    return [float(part) for part in page.locator(".o1-sheet").get_attribute("viewBox").split()]


def node(page, name):
    return page.locator(f'.o1-node[data-node="{name}"] .o1-pill')


def test_the_drawing_is_moved_and_zoomed_and_a_movement_is_no_click(stage):
    page = show(stage, "beam")
    whole = view_box(page)
    box = node(page, "0.1").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    moved = view_box(page)
    assert moved[0] < whole[0]
    assert moved[1] < whole[1]
    assert moved[2:] == whole[2:]
    expect(page.locator(".o1-picked")).to_have_count(0)
    after = node(page, "0.1").bounding_box()
    assert after["x"] == pytest.approx(box["x"] + 60, abs=8)

    page.mouse.wheel(0, -200)
    assert view_box(page)[2:] == whole[2:], "the wheel alone belongs to the page"
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function("width => document.querySelector('.o1-sheet').viewBox.baseVal.width < width", arg=whole[2])
    page.get_by_role("button", name="Fit").click()
    assert view_box(page) == whole


def test_what_is_picked_in_the_drawing_is_picked_everywhere(stage):
    page = show(stage, "beam")
    node(page, "0.0.0.1").click()
    expect(page.locator(".o1-picked")).to_have_count(1)
    expect(page.locator(".o1-one")).to_contain_text("Node 0.0.0.1")
    page.get_by_role("button", name="Outline").click()
    expect(page.get_by_role("treeitem", selected=True)).to_contain_text("74 pencils")
    stage.see("Answer")
    expect(page.locator('.o1-chip[aria-selected="true"]')).to_contain_text("74")


def test_picking_moves_nothing(stage):
    page = show(stage, "mcts")
    heights = []
    for name in ("0.0", "0.1", "0.0.0"):
        node(page, name).click()
        expect(page.locator(".o1-one")).to_contain_text(f"Node {name} ")
        heights.append(page.locator(".o1-card").bounding_box()["height"])
    assert len(set(heights)) == 1


def test_the_drawing_is_saved_whole_with_its_legend(stage, tmp_path):
    page = show(stage, "beam")
    page.get_by_role("button", name="Zoom in").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as SVG").click()
    download.value.save_as(tmp_path / "tree.svg")
    saved = (tmp_path / "tree.svg").read_text(encoding="utf-8")
    assert saved.count("<rect") >= len(EXAMPLES["beam"]().nodes)
    assert "dashed: dropped" in saved
    assert "class=" not in saved
    assert "dashed: dropped" not in page.locator(".o1-sheet").text_content()
    page.goto((tmp_path / "tree.svg").as_uri())
    column = page.locator("text", has_text="question").last
    assert column.evaluate("name => getComputedStyle(name).paintOrder") == "stroke", "or its halo would cover it"


@pytest.mark.parametrize("width", [320, 1400])
def test_it_is_an_outline_where_there_is_little_room(stage, width):
    stage.page.set_viewport_size({"width": width, "height": 900})
    page = show(stage, "mcts")
    expect(page.locator(".o1-outline")).to_be_visible(visible=width == 320)
    expect(page.locator(".o1-sheet")).to_be_visible(visible=width == 1400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_animated_for_who_asked_for_that(stage):
    stage.page.emulate_media(reduced_motion="reduce")
    messages = fixture(EXAMPLES["under_way"]())["messages"]
    stage.show(messages)
    if "Tree" in stage.views():
        stage.see("Tree")
    moving = "() => document.getAnimations().filter((animation) => animation.playState === 'running').length"
    assert stage.page.evaluate(moving) == 0


def test_the_notebook_does_not_take_the_keys_of_the_outline(notebook, slow_server, shot):
    cell = f"%%reason -m openai/test --api-base {slow_server} -s mcts --seed 3\n{QUESTION}"
    book = notebook("%load_ext o1magic", cell)
    book.run_all()
    card = book.output(1).locator(".o1-card")
    tab = card.get_by_role("tab", name="Tree")
    expect(tab).to_be_visible(timeout=30_000)
    tab.click()
    card.get_by_role("button", name="Outline").press("Enter")
    tree = card.locator(".o1-outline")
    expect(tree.get_by_role("treeitem").nth(2)).to_be_visible()
    cell_before = book.page.evaluate(ACTIVE_CELL)
    book.page.keyboard.press("Tab")
    expect(tree).to_be_focused()
    first = tree.get_attribute("aria-activedescendant")
    book.page.keyboard.press("ArrowDown")
    expect(tree).not_to_have_attribute("aria-activedescendant", first)
    book.page.keyboard.press("Enter")
    expect(tree.get_by_role("treeitem", selected=True)).to_have_count(1)
    assert book.page.evaluate(ACTIVE_CELL) == cell_before
    shot("tree-outline-live", card)
