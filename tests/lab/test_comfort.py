"""What makes the card comfortable: assistive technology, themes, narrow and wide pages, touch, keys, a calm layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import fixture
from playwright.sync_api import expect
from stage import Stage
from traces import EXAMPLES, Run

LOAD = "%load_ext o1magic"
SHOW = "import o1magic\no1magic.show(r)"
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"
ROOT = Path(__file__).parents[2]
AXE = (ROOT / "widgets" / "node_modules" / "axe-core" / "axe.min.js").read_text()
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
TOUCH = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, startTime, sources } of list.getEntries()) {
      shifts.push([startTime, value, sources.map(({ node }) => node?.className ?? node?.nodeName)]);
    }
  }).observe({ type: "layout-shift" });
}"""
LARGEST_SHIFT = 0.05


def cell(base, *options):
    return f"%%reason -m openai/test --api-base {base} {' '.join(options)}\n{QUESTION}"


def serious(page, selector):
    """Return what axe finds that is serious or critical, as text."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("selector => axe.run(selector, { resultTypes: ['violations'] })", selector)["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def worst_session(shifts):
    """Return the cumulative layout shift: the largest sum within five seconds without a pause of one (web.dev/cls)."""
    worst = total = 0.0
    first = last = float("-inf")
    for start, value, _ in shifts:
        if start - last > 1000 or start - first > 5000:
            total, first = 0.0, start
        total, last = total + value, start
        worst = max(worst, total)
    return worst


EDITOR = {
    "light": {
        "keyword": "#080",
        "builtin": "#080",
        "string": "#ba2121",
        "number": "#080",
        "def": "#00f",
        "meta": "#a2f",
    },
    "dark": {
        "keyword": "#4caf50",
        "builtin": "#43a047",
        "string": "#ff7070",
        "number": "#66bb6a",
        "def": "#1e88e5",
        "meta": "#a2f",
    },
}
"""The colours of code in JupyterLab's themes."""


@pytest.fixture
def plain(chromium):
    """Return a function that makes a page without a host, whose colours are ours."""
    contexts = []

    def make(**options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        return Stage(page)

    yield make
    for context in contexts:
        context.close()


def play(stage, name, upto=None):
    stage.show(fixture(EXAMPLES[name]())["messages"][:upto])
    return stage.page


@pytest.mark.parametrize("theme", THEMES)
def test_assistive_technology_finds_its_way_in_every_view(notebook, fast_server, page, shot, theme):
    name = theme.removeprefix("JupyterLab ").lower().replace(" ", "-")
    book = notebook(LOAD, cell(fast_server, "-s beam", "-o r", "--display none"), SHOW, name=f"axe-{name}.ipynb")
    book.theme(theme)
    book.run_all()
    shown = book.output(2)
    expect(shown.locator(".o1-card")).to_be_visible(timeout=60_000)
    for tab in shown.locator(".o1-views [role=tab]:visible").all():
        tab.click()
        view = tab.locator("span").first.inner_text()
        assert serious(page, ".o1magic") == [], view
        contrast = shown.evaluate(CONTRAST)
        assert contrast["worst"] >= 4.5, (view, contrast)
        shot(f"comfort-{view.lower()}-{name}", shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_assistive_technology_finds_its_way_on_a_page_without_a_host(plain, scheme):
    stage = plain(color_scheme=scheme, reduced_motion="reduce")
    for name, upto in (("mcts", None), ("pencils", None), ("coded", None), ("failures", None), ("under_way", -1)):
        page = play(stage, name, upto)
        for view in stage.views():
            stage.see(view)
            page.evaluate("stage.painted()")
            assert serious(page, ".o1magic") == [], (name, view)
            contrast = page.locator(".o1magic").evaluate(CONTRAST)
            assert contrast["worst"] >= 4.5, (name, view, contrast)
        stage.remove()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_can_be_read_in_the_colours_of_the_editor(plain, scheme):
    page = play(plain(color_scheme=scheme), "coded")
    page.evaluate(
        """([colours]) => {
          for (const [name, colour] of Object.entries(colours)) {
            document.documentElement.style.setProperty(`--jp-mirror-editor-${name}-color`, colour);
          }
        }""",
        [EDITOR[scheme]],
    )
    tokens = page.locator(".o1-answer code span").evaluate_all("spans => [...new Set(spans.map((s) => s.className))]")
    assert {"o1-t-keyword", "o1-t-string", "o1-t-built_in", "o1-t-number", "o1-t-title"} <= set(tokens)
    # A decorator and a comment, which this answer has not.
    page.locator(".o1-answer code").evaluate(
        """code => {
          for (const kind of ["meta", "comment", "literal"]) {
            code.insertAdjacentHTML("beforeend", `<span class="o1-t-${kind}">x1</span>`);
          }
        }"""
    )
    contrast = page.locator(".o1magic").evaluate(CONTRAST)
    assert contrast["worst"] >= 4.5, contrast


def test_without_a_theme_the_card_is_as_light_or_dark_as_its_page(plain):
    page = play(plain(color_scheme="dark"), "pencils")

    def ground():
        red, green, blue = page.locator(".o1-card").evaluate(
            "card => getComputedStyle(card).backgroundColor.match(/\\d+/g).map(Number)"
        )
        return red + green + blue

    assert ground() < 150
    page.evaluate("document.documentElement.style.colorScheme = 'only light'")
    assert ground() == 3 * 255
    page.evaluate("document.documentElement.style.setProperty('--vscode-editor-background', 'rgb(30, 30, 30)')")
    assert ground() == 90
    page.evaluate("document.documentElement.style.setProperty('--jp-layout-color0', 'rgb(17, 17, 17)')")
    assert ground() == 51


def test_nothing_jumps_while_it_is_written(notebook, slow_server, page):
    below = "print('what stands below must stay where it is')"
    book = notebook(LOAD, cell(slow_server, "-s self_consistency", "--seed 77"), below, below)
    page.evaluate(SHIFTS)
    book.run_all()
    live = book.output(1).locator(".o1-card")
    expect(live.locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    # That there is an output at all is no jump.
    page.evaluate("() => { window.shifts.length = 0; }")
    expect(live.locator(".o1-panel")).to_contain_text("Compute", timeout=30_000)
    live.wait_for(state="detached", timeout=60_000)
    shifts = page.evaluate("window.shifts")
    assert worst_session(shifts) < LARGEST_SHIFT, json.dumps(shifts)


def test_the_end_of_a_long_text_stays_in_sight_and_its_place_keeps_its_height(plain):
    stage = plain(viewport={"width": 860, "height": 800})
    page = play(stage, "under_way", -1)
    page.evaluate(SHIFTS)
    tops = []
    for i in range(40):
        page.evaluate(
            """([i, state]) => stage.send({ type: "snapshot", now: i, final: false, state })""",
            [i, long_run(i)],
        )
        page.evaluate("stage.painted()")
        tops.append(page.locator(".o1-tabbed").bounding_box()["height"])
    caret, panel = page.locator(".o1-caret").bounding_box(), page.locator(".o1-panel").bounding_box()
    assert panel["y"] <= caret["y"] <= panel["y"] + panel["height"]
    assert len(set(tops[20:])) == 1, tops
    assert worst_session(page.evaluate("window.shifts")) < LARGEST_SHIFT, page.evaluate("window.shifts")

    page.mouse.move(panel["x"] + 50, panel["y"] + 50)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "() => { const { scrollTop, scrollHeight, clientHeight } = document.querySelector('.o1-panel');"
        " return scrollTop < scrollHeight - clientHeight - 100; }"
    )
    page.wait_for_timeout(100)
    before = page.evaluate("document.querySelector('.o1-panel').scrollTop")
    page.evaluate("([i, state]) => stage.send({ type: 'snapshot', now: i, final: false, state })", [50, long_run(50)])
    page.evaluate("stage.painted()")
    assert page.evaluate("document.querySelector('.o1-panel').scrollTop") == before, (
        "a reader who scrolled is left alone"
    )


def test_a_step_that_begins_with_a_formula_begins_beside_its_number_and_its_tag_is_whole(plain):
    state = long_run(1)
    state["nodes"][1] |= {"text": "$$\\int_0^1 x\\,dx = \\frac{1}{\\frac{2}{1}} \\tag{7}$$\n\n## Step 2\nSo it is."}
    for width in (360, 860):
        stage = plain(viewport={"width": width, "height": 800})
        stage.show([{"type": "snapshot", "now": 1, "final": False, "state": state}])
        page = stage.page
        step = page.locator(".o1-steps .o1-step").first
        number, formula = (
            step.locator(".o1-number").bounding_box(),
            step.locator(".o1-prose .o1-display").bounding_box(),
        )
        assert abs(formula["y"] - number["y"]) < number["height"]
        tag = step.locator(".o1-prose .tml-tag").bounding_box()
        assert formula["x"] < tag["x"] < tag["x"] + tag["width"] <= formula["x"] + formula["width"] + 1
        stage.remove()


def long_run(sentences):
    """Return the snapshot of a run that has written so many paragraphs."""
    state = dict(fixture(EXAMPLES["pencils"]())["snapshot"])
    text = "## Step 1: Think\n" + "\n\n".join(f"Sentence {i} of what is thought aloud." for i in range(sentences))
    nodes = [dict(node) for node in state["nodes"][:2]]
    nodes[1] |= {"text": text, "status": "running", "answer": None, "shown_answer": None, "scores": {}}
    ended = {"selection": None, "original": None, "stop_reason": None, "error": None, "same_answer": []}
    return state | {"nodes": nodes, "seq": 1000 + sentences} | ended


@pytest.mark.parametrize("width", [320, 360, 860, 3840])
def test_no_page_is_too_narrow_or_too_wide(plain, width, shot):
    stage = plain(viewport={"width": width, "height": 900})
    for name in ("mcts", "pencils", "coded", "judged"):
        page = play(stage, name)
        for view in stage.views():
            stage.see(view)
            page.evaluate("stage.painted()")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, view)
            card = page.locator(".o1-card").bounding_box()
            assert card["width"] <= 1300
        tabs = page.locator(".o1-views").evaluate("row => [row.scrollWidth, row.clientWidth]")
        assert tabs[0] <= tabs[1] + 1, "every view can be seen to be there"
        tops = {tab.bounding_box()["y"] for tab in page.locator(".o1-view:visible").all()}
        assert len(tops) == 1 or width < 360, "in one line, if there is any way"
        if name == "mcts":
            shot(f"comfort-{width}", page)
        stage.remove()


def test_what_a_finger_cannot_point_at_is_always_there(plain):
    def copies(stage):
        buttons = play(stage, "pencils").locator(".o1-copy")
        return [float(button.evaluate("b => getComputedStyle(b).opacity")) for button in buttons.all()]

    assert set(copies(plain(**TOUCH))) == {1.0}
    assert 0.0 in copies(plain())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_wants_more_contrast_sees_every_branch(plain, scheme):
    stage = plain(contrast="more", color_scheme=scheme)
    page = play(stage, "mcts")
    stage.see("Tree")
    colours = page.evaluate("""() => [".o1-sheet .o1-line.o1-lost", ".o1-sheet .o1-lost > .o1-pill"].map(
        (name) => getComputedStyle(document.querySelector(name)).stroke.match(/[\\d.]+/g).slice(0, 3).map(Number))""")
    ground = 1.0 if scheme == "light" else 0.1
    for colour in colours:
        levels = [level / 255 if max(colour) > 1 else level for level in colour]
        luminance = sum(weight * level**2.2 for weight, level in zip((0.2126, 0.7152, 0.0722), levels, strict=True))
        high, low = sorted((luminance, ground**2.2), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3


def test_who_wants_no_motion_gets_none(plain):
    page = play(plain(reduced_motion="reduce"), "under_way", -1)
    assert page.locator(".o1-dot").is_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    lasting = """() => [...document.querySelectorAll(".o1magic *")].filter((each) => {
        const { transitionDuration, animationName } = getComputedStyle(each);
        return transitionDuration !== "0s" || animationName !== "none";
    }).map((each) => each.className)"""
    assert page.evaluate(lasting) == []
    assert play(plain(), "under_way", -1).evaluate("document.getAnimations().length") > 0


def test_the_chosen_tab_alone_is_underlined_in_forced_colours(plain):
    page = play(plain(forced_colors="active"), "mcts")
    line = "tabs => tabs.map((tab) => getComputedStyle(tab).borderBlockEndColor)"
    chosen, *others = page.locator(".o1-views [role=tab]:not([hidden])").evaluate_all(line)
    ground = page.evaluate(
        "() => { document.body.style.color = 'Canvas'; return getComputedStyle(document.body).color; }"
    )
    assert set(others) == {ground}
    assert chosen != ground


def test_lengths_and_marks_are_seen_in_forced_colours(plain):
    page = play(plain(forced_colors="active"), "pencils")
    colours = page.evaluate(
        """() => [".o1-card", ".o1-pips .o1-mine i", ".o1-pips span:not(.o1-mine) i"].map(
            (selector) => getComputedStyle(document.querySelector(selector)).backgroundColor)"""
    )
    assert len(set(colours)) == 3, colours


def test_a_page_that_is_read_from_the_right_mirrors_the_card(plain):
    page = play(plain(viewport={"width": 860, "height": 900}), "pencils")
    page.evaluate("document.documentElement.dir = 'rtl'")
    number, measure = (page.locator(f".o1-steps .o1-step:first-child {part}") for part in (".o1-number", ".o1-title"))
    assert number.bounding_box()["x"] > measure.bounding_box()["x"]
    # Its words are still read from the left.
    digits, words = page.locator(".o1-agreement strong"), page.locator(".o1-agreement > span").first
    assert digits.bounding_box()["x"] == pytest.approx(words.bounding_box()["x"], abs=1)


def test_words_of_another_direction_or_width_are_read_as_they_are(plain):
    run = Run("كم عدد الأقلام؟")
    run.sample("## Step 1: الفهم\nفي كل صندوق 12 قلمًا.\n\nAnswer: 84 قلمًا", "84", "84 قلمًا")
    run.sample("## Step 1: 理解问题\n每盒有十二支铅笔。\n\nAnswer: 一共八十四支铅笔一共", "84", "一共八十四支铅笔一共")
    stage = plain(viewport={"width": 1000, "height": 900})
    stage.show(fixture(run.end())["messages"])
    page = stage.page
    direction = "each => getComputedStyle(each).direction"
    prose = page.locator(".o1-steps .o1-prose > div").first
    assert [page.locator(part).first.evaluate(direction) for part in (".o1-card", ".o1-answer")] == ["ltr", "rtl"]
    assert prose.evaluate(direction) == "rtl"
    page.locator(".o1-chip").nth(1).click()
    expect(page.locator(".o1-steps .o1-title").first).to_have_text("理解问题")
    assert prose.evaluate(direction) == "ltr"
    says = page.locator(".o1-says > *")
    page.evaluate("document.documentElement.dir = 'rtl'")
    word, answer = (says.nth(i).bounding_box() for i in range(2))
    assert answer["x"] + answer["width"] < word["x"], "mirrored, with room between them"
    stage.see("Tree")
    for node in page.locator(".o1-node").all():
        label, pill = (
            node.locator(part).evaluate("each => each.getBBox().width") for part in (".o1-label", ".o1-pill")
        )
        assert label < pill


def test_the_keyboard_reaches_all_of_it_and_the_notebook_keeps_out(notebook, fast_server, page):
    book = notebook(LOAD, cell(fast_server, "-s self_consistency", "-o r", "--display none"), SHOW)
    book.run_all()
    shown = book.output(2)
    expect(shown.locator(".o1-card")).to_be_visible(timeout=60_000)
    cells = page.locator(".jp-Cell").count()
    shown.locator(".o1-views [role=tab][aria-selected=true]").focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.closest('.o1-chip, .o1-step > summary, .o1-copy')?.className")
        )
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", reached
        if page.evaluate("document.activeElement.matches('.o1-step > summary')"):
            break
    step = shown.locator(".o1-steps .o1-step").first
    was = step.evaluate("step => step.open")
    page.keyboard.press("Enter")
    assert step.evaluate("step => step.open") != was
    page.keyboard.press("Space")
    assert step.evaluate("step => step.open") == was
    if not was:
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    copy = step.locator(".o1-copy")
    expect(copy).to_be_focused()
    expect(copy).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(copy).to_contain_text("Copied")
    for key in ("a", "d", "d", "x"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells, "what is typed here is no command of the notebook"
