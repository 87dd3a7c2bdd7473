r"""`{{name}}` in a question: names only, LaTeX untouched, one pass, a clear error."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.errors import ConfigError
from o1magic.magic.interpolate import HEAD_ROWS, LONGEST, interpolate

NAMES = {
    "x": 3,
    "name": "Ada",
    "prices": [1, 2],
    "plan": SimpleNamespace(rate=0.5, inner=SimpleNamespace(deep="down")),
    "tricky": "{{x}}",
    "folder": PurePosixPath("data", "2024"),
    "été": "summer",
}


class DataFrame:
    """Stands for pandas: the part of its interface that is used."""

    def __init__(self, rows, columns, index=None):
        self._rows = rows
        self.columns = columns
        self.index = range(len(rows)) if index is None else index

    def __len__(self):
        return len(self._rows)

    def head(self, count):
        return PandasHead(self._rows[:count], self.columns)


class PandasHead(DataFrame):
    @property
    def index(self):
        return RangeIndex()

    @index.setter
    def index(self, _):
        pass

    def itertuples(self, *, index, name):
        assert not index
        assert name is None
        return iter(self._rows)


class RangeIndex:
    pass


DataFrame.itertuples = PandasHead.itertuples


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("What is {{x}} times 7?", "What is 3 times 7?"),
        ("{{name}} and {{ name }}", "Ada and Ada"),
        ("the sum of {{prices}}", "the sum of [1, 2]"),
        ("{{plan.rate}} {{plan.inner.deep}}", "0.5 down"),
        ("{{été}}", "summer"),
        ("{{tricky}}", "{{x}}"),
        ("What is in {{folder}}?", "What is in data/2024?"),
    ],
)
def test_names_and_attributes_are_inserted_once(text, filled):
    assert interpolate(text, NAMES) == filled


@pytest.mark.parametrize(
    "text",
    [
        "x^{{2}}",
        r"\frac{n}{2} and {x} and {name}",
        "a lone { and a lone } and }}{{",
        "{{x + 1}}",
        "{{prices[0]}}",
        "{{len(name)}}",
        "{{plan.}} {{.rate}} {{}} {{ }}",
        "{{2x}}",
        "$\\{1, 2\\}$",
    ],
)
def test_all_else_stays(text):
    assert interpolate(text, NAMES) == text


def test_a_backslash_keeps_the_braces():
    assert interpolate(r"\{{x}} is {{x}}", NAMES) == "{{x}} is 3"


def test_an_unknown_name_is_an_error_with_near_names_and_a_way_out():
    with pytest.raises(ConfigError, match=r"no variable 'nmae' \(did you mean 'name'\?\).*--no-vars"):
        interpolate("{{nmae}}", NAMES)
    with pytest.raises(ConfigError, match=r"plan has no attribute 'rates' \(did you mean 'rate'\?\)"):
        interpolate("{{plan.rates}}", NAMES)


class Broken:
    @property
    def prop(self):
        raise ValueError("no\nluck")

    def __repr__(self):
        raise RuntimeError


def test_a_value_that_fails_is_one_line_with_its_name_and_why():
    with pytest.raises(ConfigError, match=r"^it\.prop cannot be had: ValueError: no luck; .*--no-vars"):
        interpolate("{{it.prop}}", {"it": Broken()})
    with pytest.raises(ConfigError, match=r"^{{it}} cannot be shown: RuntimeError$"):
        interpolate("{{it}}", {"it": Broken()})


def test_a_long_value_is_an_error_that_names_its_length():
    assert len(interpolate("{{long}}", {"long": "a" * LONGEST})) == LONGEST
    with pytest.raises(ConfigError, match=rf"{{{{long}}}} is {LONGEST + 1} characters long"):
        interpolate("{{long}}", {"long": "a" * (LONGEST + 1)})


def test_a_data_frame_goes_in_as_a_markdown_head():
    frame = DataFrame([(i, f"a|{i}") for i in range(HEAD_ROWS + 5)], ["id", "text"])
    lines = interpolate("{{frame}}", {"frame": frame}).split("\n")
    assert lines[:3] == ["| id | text |", "| --- | --- |", "| 0 | a\\|0 |"]
    assert len(lines) == 2 + HEAD_ROWS + 2
    assert lines[-1] == f"({HEAD_ROWS} of {HEAD_ROWS + 5} rows)"


@given(st.text(alphabet=st.characters(exclude_characters="{"), max_size=50))
def test_text_without_braces_is_never_changed(text):
    assert interpolate(text, {}) == text


@given(st.text(max_size=50))
def test_a_value_is_inserted_verbatim(value):
    assert interpolate("<{{value}}>", {"value": value}) == f"<{value}>"
