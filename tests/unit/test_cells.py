"""The cells that the page writes (`widgets/src/core/cell.ts`) say what the run was told."""

import json
from pathlib import Path

import pytest

from o1magic.config import LIMIT_NAMES, Config, Limits
from o1magic.magic.options import parse

CASES = [case for case in json.loads((Path(__file__).parents[1] / "data" / "cells.json").read_text()) if case["cell"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["config"]["strategy"])
def test_a_cell_of_the_page_is_read_as_the_configuration_it_was_made_of(case):
    line, _, question = case["cell"].partition("\n")
    read = parse(line.removeprefix("%%reason"), str)
    assert (read.problem, read.rest, question) == ("", "", case["question"])
    values = read.values
    models = values.pop("model")
    values["models"] = (models,) if isinstance(models, str) else tuple(models)
    assert values.pop("no_vars", False) == ("{{" in question)
    limits = {name: values.pop(name) for name in LIMIT_NAMES if name in values}
    if "price" in values:
        values["price"] = tuple(dollars / 1e6 for dollars in values["price"])
    given = Config(limits=Limits(**limits), **values)
    usual = Config(models=("any",)).to_json()
    assert given == Config.from_json(usual | case["config"])
