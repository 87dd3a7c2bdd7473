"""The playground in JupyterLab: controls, a run in the background, the runs so far, and the cell that does the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"


def panel(base, **options):
    given = {"model": "openai/test", "api_base": base, "strategy": "self_consistency", **options}
    return f"import o1magic\np = o1magic.playground({QUESTION!r}, **{given!r})\np"


def button(output, name):
    return output.get_by_role("button", name=name, exact=True)


def test_a_question_is_run_changed_and_run_again(notebook, slow_server):
    book = notebook("%load_ext o1magic", panel(slow_server, seed=21), name="playground.ipynb")
    book.run_all()
    output = book.output(1)
    expect(output.locator("pre")).to_contain_text("-s self_consistency --seed 21", timeout=30_000)
    button(output, "Run").click()
    expect(output.locator(".o1-card")).to_contain_text("Understand", timeout=30_000)
    expect(button(output, "Run")).to_be_disabled()
    book.add("print(6 * 7)")
    book.command("notebook:run-cell")
    expect(book.output(2)).to_contain_text("42")
    assert "running" in output.locator("table").inner_text()
    expect(output.locator("table")).to_contain_text("4 of 4 chains agree", timeout=60_000)
    expect(button(output, "Stop")).to_have_count(0)
    output.get_by_role("combobox").nth(1).select_option("chain")
    expect(output.locator("pre")).to_contain_text(re.compile(r"-s chain"))
    button(output, "Run").click()
    expect(output.locator("tbody tr")).to_have_count(2)
    expect(output.locator("tbody tr").first).to_contain_text("one chain, no vote", timeout=60_000)
    button(output, "1").click()
    expect(output.locator(".o1-card")).to_contain_text("4 of 4 chains agree")
    book.add("print([h.result().answer for h in p.history], p.cell)")
    book.command("notebook:run-cell")
    expect(book.output(3)).to_contain_text("['42', '42'] %%reason -m openai/test")


def test_stop_ends_the_run_and_a_wrong_limit_is_said(notebook, slow_server):
    book = notebook("%load_ext o1magic", panel(slow_server, seed=22), name="playground-stop.ipynb")
    book.run_all()
    output = book.output(1)
    button(output, "Run").click()
    expect(output.locator(".o1-card")).to_contain_text("Understand", timeout=30_000)
    button(output, "Stop").first.click()  # the second one is that of the card
    expect(button(output, "Run")).to_be_enabled(timeout=5_000)
    output.locator("input[type=text]").nth(3).fill("many")
    output.locator("input[type=text]").nth(3).press("Enter")
    expect(output).to_contain_text("--calls 'many' needs a whole number of at least 0, or none to lift the limit")
    expect(button(output, "Run")).to_be_disabled()


def test_the_keyboard_alone_is_enough_and_the_notebook_keeps_out(notebook, slow_server, page):
    book = notebook("%load_ext o1magic", panel(slow_server, seed=24), "x = 1", name="playground-keys.ipynb")
    book.run_all()
    output = book.output(1)
    expect(output.locator("pre")).to_contain_text("--seed 24", timeout=30_000)
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = 1;
            notebook.activate();
        }"""
    )

    def tab_to(locator):
        for _ in range(30):
            page.keyboard.press("Tab")
            if locator.evaluate("node => node === document.activeElement"):
                return
        pytest.fail(f"no way with the Tab key to {locator}")

    def notebook_is():
        return page.evaluate(
            """() => {
                const { mode, widgets } = window.jupyterapp.shell.currentWidget.content;
                return [mode, widgets.length];
            }"""
        )

    question = output.locator("textarea")
    tab_to(question)
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Add b, dd and m.")
    for key in ("Shift+Enter", "Control+Enter", "Alt+Enter", "Escape"):
        page.keyboard.press(key)
    assert question.input_value().strip() == f"{QUESTION}\nAdd b, dd and m."
    assert (notebook_is(), output.locator("tbody tr").count()) == (["command", 3], 0)
    strategy = output.get_by_role("combobox").nth(1)
    tab_to(strategy)
    page.keyboard.type("dd")
    expect(output.locator("pre")).to_contain_text(re.compile("-s (dvts|decompose)"))
    assert strategy.evaluate("node => node === document.activeElement")
    page.wait_for_timeout(1500)  # the browser begins a new word
    page.keyboard.type("chain")
    expect(strategy).to_have_value("chain")
    assert notebook_is() == ["command", 3]
    expect(output.locator("pre")).to_contain_text("Add b, dd and m.")
    tab_to(button(output, "Run"))
    page.keyboard.press("Enter")
    expect(output.locator("tbody tr").first).to_contain_text("one chain, no vote", timeout=60_000)
    page.keyboard.type("dd")
    assert notebook_is() == ["command", 3]
    # After a click on it the letters choose, too.
    strategy.focus()
    assert strategy.evaluate("node => node.hasAttribute('data-lm-suppress-shortcuts')")


@pytest.mark.parametrize("width", [480, 1100])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_can_be_read_in_every_theme_and_width(notebook, slow_server, shot, theme, width):
    name = f"{theme.lower()}-{width}"
    book = notebook("%load_ext o1magic", panel(slow_server, seed=23), name=f"playground-{name}.ipynb")
    book.page.set_viewport_size({"width": width, "height": 1400})
    book.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    book.theme(f"JupyterLab {theme}")
    book.run_all()
    output = book.output(1)
    expect(output.locator("pre")).to_contain_text("--seed 23", timeout=30_000)
    for _ in range(2):
        expect(button(output, "Run")).to_be_enabled(timeout=60_000)
        button(output, "Run").click()
        expect(output.locator("tbody tr").first).to_contain_text("4 of 4 chains agree", timeout=60_000)
    shot(f"playground-{name}", output)
    assert output.evaluate("node => node.scrollWidth <= node.clientWidth")
    contrast = output.locator(".jp-OutputArea-output").evaluate(CONTRAST)
    assert contrast["worst"] >= 4.5, contrast
