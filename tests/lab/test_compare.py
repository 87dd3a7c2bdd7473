"""`%%reason --compare` in JupyterLab: columns that wrap, each with its title, and one table in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"


def boxes(book):
    """Return where the three columns stand, measured at one moment: the output is drawn anew now and then."""
    return book.page.wait_for_function(
        """() => {
            const columns = [...document.querySelectorAll(".jp-OutputArea [style*='display:grid'] > *")];
            return columns.length === 3 && columns.map((column) => column.getBoundingClientRect().toJSON());
        }"""
    ).json_value()


@pytest.mark.parametrize("width", [480, 1100])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_runs_stand_side_by_side_and_the_table_takes_their_place(notebook, slow_server, shot, theme, width):
    name = f"{theme.lower()}-{width}"
    seed = 40 + width + len(theme)
    book = notebook(
        "%load_ext o1magic",
        f"%%reason -m openai/test --api-base {slow_server} --seed {seed} -o c "
        f"--compare self_consistency:n=4,chain,best_of_n:n=2\n{QUESTION}",
        name=f"compare-{name}.ipynb",
    )
    book.page.set_viewport_size({"width": width, "height": 1200})
    book.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    book.theme(f"JupyterLab {theme}")
    book.run_all()
    output = book.output(1)
    expect(output.locator(".o1-card").first).to_contain_text("Understand", timeout=30_000)
    expect(output).to_contain_text("Waiting for its turn.")
    first, second, third = boxes(book)
    if width > 1000:
        assert first["y"] == second["y"] < third["y"]
    else:
        assert first["y"] < second["y"] < third["y"]
        assert first["x"] == second["x"]
    assert output.evaluate("node => node.scrollWidth <= node.clientWidth")
    shot(f"compare-live-{name}", output)
    expect(output).to_contain_text("3 of 3 strategies agree", timeout=60_000)
    expect(output.locator(".o1-card")).to_have_count(0)
    shot(f"compare-{name}", output)
    words = output.locator("td b").first
    # A name is read whole, and not letter by letter, however narrow the table is.
    assert words.evaluate("node => node.getClientRects().length") == 1
    contrast = output.evaluate(CONTRAST)
    assert contrast["worst"] >= 4.5, contrast


def test_in_the_background_the_columns_live_on_and_a_notebook_saved_meanwhile_reads_well(
    notebook, stored, held_server, shot
):
    book = notebook(
        "%load_ext o1magic",
        f"%%reason -m openai/test --api-base {held_server.base_url} -o c --background "
        f"--compare chain,self_consistency:n=4\n{QUESTION}",
        name="compare-background.ipynb",
    )
    book.run_all()
    output = book.output(1)
    expect(output.locator(".o1-card").first).to_contain_text("Understand", timeout=30_000)
    expect(output).to_contain_text("Waiting for its turn.")
    saved = book.save()
    (kept,) = saved.cells[1].outputs
    assert set(kept["data"]) == {"text/html", "text/plain"}
    output.get_by_role("tab", name="Timeline").click()
    held_server.let_go.release()
    expect(output.locator(".o1-card")).to_have_count(2, timeout=30_000)
    # What somebody looks at stays as the next one begins.
    expect(output.get_by_role("tab", name="Timeline").first).to_have_attribute("aria-selected", "true")
    shot("compare-background", output)
    later = book.save()
    held_server.let_go.release(3)
    expect(output).to_contain_text("2 of 2 strategies agree", timeout=60_000)
    expect(output.locator(".o1-card")).to_have_count(0)
    # The first one was over by then.
    again = stored(later, trusted=False)
    expect(again.output(1)).to_contain_text("one chain, no vote")
    expect(again.output(1).get_by_text("Still running when this was saved")).to_have_count(1)
    again = stored(saved, trusted=False)
    expect(again.output(1)).to_contain_text("Still running when this was saved")
    expect(again.output(1)).to_contain_text("Waiting for its turn.")
    assert "model not found" not in again.output(1).inner_text()
    shot("compare-background-saved", again.output(1))
