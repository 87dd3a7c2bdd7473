"""The fixtures that the front end's tests read are what Python makes today."""

from __future__ import annotations

import fixtures
import pytest


@pytest.mark.parametrize("name", fixtures.EXAMPLES)
def test_the_front_ends_fixture_is_current(name):
    assert (fixtures.FOLDER / f"{name}.json").read_text(encoding="utf-8") == fixtures.text(name)


def test_there_is_no_fixture_too_many():
    assert {path.stem for path in fixtures.FOLDER.glob("*.json")} == set(fixtures.EXAMPLES)
