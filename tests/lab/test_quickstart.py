"""The quickstart's first question, on the embedded default model, as a newcomer sees it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.engine
QUICKSTART = Path(__file__).parent.parent.parent / "notebooks" / "01-quickstart.ipynb"
MINUTES = 60_000


def test_the_embedded_model_thinks_aloud_and_the_record_stays(notebook, shot):
    quickstart = nbformat.read(QUICKSTART, as_version=4)
    sources = [cell.source for cell in quickstart.cells if cell.cell_type == "code"]
    load, question = sources[0], next(source for source in sources if source.startswith("%%reason"))
    book = notebook(load, question)
    book.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    book.run_all()
    card = book.output(1).locator(".o1-card")
    expect(card.locator(".o1-panel")).to_contain_text("12", timeout=5 * MINUTES)
    expect(card.locator(".o1-state")).to_contain_text("Thinking")
    shot("quickstart-live", book.page.locator(".jp-CodeCell").nth(1))
    book.wait_idle(timeout=300)
    expect(book.output(1)).to_contain_text("chains agree")
    book.page.set_viewport_size({"width": 1100, "height": 1400})
    shot("quickstart", book.page.locator(".jp-CodeCell").nth(1))
