"""otter-grader hands out the same assignment, lets students run its tests, and grades it offline."""

from __future__ import annotations

import json
import shutil

import nbformat
import pytest
from graders.assignment import ALMOST, ASSIGNMENT, LESSON, NAME, hand_in, solutions

STUDENT = ASSIGNMENT / "otter" / "student"
QUESTIONS = {"vote": 3, "lead": 2, "check": 3, "more-compute": 2}


@pytest.fixture(scope="module")
def made(grader, tmp_path_factory):
    """Return the folder of what is made of the teacher's notebook."""
    folder = tmp_path_factory.mktemp("made")
    grader.run(ASSIGNMENT / "make.py", "--out", folder)
    return folder


def test_what_students_get_is_what_the_teachers_notebook_gives(made):
    for name in (f"{NAME}.ipynb", LESSON, *(f"tests/{question}.py" for question in QUESTIONS)):
        assert (STUDENT / name).read_bytes() == (made / "otter" / "student" / name).read_bytes(), name
    for path in STUDENT.rglob("*.*"):
        assert "SOLUTION" not in path.read_text(encoding="utf-8"), path
        assert "'hidden': True" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("student", ["ada", "bob", "cyd"])
def test_who_is_right_gets_all_points_and_who_is_not_none(student, made, grader, tmp_path):
    answers = {"ada": solutions(), "bob": ALMOST, "cyd": {}}[student]
    submission = hand_in(STUDENT / f"{NAME}.ipynb", answers, tmp_path / f"{NAME}.ipynb")
    [rules] = (made / "otter" / "autograder").glob("*.zip")
    grader.run("-m", "otter", "run", submission, "-a", rules, "-o", tmp_path, cwd=tmp_path)
    tests = json.loads((tmp_path / "results.json").read_text())["tests"]
    points = {test["name"]: test["score"] for test in tests if test["name"] in QUESTIONS}
    assert points == (QUESTIONS if student == "ada" else dict.fromkeys(QUESTIONS, 0))


def test_a_student_sees_what_is_wrong_and_not_what_is_hidden(grader, tmp_path):
    mine = tmp_path / "mine"
    shutil.copytree(STUDENT, mine)
    answers = ALMOST | {"lead": "def lead(votes):\n    return 12"}
    hand_in(STUDENT / f"{NAME}.ipynb", answers, mine / f"{NAME}.ipynb")
    before = nbformat.read(mine / f"{NAME}.ipynb", as_version=4)
    said = grader.run("-m", "otter", "check", f"{NAME}.ipynb", "-t", "tests", cwd=mine)
    assert "there is no second answer here" in said
    assert nbformat.read(mine / f"{NAME}.ipynb", as_version=4) == before
