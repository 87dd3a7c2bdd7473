"""`%%reason --background` in JupyterLab: the card lives on below its cell, and the record takes its place."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

LOAD = "%load_ext o1magic"
QUESTION = "A box holds 12 pencils. A school buys 7 boxes. How many pencils is that?"


def cell(base, *options):
    return f"%%reason -m openai/test --api-base {base} --background {' '.join(options)}\n{QUESTION}"


def card(notebook, index):
    return notebook.output(index).locator(".o1-card")


def test_the_card_lives_while_other_cells_run_and_the_record_takes_its_place(notebook, slow_server, shot):
    book = notebook(
        LOAD,
        cell(slow_server, "-s self_consistency", "-o h", "--seed 31"),
        "import time; time.sleep(2); print('meanwhile', h.done)",
        "print(h.result().answer)",
    )
    book.run_all()
    expect(card(book, 1).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    expect(book.output(2)).to_contain_text("meanwhile False")
    shot("background", book.output(1))
    expect(book.output(3)).to_contain_text("42", timeout=60_000)
    expect(card(book, 1)).to_have_count(0)
    expect(book.output(1)).to_contain_text("4 of 4 chains agree")
    (output,) = book.save().cells[1].outputs
    assert set(output["data"]) == {"text/html", "text/plain"}


def test_several_live_side_by_side_and_stop_ends_one(notebook, slow_server):
    book = notebook(
        LOAD,
        cell(slow_server, "-s chain", "-o one", "--seed 32"),
        cell(slow_server, "-s chain", "-o two", "--seed 33"),
    )
    book.run_all()
    for index in (1, 2):
        expect(card(book, index).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    card(book, 2).locator(".o1-stop").click()
    expect(book.output(2)).to_contain_text("stopped by hand", timeout=5_000)
    expect(card(book, 2)).to_have_count(0)
    expect(book.output(1)).to_contain_text("one chain, no vote", timeout=30_000)


@pytest.mark.clock
def test_stop_ends_the_run_and_not_the_cell_that_keeps_the_kernel_busy(notebook, slow_server):
    book = notebook(
        LOAD,
        cell(slow_server, "-s self_consistency", "-o h", "--seed 34"),
        "import time\nfor _ in range(4): time.sleep(1)\nprint('whole')",
    )
    book.run_all()
    expect(card(book, 1).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    card(book, 1).locator(".o1-stop").click()
    clicked = time.monotonic()
    expect(book.output(1)).to_contain_text("stopped by hand", timeout=20_000)
    assert time.monotonic() - clicked < 2
    expect(book.output(2)).to_contain_text("whole", timeout=20_000)


def test_stop_waits_where_the_kernel_hears_nothing_while_a_cell_runs(notebook, slow_server, ipykernel_6):
    # No subshells there: an interrupt would end the other cell.
    book = notebook(
        LOAD,
        cell(slow_server, "-s self_consistency", "-o h", "--seed 35", "-p n=16", "-p stop=none"),
        "import time\nfor _ in range(6): time.sleep(1)\nprint('whole')",
        kernel=ipykernel_6,
    )
    book.run_all()
    expect(card(book, 1).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    card(book, 1).locator(".o1-stop").click()
    expect(book.output(2)).to_contain_text("whole", timeout=20_000)
    expect(book.output(1)).to_contain_text("stopped by hand", timeout=20_000)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_notebook_that_is_saved_during_the_run_reads_well(notebook, stored, held_server, trusted):
    book = notebook(LOAD, cell(held_server.base_url, "-s self_consistency", "-o h"), name="saved.ipynb")
    book.run_all()
    expect(card(book, 1).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    saved = book.save()
    (output,) = saved.cells[1].outputs
    assert set(output["data"]) == {"text/html", "text/plain"}
    again = stored(saved, trusted=trusted)
    expect(again.output(1)).to_contain_text("Still running when this was saved")


def test_a_page_that_is_reloaded_shows_the_card_again(notebook, held_server, page):
    book = notebook(LOAD, cell(held_server.base_url, "-s self_consistency", "-o h", "-p n=16", "-p stop=none"))
    book.run_all()
    expect(card(book, 1).locator(".o1-panel").first).to_contain_text("Understand", timeout=30_000)
    book.save()
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    expect(card(book, 1)).to_contain_text("of 16 chains", timeout=60_000)
    held_server.let_go.release(16)
    expect(book.output(1)).to_contain_text("16 of 16 chains agree", timeout=60_000)
