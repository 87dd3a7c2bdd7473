"""Exported files in a real browser, offline: the views work, and nothing that a model wrote does anything."""

from __future__ import annotations

import pytest
from lab.test_live import PAYLOADS
from playwright.sync_api import expect
from traces import EXAMPLES, hostile

from o1magic.result import Result

BREAKING = [
    *PAYLOADS,
    "</script><script>window.hit=1</script>",
    "<!--<script>",
    "</title></style></noscript><b onclick=x>",
]


@pytest.fixture
def opened(page, tmp_path):
    """Return a function that exports a run and opens the file; it returns the addresses that were asked for."""

    def show(trace, suffix):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(Result(trace).export(tmp_path / f"run{suffix}").as_uri())
        return asked

    return show


def test_a_page_shows_the_views_without_a_kernel_and_asks_for_nothing(opened, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    asked = opened(EXAMPLES["mcts"](), ".html")
    expect(page.locator(".o1-card")).to_be_visible()
    expect(page.locator(".o1-card")).to_contain_text("5 of 6 solutions agree")
    expect(page.locator("noscript")).to_be_hidden()
    page.get_by_role("tab", name="Tree").click()
    expect(page.get_by_role("tab", name="Tree")).to_have_attribute("aria-selected", "true")
    page.wait_for_timeout(200)
    assert complaints == []
    assert len(asked) == 1


def test_without_scripts_the_record_stands_there(chromium, tmp_path):
    path = Result(EXAMPLES["mcts"]()).export(tmp_path / "run.html")
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        expect(page.locator("noscript .views")).to_be_visible()
        expect(page.locator("noscript > div")).to_contain_text("5 of 6 solutions agree")
        expect(page.locator(".o1-card")).to_have_count(0)
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_the_colours_that_its_reader_prefers(opened, page, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(EXAMPLES["mcts"](), ".html")
    light = [
        page.evaluate(f"() => getComputedStyle(document.querySelector('{of}')).color") for of in ("body", ".o1magic")
    ]
    assert all((sum(map(int, colour[4:-1].split(","))) < 384) == (scheme == "light") for colour in light)


def test_hostile_text_does_nothing_in_a_page(opened, page):
    asked = opened(hostile(BREAKING), ".html")
    expect(page.locator(".o1-card")).to_be_visible()
    for tab in page.get_by_role("tab").all():
        if tab.is_visible():
            tab.click()
            for node in page.locator("svg .o1-node:visible").all():
                node.dispatch_event("click")
            for summary in page.locator("details:not([open]) > summary").all():
                if summary.is_visible():
                    summary.click()
            for button in page.locator(".o1-chips button").all():
                if button.is_visible():
                    button.click()
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.hit") is None
    assert page.evaluate("() => getComputedStyle(document.body).display") != "none"
    assert page.locator("script").count() == 2
    assert page.locator("main :is(script, iframe, form, style, link, img)").count() == 0
    assert len([url for url in asked if not url.startswith("data:")]) == 1


def test_the_policy_holds_even_where_something_came_through(opened, page):
    failed = {}
    page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    opened(EXAMPLES["mcts"](), ".html")
    page.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("beforeend",
            "<img src='http://127.0.0.1:1/pixel.png' onerror='window.hit=1'><style>body { display: none }</style>");
        const script = document.createElement("script");
        script.textContent = "window.hit = 2";
        document.body.append(script);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.hit") is None
    assert page.evaluate("() => getComputedStyle(document.body).display") != "none"
    assert failed == {"http://127.0.0.1:1/pixel.png": "csp"}


def test_hostile_text_does_nothing_in_a_drawing(opened, page):
    asked = opened(hostile(BREAKING), ".svg")
    assert page.evaluate("() => document.documentElement.localName") == "svg"
    assert page.evaluate("() => document.querySelectorAll('script, foreignObject, image, a').length") == 0
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.hit") is None
    assert len(asked) == 1


def test_what_is_drawn_stays_inside_of_the_picture_and_no_text_leaves_its_node(opened, page):
    opened(EXAMPLES["mcts"](), ".svg")
    outside = page.evaluate("""() => {
        const whole = document.documentElement.getBoundingClientRect();
        const out = [...document.querySelectorAll("text, path, g > g > rect")].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.left < whole.left || box.right > whole.right || box.bottom > whole.bottom || box.top < whole.top;
        });
        const wide = [...document.querySelectorAll("g > g")].filter((node) => {
            const [rect, text] = [node.querySelector("rect"), node.querySelector("text")];
            return text && text.getBoundingClientRect().width > rect.getBoundingClientRect().width - 8;
        });
        return [...out, ...wide].map((element) => element.outerHTML);
    }""")
    assert outside == []
