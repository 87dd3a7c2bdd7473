"""README's pictures, light and dark, from JupyterLab: the search of notebook 03, replayed from the recording beside it.

    python tests/lab/pictures.py

Look at each of them before you commit it.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from PIL import Image
from playwright.sync_api import Locator, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from lab.conftest import Host, Notebook, jupyter
from stage import start_chromium

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FOLDER = NOTEBOOKS / "images"
SOURCE = NOTEBOOKS / "03-why-this-answer.ipynb"
NAME = "why.ipynb"
WIDTH, HEIGHT, SCALE = 1000, 1500, 1.6
COLOURS = 128
HINTING = "--font-render-hinting=none"


def cells() -> list[str]:
    """Return what the pictures show: the notebook's first cells, and the live card of the same run."""
    code = [cell.source for cell in nbformat.read(SOURCE, as_version=4).cells if cell.cell_type == "code"]
    load, question = code[:2]
    return [load, question, "import o1magic\n\no1magic.show(why)"]


def save(shown: Locator, name: str) -> None:
    """Write a picture with few colours, which takes a third of the room."""
    picture = Image.open(io.BytesIO(shown.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        folder = Path(kept)
        shutil.copy(SOURCE.with_suffix(".jsonl"), folder)
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells()])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(made, folder / NAME)
        with (
            jupyter("lab", folder) as url,
            start_chromium(playwright.chromium, "--font-render-hinting=none") as browser,
        ):
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE)
            book = Notebook(page, Host("lab", url, folder), NAME).open()
            book.command("application:toggle-left-area")
            book.run_all()
            book.wait_idle()
            question, card = page.locator(".jp-CodeCell").nth(1), book.output(2).locator(".o1-card")
            card.get_by_role("tab", name="Tree").click()
            page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
            page.mouse.move(0, 0)
            for theme, ending in (("Light", ""), ("Dark", "-dark")):
                book.theme(f"JupyterLab {theme}")
                save(question, f"reason{ending}")
                save(card, f"tree{ending}")


if __name__ == "__main__":
    main()
