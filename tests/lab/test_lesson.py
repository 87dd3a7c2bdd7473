"""`--reveal`, `--hints` and `--blind` in JupyterLab: live, and as the notebook that is saved reads."""

from __future__ import annotations

import pytest
from lab.test_live import PAYLOADS, in_every_host
from openai_server import OpenAIServer, server_process
from playwright.sync_api import expect

LOAD = "%load_ext o1magic"
QUESTION = "A box holds 12 pencils and a half. What is that half?"
SOLUTION = """\
Step 1: Understand
A quokka holds $a$ box.

Step 2: Plan
A wombat holds a crate.

Step 3: Compute
A numbat holds $\\frac{1}{2}$.

Answer: $\\frac{1}{2}$"""


@pytest.fixture
def server():
    with OpenAIServer(reply=lambda _request, _index: SOLUTION) as running:
        yield running.base_url


def cell(base, *options, question=QUESTION):
    return f"%%reason -m openai/test --api-base {base} -s self_consistency {' '.join(options)}\n{question}"


def lesson(book, index=1):
    return book.output(index).locator(".o1-lesson")


def words(book, index=1):
    """Return which of the steps are on the page, wherever in it."""
    text = book.output(index).evaluate("(element) => element.outerHTML")
    return [word for word in ("quokka", "wombat", "numbat") if word in text]


def pictures(book, page, shot, name, target):
    """Keep pictures of a lesson, wide and narrow, in light and dark."""
    size = page.viewport_size
    for theme in ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"):
        book.theme(theme)
        look = theme.removeprefix("JupyterLab ").lower().replace(" ", "-")
        for width in (1100, 560):
            page.set_viewport_size({"width": width, "height": 900})
            target.scroll_into_view_if_needed()
            shot(f"{name}-{look}-{width}", target)
    page.set_viewport_size(size)
    book.theme("JupyterLab Light")


@in_every_host
def test_a_student_predicts_step_by_step_and_the_saved_notebook_tells_it(notebook, stored, server, page, shot):
    book = notebook(LOAD, cell(server, "--reveal", "-o r"), "print('after')", name="revealed.ipynb")
    book.run_all()
    card = lesson(book)
    expect(card).to_contain_text("1 of 3 steps", timeout=60_000)
    assert words(book) == ["quokka"]
    pictures(book, page, shot, "lesson-reveal", book.output(1))

    field = card.locator("textarea")
    field.click()
    page.keyboard.type("It plans\nwith a <b>crate</b>")
    top = card.locator(".o1-lesson-step").first.bounding_box()["y"]
    page.keyboard.press("Control+Enter")
    expect(card).to_contain_text("2 of 3 steps")
    assert words(book) == ["quokka", "wombat"]
    assert card.locator(".o1-lesson-step").first.bounding_box()["y"] == pytest.approx(top, abs=1)
    # The output has been drawn anew meanwhile, and the keys go on.
    page.wait_for_timeout(500)
    expect(field).to_be_focused()
    saved = book.save()
    (output,) = saved.cells[1].outputs
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert "numbat" not in str(output)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("See the whole search")
    expect(card.locator(".o1-lesson-answers")).to_be_focused()
    pictures(book, page, shot, "lesson-revealed", book.output(1))
    card.get_by_role("button", name="See the whole search").click()
    expect(card.locator(".o1-lesson-whole .o1-views [role=tab]").first).to_be_visible()
    book.add("print(r.lesson.predictions, r.lesson.agrees)")
    page.locator(".jp-Cell.jp-CodeCell").nth(3).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(book.output(3)).to_contain_text("('It plans\\nwith a <b>crate</b>', '') None")

    whole = book.save()
    for made, steps in ((saved, 2), (whole, 3)):
        for trusted in (True, False):
            again = stored(made, trusted=trusted)
            expect(again.output(1)).to_contain_text(f"{steps} of 3 steps")
            expect(again.output(1)).to_contain_text("with a <b>crate</b>")
            expect(again.output(1).get_by_text("The whole search")).to_have_count(int(steps == 3))
            assert len(words(again)) == steps
        shot(f"lesson-reopened-{steps}", again.output(1))


@in_every_host
def test_an_answer_in_another_form_agrees(notebook, stored, server, page, shot):
    book = notebook(LOAD, cell(server, "--blind", "-o r"), name="entered.ipynb")
    book.run_all()
    card = lesson(book)
    field = card.locator("textarea")
    expect(field).to_be_visible(timeout=60_000)
    assert words(book) == []
    pictures(book, page, shot, "lesson-blind", book.output(1))
    field.click()
    page.keyboard.type("0.50")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Your answer agrees with the search's answer.", timeout=30_000)
    expect(card.locator(".o1-lesson-whole .o1-card")).to_be_visible()
    pictures(book, page, shot, "lesson-entered", book.output(1))
    again = stored(book.save(), trusted=False)
    expect(again.output(1)).to_contain_text("Your answer agrees with the search's answer.")


def test_hints_are_all_that_there_is(notebook, server, page, shot):
    book = notebook(LOAD, cell(server, "--hints 2"))
    book.run_all()
    expect(book.output(1)).to_contain_text("2 of 3 steps", timeout=60_000)
    assert words(book) == ["quokka", "wombat"]
    pictures(book, page, shot, "lesson-hints", book.output(1))
    assert "numbat" not in str(book.save())


def test_while_it_runs_there_is_the_meter_and_stop(notebook, page, shot):
    with server_process("--pace", "0.15", "--delay", "0.4", "--distinct") as slow:
        book = notebook(LOAD, cell(slow, "--reveal", question="How slow is it?"))
        book.run_all()
        card = lesson(book)
        expect(card.locator(".o1-stop")).to_be_visible(timeout=60_000)
        expect(card.locator(".o1-cost")).to_contain_text("calls")
        expect(card.locator(".o1-tabbed")).to_be_hidden()
        shot("lesson-running", book.output(1))
        page.wait_for_timeout(1500)
        assert "Understand" not in card.text_content()
        card.locator(".o1-stop").click()
        expect(card.locator(".o1-stop")).to_have_count(0, timeout=20_000)


def test_what_a_student_writes_does_nothing(notebook, stored, server, page):
    book = notebook(LOAD, *(cell(server, "--reveal --blind", f"--seed {i}") for i in range(3)), name="payloads.ipynb")
    book.run_all()
    for index, payloads in enumerate((PAYLOADS[0::3], PAYLOADS[1::3], PAYLOADS[2::3]), 1):
        card = lesson(book, index)
        expect(card).to_contain_text("1 of 3 steps", timeout=60_000)
        for words_of in (" ".join(payloads), "\n".join(payloads)):
            card.locator("textarea").fill(words_of)
            card.locator(".o1-lesson-go").click()
            page.wait_for_timeout(300)
        expect(card).to_contain_text("Your answer", timeout=30_000)
    assert page.evaluate("window.hit") is None
    made = book.save()
    for trusted in (True, False):
        again = stored(made, trusted=trusted)
        expect(again.output(1)).to_contain_text("You predicted")
        assert page.evaluate("window.hit") is None


@in_every_host
def test_a_page_that_is_reloaded_goes_on_and_what_is_saved_with_it(notebook, server, page, stored):
    book = notebook(LOAD, cell(server, "--reveal --blind", "-o r"), name="reloaded.ipynb")
    book.run_all()
    expect(lesson(book)).to_contain_text("1 of 3 steps", timeout=60_000)
    book.save()
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    expect(lesson(book)).to_contain_text("1 of 3 steps", timeout=60_000)
    lesson(book).locator(".o1-lesson-go").click()
    expect(lesson(book)).to_contain_text("2 of 3 steps")
    saved = book.save()
    lesson(book).locator("textarea").fill("1/2")
    lesson(book).locator(".o1-lesson-go").click()
    expect(lesson(book)).to_contain_text("Your answer agrees", timeout=30_000)
    whole = book.save()
    for made, said in ((saved, "2 of 3 steps"), (whole, "Your answer agrees")):
        expect(stored(made, trusted=False).output(1)).to_contain_text(said)
