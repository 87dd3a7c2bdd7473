"""The line of a magic: every option, quotes, and one clear sentence where something is wrong."""

from __future__ import annotations

import pytest
from traitlets import TraitError

from o1magic.errors import ConfigError
from o1magic.listing import WIDTH
from o1magic.magic.interpolate import interpolate
from o1magic.magic.options import BY_FLAG, OPTIONS, Line, OptionTrait, help_text, parse

# fmt: off
CONTRACT = [
    "-m", "--model", "-s", "--strategy", "-p", "--param", "--scorer", "--aggregate", "--check", "--tests", "--answer",
    "--calls", "--tokens", "--cost", "--seconds", "--temperature", "--max-tokens", "--system", "--model-param",
    "--seed", "-o", "--out", "--after", "--no-cache", "--refresh", "--api-base", "--api-key-env", "--image",
    "--no-vars", "--display", "--price", "--compare", "--background", "--estimate", "--record", "--replay", "--pace",
    "--reveal", "--hints", "--blind",
]
# fmt: on


def read(line: str) -> Line:
    return parse(line, str)


def test_the_table_has_every_option_of_the_contract():
    assert sorted(BY_FLAG) == sorted(CONTRACT)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("-m openai/gpt-4o", "model", "openai/gpt-4o"),
        ("--model=openai/gpt-4o", "model", "openai/gpt-4o"),
        ("-m ollama/a -m ollama/b", "model", ["ollama/a", "ollama/b"]),
        ("-s self_consistency", "strategy", "self_consistency"),
        ("-p n=16 -p stop=asc", "params", {"n": 16, "stop": "asc"}),
        ("--scorer judge", "scorer", "judge"),
        ("--scorer http://127.0.0.1:8001/score", "scorer", "http://127.0.0.1:8001/score"),
        ("--aggregate min", "aggregate", "min"),
        ("--check tools.is_even", "check", "tools.is_even"),
        ("--tests cases", "tests", "cases"),
        ("--answer number", "answer", "number"),
        ("--calls 8", "calls", 8),
        ("--calls none", "calls", None),
        ("--tokens 0", "tokens", 0),
        ("--cost 0.05", "cost", 0.05),
        ("--seconds none", "seconds", None),
        ("--price 1,2.5", "price", (1.0, 2.5)),
        ("--temperature 0", "temperature", 0.0),
        ("--max-tokens 100", "max_tokens", 100),
        ("--system 'Be brief.'", "system", "Be brief."),
        ("--model-param top_k=40 --model-param stop_token=end", "model_params", {"top_k": 40, "stop_token": "end"}),
        ("--model-param 'extra={\"a\": [1, 2]}'", "model_params", {"extra": {"a": [1, 2]}}),
        ("--seed -1", "seed", -1),
        ("-o r", "out", "r"),
        ("--reveal", "reveal", True),
        ("--hints 2", "hints", 2),
        ("--blind", "blind", True),
        ("--after r", "after", "r"),
        ("--image fig --image 'my plot.png'", "image", ["fig", "my plot.png"]),
        ("--api-base http://127.0.0.1:8000/v1", "api_base", "http://127.0.0.1:8000/v1"),
        ("--api-key-env MY_KEY", "api_key_env", "MY_KEY"),
        ("--background", "background", True),
        ("--no-cache", "no_cache", True),
        ("--refresh", "refresh", True),
        ("--no-vars", "no_vars", True),
        ("--display text", "display", "text"),
    ],
)
def test_each_option_is_read(line, name, value):
    assert read(line) == Line(values={name: value}, rest="", problem="")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('"be brief"', "be brief"),
        ("'be brief'", "be brief"),
        ('"it\'s so"', "it's so"),
        ("'it's so'", "it's so"),
        ("don't", "don't"),
        ("C:\\notes", "C:\\notes"),
    ],
)
def test_quotes_around_a_value_are_taken_off(line, value):
    assert read(f"--system {line} -s chain").values == {"system": value, "strategy": "chain"}


def test_quotes_within_a_key_value_pair_are_taken_off():
    assert read('-p rule="a b" -s chain').values == {"params": {"rule": "a b"}, "strategy": "chain"}


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("what is six times seven?", "what is six times seven?"),
        ("-s chain what's 6 * 7, and what isn't?", "what's 6 * 7, and what isn't?"),
        ('"what is it?"', "what is it?"),
        ("'yes' or 'no'", "'yes' or 'no'"),
        ("-s chain -- --calls means what?", "--calls means what?"),
        ("-5 + 3 = ?", "-5 + 3 = ?"),
        ("is -m an option?", "is -m an option?"),
        ("--no-cache  two  spaces", "two  spaces"),
    ],
)
def test_a_question_stays_as_it_is_written(line, question):
    parsed = read(line)
    assert (parsed.rest, parsed.problem) == (question, "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--modle x", ["unknown option '--modle'", "did you mean '--model'"]),
        ("-x 3", ["unknown option '-x'", "%%reason?"]),
        ("--seed", ["--seed needs a value", "--seed N"]),
        ("-m -s chain", ["-m needs a value"]),
        ("--no-cache=1", ["--no-cache takes no value"]),
        ("--calls many", ["--calls 'many'", "whole number", "none to lift"]),
        ("--calls -1", ["--calls '-1'", "at least 0"]),
        ("--cost nan", ["--cost 'nan'", "number"]),
        ("--seed 1.5", ["--seed '1.5'", "whole number"]),
        ("--max-tokens 0", ["--max-tokens '0'", "at least 1"]),
        ("--answer numbr", ["--answer 'numbr'", "did you mean 'number'", "choice"]),
        ("--display bright", ["--display 'bright'", "live"]),
        ("--price 1", ["--price '1'", "IN,OUT"]),
        ("-p n", ["--param 'n'", "KEY=VALUE"]),
        ("-o 3r", ["--out '3r'", "variable name"]),
        ("-o class", ["--out 'class'", "variable name"]),
        ("--seed 1 --seed 2", ["--seed", "more than once"]),
    ],
)
def test_a_wrong_option_is_one_clear_line(line, words):
    problem = read(line).problem
    assert "\n" not in problem
    assert all(word in problem for word in words), problem


def test_the_first_problem_is_told_and_what_could_be_read_is_kept():
    parsed = read("--cals 3 -o r")
    assert parsed.problem.startswith("unknown option '--cals'")
    assert read("--calls x -o r").values == {"out": "r"}


@pytest.mark.parametrize("line", ["--model-param sk-secret", "--api-key-env sk-secret"])
def test_what_may_be_a_key_is_not_repeated(line):
    problem = read(line).problem
    assert problem
    assert "sk-secret" not in problem


def test_variables_are_inserted_into_options_unless_the_line_says_no():
    def expand(text: str) -> str:
        return interpolate(text, {"n": 5, "words": "two words"})

    assert parse("-p n={{n}} --system {{words}}", expand).values == {"params": {"n": 5}, "system": "two words"}
    assert parse("--no-vars --system {{words}}", expand).values == {"no_vars": True, "system": "{{words}}"}
    assert "no variable 'm'" in parse("-p n={{m}}", expand).problem


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("calls", 10, 10),
        ("calls", "none", None),
        ("calls", None, None),
        ("cost", "0.5", 0.5),
        ("params", {"n": 4}, {"n": 4}),
        ("params", "n=4", {"n": 4}),
        ("price", (1, 2), (1.0, 2.0)),
        ("image", "fig", ["fig"]),
        ("model", None, None),
        ("no_cache", True, True),
    ],
)
def test_a_session_default_takes_python_values_and_texts(name, given, kept):
    trait = OptionTrait(next(option for option in OPTIONS if option.name == name))
    assert trait.validate(None, given) == kept


@pytest.mark.parametrize(
    ("name", "given"), [("calls", True), ("seed", 1.5), ("no_cache", "yes"), ("system", 3), ("model_params", 3)]
)
def test_a_wrong_session_default_is_refused(name, given):
    trait = OptionTrait(next(option for option in OPTIONS if option.name == name))
    with pytest.raises(TraitError, match=f"ReasonMagics.{name}"):
        trait.validate(None, given)


def test_every_default_is_a_value_that_its_reader_takes():
    for option in OPTIONS:
        assert option.read(option.default) == option.default


def test_help_has_examples_and_every_option():
    text = help_text()
    assert text.count("    %%reason") >= 4
    assert "    %reason what is six times seven?" in text
    assert all(option.usage in text for option in OPTIONS)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_problems_are_no_exceptions():
    def refuse(_: str) -> str:
        raise ConfigError("refused")

    assert parse("-s chain", refuse).problem == "refused"
