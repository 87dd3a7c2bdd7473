"""What a person sees in a notebook: the card while it thinks, Stop, interrupt, and the record that stays."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from openai_server import OpenAIServer
from playwright.sync_api import expect

LOAD = "%load_ext o1magic"
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
STOPPED_WITHIN = 2.0
"""Seconds from a click to the end of the cell; a machine that runs other things too is allowed some."""
in_every_host = pytest.mark.parametrize("host", ["lab", "notebook"], indirect=True)


def cell(base, *options, question=QUESTION):
    return f"%%reason -m openai/test --api-base {base} {' '.join(options)}\n{question}"


def card(notebook, index):
    return notebook.output(index).locator(".o1-card")


def only_static(output):
    assert output["output_type"] == "display_data"
    assert set(output["data"]) == {"text/html", "text/plain"}
    return output["data"]


@in_every_host
def test_the_card_thinks_aloud_and_leaves_a_record(notebook, slow_server, shot):
    book = notebook(LOAD, cell(slow_server, "-s self_consistency", "-o r"), "print('next', r.answer)")
    book.run_all()
    live = card(book, 1)
    expect(live).to_be_visible()
    expect(live.locator(".o1-state")).to_contain_text("Thinking", timeout=20_000)
    expect(live.locator(".o1-stop")).to_be_visible()
    panel = live.locator(".o1-panel")
    expect(panel).to_contain_text("Understand")
    early = len(panel.inner_text())
    expect(panel).to_contain_text("Compute")
    assert len(panel.inner_text()) > early
    assert "pencils" in live.locator(".o1-question").inner_text()
    shot("live", book.output(1))
    book.wait_idle()
    expect(live).to_have_count(0)
    record = book.output(1).inner_text()
    assert "42" in record
    assert "4 of 4 chains agree" in record
    expect(book.output(2)).to_contain_text("next 42")
    shot("record", book.output(1))
    saved = book.save()
    assert len(saved.cells[1].outputs) == 1
    data = only_static(saved.cells[1].outputs[0])
    assert "42" in data["text/plain"]
    assert "script" not in data["text/html"]


@pytest.mark.clock
@in_every_host
def test_stop_ends_the_cell_with_what_there_is(notebook, slow_server):
    book = notebook(
        LOAD, cell(slow_server, "-s chain", "-o r", "--seed 1"), "print(r.stop_reason, r.answer, '##' in r.text)"
    )
    book.run_all()
    live = card(book, 1)
    expect(live.locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    live.locator(".o1-stop").click()
    clicked = time.monotonic()
    expect(live).to_have_count(0)
    assert time.monotonic() - clicked < STOPPED_WITHIN
    book.wait_idle()
    expect(book.output(2)).to_contain_text("stopped None True")


@pytest.mark.clock
def test_stop_works_where_the_kernel_hears_nothing_while_a_cell_runs(notebook, slow_server, ipykernel_6):
    # No subshells there: the page sees no answer to its Stop and interrupts the kernel.
    book = notebook(LOAD, cell(slow_server, "-s chain", "-o r", "--seed 11"), kernel=ipykernel_6)
    book.run_all()
    live = card(book, 1)
    expect(live.locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    live.locator(".o1-stop").click()
    clicked = time.monotonic()
    expect(live).to_have_count(0)
    assert time.monotonic() - clicked < STOPPED_WITHIN
    book.add("import ipykernel\nprint(ipykernel.__version__, r.stop_reason, len(r.text) > 0)")
    book.command("notebook:run-cell")
    expect(book.output(2)).to_contain_text("6.31.0 interrupted True")


@pytest.mark.clock
@in_every_host
def test_an_interrupt_keeps_the_partial_result_and_the_kernel_goes_on(notebook, slow_server):
    book = notebook(LOAD, cell(slow_server, "-s chain", "-o r", "--seed 2"))
    book.run_all()
    expect(card(book, 1).locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    book.command("notebook:interrupt-kernel")
    pressed = time.monotonic()
    expect(card(book, 1)).to_have_count(0)
    assert time.monotonic() - pressed < STOPPED_WITHIN
    output = book.output(1)
    expect(output).to_contain_text("nterrupted")
    assert "Traceback" not in output.inner_text()
    # What is run before the interrupted cell is over is given up with it.
    expect(book.page.locator(".jp-Cell.jp-CodeCell").nth(1).locator(".jp-InputPrompt")).to_have_text("[2]:")
    book.add("print(r.stop_reason, len(r.text) > 0)")
    book.command("notebook:run-cell")
    expect(book.output(2)).to_contain_text("interrupted True")


def test_a_cell_that_is_deleted_during_a_run_and_brought_back_has_the_record_at_the_end(notebook, held_server, page):
    book = notebook(LOAD, cell(held_server.base_url, "-s self_consistency"))
    book.run_all()
    expect(card(book, 1).locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }")
    book.command("notebook:delete-cell")
    expect(card(book, 1)).to_have_count(0)
    book.command("notebook:undo-cell-action")
    expect(card(book, 1)).to_be_visible()
    held_server.let_go.release(4)
    expect(book.output(1)).to_contain_text("4 of 4 chains agree", timeout=60_000)
    expect(card(book, 1)).to_have_count(0)
    (output,) = book.save().cells[1].outputs
    assert "Still running" not in only_static(output)["text/html"]


@in_every_host
def test_a_page_that_is_reloaded_during_a_run_shows_what_there_is_and_then_its_record(
    notebook, held_server, page, shot
):
    often = "from o1magic.magic import place; place.RENEWED_AFTER = 1"
    book = notebook(f"{LOAD}\n{often}", cell(held_server.base_url, "-s self_consistency"))
    book.run_all()
    expect(card(book, 1).locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    view = card(book, 1).element_handle()
    page.wait_for_timeout(2500)
    # What is saved has been renewed below it.
    assert view.is_visible()
    only_static(book.save().cells[1].outputs[0])
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    output = book.output(1)
    expect(output).to_contain_text("Still running when this was saved")
    expect(output).to_contain_text("Understand")
    shot("reloaded", output)
    held_server.let_go.release(4)
    expect(output).to_contain_text("4 of 4 chains agree", timeout=60_000)
    expect(card(book, 1)).to_have_count(0)
    shot("reloaded-over", output)
    data = only_static(book.save().cells[1].outputs[0])
    assert "4 of 4 chains agree" in data["text/plain"]
    assert "Still running" not in data["text/html"]


@in_every_host
def test_a_saved_notebook_reads_well_without_a_kernel(notebook, fast_server, page, shot):
    book = notebook(LOAD, cell(fast_server, "-s self_consistency"))
    book.run_all()
    book.wait_idle()
    before = book.output(1).inner_text()
    book.save()
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    output = book.load().output(1)
    expect(output).to_contain_text("42")
    assert output.inner_text().split() == before.split()
    output.get_by_text("Compute").first.click()
    shot("reopened", output)


@in_every_host
def test_an_untrusted_notebook_shows_the_record_too(notebook, fast_server, shot):
    book = notebook(LOAD, cell(fast_server, "-s self_consistency"))
    book.run_all()
    book.wait_idle()
    saved = book.save()
    # Another signature: Lab no longer trusts the outputs, and its sanitiser goes over them.
    saved.cells[0].source += "  # changed elsewhere"
    output = book.beside("untrusted.ipynb", saved).load().output(1)
    expect(output).to_contain_text("4 of 4 chains agree")
    expect(output).to_contain_text("Compute")
    shot("untrusted", output)


@in_every_host
def test_show_brings_the_live_view_back(notebook, fast_server, shot):
    book = notebook(LOAD, cell(fast_server, "-s self_consistency", "-o r"), "import o1magic\no1magic.show(r)")
    book.run_all()
    expect(card(book, 2)).to_contain_text("4 of 4 chains agree", timeout=30_000)
    expect(card(book, 2).locator(".o1-stop")).not_to_be_visible()
    shot("shown", book.output(2))
    # What is saved of it is the record.
    assert "4 of 4 chains agree" in only_static(book.save().cells[2].outputs[0])["text/plain"]


def test_the_same_cell_again_is_answered_by_the_cache_and_says_so(notebook, slow_server):
    book = notebook(
        LOAD, cell(slow_server, "-s self_consistency", "--seed 4"), cell(slow_server, "-s self_consistency", "--seed 4")
    )
    book.run_all()
    book.wait_idle()
    assert "cached" not in book.output(1).inner_text()
    expect(book.output(2)).to_contain_text("4 cached")


PAYLOADS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror='window.hit=1'>",
    "<svg onload='window.hit=1'></svg>",
    "[click](javascript:window.hit=1)",
    "<details open ontoggle='window.hit=1'><summary>x</summary></details>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.hit=1&gt;'>",
    "$\\href{javascript:window.hit=1}{x}$ and \\(\\unicode{<img src=x onerror=window.hit=1>}\\)",
    "<a href='data:text/html,<script>window.hit=1</script>'>x</a>",
    "<style>body{display:none}</style><form action='javascript:window.hit=1'><button>x</button></form>",
    "![x](http://127.0.0.1:1/pixel.png)",
    "```\n</code></pre><script>window.hit=1</script>\n```",
    "```'><img src=x onerror=window.hit=1>\nx\n```",
    "[x](https://e.example '\" onmouseover=window.hit=1 autofocus onfocus=window.hit=1 x=\"')",
    "$$x \\tag{<img src=x onerror=window.hit=1>}$$ $$y \\label{' autofocus onfocus=window.hit=1 x='}$$",
]


def press_all(locator):
    locator.evaluate_all("elements => elements.forEach((one) => one.checkVisibility() && one.click())")


def open_all(output):
    """Open what is folded, and what is folded in that."""
    for _ in range(2):
        press_all(output.locator("details:not([open]) > summary"))


@pytest.mark.parametrize("display", ["live", "static"])
def test_hostile_replies_do_nothing(notebook, display, page):
    requested = []
    page.on("request", lambda request: requested.append(request.url))

    def hostile(_request, index):
        payload = PAYLOADS[index % len(PAYLOADS)]
        return f"## Step 1: {payload}\n{payload}\n\nAnswer: {payload}"

    with OpenAIServer(reply=hostile) as server:
        book = notebook(
            LOAD,
            cell(
                server.base_url,
                f"-s self_consistency -p n={len(PAYLOADS)} -p stop=none --answer text",
                f"--display {display}",
                "-o r",
            ),
            "import o1magic\no1magic.show(r)",
            name=f"hostile-{display}.ipynb",
        )
        book.run_all()
        book.wait_idle()
        open_all(book.output(1))
        expect(card(book, 2)).to_be_visible()
        press_all(card(book, 2).locator(".o1-chips button"))
        views = card(book, 2).locator(".o1-views [role=tab]:not([hidden])")
        assert views.count() >= 4
        for view in views.all():
            view.click()
            for node in card(book, 2).locator("svg .o1-node:visible").all():
                node.dispatch_event("click")
            press_all(card(book, 2).get_by_role("button", name="Outline", exact=True))
            open_all(card(book, 2))
            press_all(card(book, 2).locator("[role=treeitem]"))
        page.wait_for_timeout(300)
    assert page.evaluate("() => window.hit") is None
    assert page.locator(".jp-OutputArea script, .jp-OutputArea iframe, .jp-OutputArea form").count() == 0
    assert not [url for url in requested if "pixel.png" in url]
    assert page.evaluate("() => getComputedStyle(document.body).display") != "none"


@pytest.mark.parametrize("width", [480, 1100])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_can_be_read_in_every_theme_and_width(notebook, slow_server, shot, theme, width):
    name = f"{theme.lower()}-{width}"
    seed = f"--seed {width + len(theme)}"
    book = notebook(
        LOAD,
        cell(slow_server, "-s self_consistency", "-o r", seed),
        "import o1magic\no1magic.show(r)",
        name=f"theme-{name}.ipynb",
    )
    book.page.set_viewport_size({"width": width, "height": 900})
    book.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    book.theme(f"JupyterLab {theme}")
    book.run_all()
    expect(card(book, 1).locator(".o1-panel")).to_contain_text("Compute", timeout=30_000)
    shot(f"live-{name}", book.output(1))
    book.wait_idle()
    shot(f"record-{name}", book.output(1))
    expect(card(book, 2)).to_be_visible()
    shot(f"shown-{name}", book.output(2))
    for index in (1, 2):
        contrast = book.output(index).evaluate(CONTRAST)
        assert contrast["worst"] >= 4.5, contrast


@in_every_host
def test_a_kernel_that_is_restarted_during_a_run_leaves_what_there_is(notebook, held_server, page, shot):
    often = "from o1magic.magic import place; place.RENEWED_AFTER = 1"
    book = notebook(f"{LOAD}\n{often}", cell(held_server.base_url, "-s self_consistency"))
    book.run_all()
    expect(card(book, 1).locator(".o1-panel")).to_contain_text("Understand", timeout=30_000)
    page.wait_for_timeout(2500)
    book.command("notebook:restart-kernel")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    output = book.output(1)
    expect(output).to_contain_text("Still running when this was saved", timeout=5_000)
    expect(output).to_contain_text("Understand")
    expect(card(book, 1)).to_have_count(0)
    shot("restarted", output)
    only_static(book.save().cells[1].outputs[0])
    held_server.let_go.release(4)
    book.run_all()
    expect(output).to_contain_text("4 of 4 chains agree", timeout=60_000)
