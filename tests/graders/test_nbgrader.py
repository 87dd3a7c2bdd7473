"""nbgrader hands out the assignment, grades it offline within 30 seconds a cell, and its feedback shows the runs."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from html import unescape

import nbformat
import pytest
from graders.assignment import ALMOST, ASSIGNMENT, LESSON, NAME, hand_in, solutions

COURSE = "--CourseDirectory.root=."


@pytest.fixture(scope="module")
def course(grader, tmp_path_factory):
    """Return the folder of a course whose submissions are graded.

    `ada` has solved it and changed her recording, `bob` has satisfied the tests that he saw, `cyd` has not begun.
    """
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ASSIGNMENT / "source", folder / "source")
    grader.run("-m", "nbgrader", "generate_assignment", NAME, "--create", COURSE, cwd=folder)
    for student, answers in {"ada": solutions(), "bob": ALMOST, "cyd": {}}.items():
        mine = folder / "submitted" / student / NAME
        shutil.copytree(folder / "release" / NAME, mine)
        hand_in(mine / f"{NAME}.ipynb", answers, mine / f"{NAME}.ipynb")
    recording = folder / "submitted" / "ada" / NAME / LESSON
    recording.write_text(recording.read_text().replace("Answer: 14", "Answer: 15"))
    for step in ("autograde", "generate_feedback"):
        grader.run("-m", "nbgrader", step, NAME, *(["--create"] if step == "autograde" else []), COURSE, cwd=folder)
    grader.run("-m", "nbgrader", "export", "--to=grades.csv", COURSE, cwd=folder)
    return folder


def test_the_release_is_what_the_teachers_notebook_gives(course):
    committed, made = (
        nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4) for folder in (ASSIGNMENT, course)
    )
    assert [(cell.id, cell.source) for cell in committed.cells] == [(cell.id, cell.source) for cell in made.cells]
    assert (ASSIGNMENT / "release" / NAME / LESSON).read_bytes() == (ASSIGNMENT / "source" / NAME / LESSON).read_bytes()
    assert not any("SOLUTION" in cell.source or "HIDDEN" in cell.source for cell in committed.cells)


def test_who_is_right_gets_all_points_and_who_is_not_none(course):
    with (course / "grades.csv").open() as file:
        grades = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    assert grades == {"ada": (10, 10), "bob": (0, 10), "cyd": (0, 10)}


def test_the_feedback_shows_the_record_of_each_run(course):
    feedback = (course / "feedback" / "ada" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    text = " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", feedback, flags=re.DOTALL)).split())
    assert "o1magic" in feedback
    for words in ("8 of 12 chains agree", "a single chain said 7", "passes the check", "14 8 votes", "7 and 13"):
        assert words in text, words


def test_the_feedback_is_printed_with_the_records(course, grader, tmp_path):
    from stage import BROWSERS

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("there is no Chromium on the path")
    page = course / "feedback" / "ada" / NAME / f"{NAME}.html"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    printed = tmp_path / "feedback.pdf"
    subprocess.run([*command, f"--print-to-pdf={printed}", page.as_uri()], capture_output=True, timeout=120, check=True)
    read = "import sys, pypdf; print(*(page.extract_text() for page in pypdf.PdfReader(sys.argv[1]).pages))"
    text = " ".join(grader.run("-c", read, printed).split())
    for words in ("8 of 12 chains agree", "8 votes", "passes the check", "Score: 10.0 / 10.0"):
        assert words in text, words
