"""The options of `%%reason`: one table that serves the parser, the help, Tab completion and the session defaults."""

from __future__ import annotations

import json
import keyword
import math
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from traitlets import TraitError, TraitType

from o1magic.config import AGGREGATES, ANSWER_KINDS, Limits
from o1magic.errors import near
from o1magic.listing import WIDTH

DISPLAYS = ("auto", "live", "static", "text", "none")

Source = Literal["models", "strategies", "params", "compared", "scorers", "callables", "results", "variables", "files"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Option:
    """One option.

    Attributes
    ----------
    name
        Of the session default, `%config ReasonMagics.NAME`.
    flags
        What a cell says; the last one is the long form.
    metavar
        What stands for its value in the help; empty for a switch.
    help
        What it does, in one line.
    read
        Makes the value of a text, or checks one that `%config` gives. Raises ValueError with what is needed.
    default
        Where neither the cell nor the session says anything.
    repeats
        Whether it may be given several times; `read` then takes the list of texts.
    values
        What Tab completes it to: fixed words, or where to look.
    secret
        Whether its value must not be repeated in an error message.
    """

    name: str
    flags: tuple[str, ...]
    metavar: str = ""
    help: str
    read: Callable[[Any], Any]
    default: Any = None
    repeats: bool = False
    values: tuple[str, ...] | Source = ()
    secret: bool = False

    @property
    def usage(self) -> str:
        """How it is written: `-m, --model NAME`."""
        return " ".join(part for part in (", ".join(self.flags), self.metavar) if part)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("needs a text")  # noqa: TRY004 - readers of options raise ValueError alone
    return value


def _name(value: Any) -> str:
    if not _text(value).isidentifier() or keyword.iskeyword(value):
        raise ValueError("needs a variable name")
    return str(value)


def _dotted(value: Any) -> str:
    if not all(part.isidentifier() for part in _text(value).split(".")):
        raise ValueError("needs the name of a variable")
    return str(value)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("needs True or False")  # noqa: TRY004 - as above
    return value


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number) or number < 0:
        raise ValueError("needs a number of at least 0")
    return number


def _whole(value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("needs a whole number") from None
    if isinstance(value, bool) or (isinstance(value, float) and number != value):
        raise ValueError("needs a whole number")
    return number


def _count(value: Any) -> int:
    number = _whole(value)
    if number < 1:
        raise ValueError("needs a whole number of at least 1")
    return number


def _limit(read: Callable[[Any], Any], kind: str) -> Callable[[Any], Any]:
    """Return a reader that also takes `none`, which lifts a limit, and `...`, which stands for the default."""

    def reader(value: Any) -> Any:
        if value is None or value is ...:
            return value
        if value == "none":
            return None
        try:
            number = read(value)
        except ValueError:
            number = -1
        if number < 0:
            raise ValueError(f"needs {kind} of at least 0, or none to lift the limit")
        return number

    return reader


def _choice(words: Sequence[str]) -> Callable[[Any], str]:
    def reader(value: Any) -> str:
        if value not in words:
            raise ValueError(f"is none of {', '.join(words)}{near(str(value), words)}")
        return str(value)

    return reader


def _price(value: Any) -> tuple[float, float]:
    parts = value.split(",") if isinstance(value, str) else value
    try:
        price_in, price_out = (_number(part) for part in parts)
    except (TypeError, ValueError):
        raise ValueError("needs IN,OUT: US dollars per million prompt and completion tokens") from None
    return price_in, price_out


def _pairs(value: Any) -> dict[str, Any]:
    """Return KEY=VALUE texts, or a mapping, as a dictionary; a value that parses as JSON is that value."""
    if isinstance(value, Mapping):
        return dict(value)
    pairs: dict[str, Any] = {}
    for text in _list(value):
        key, sign, plain = text.partition("=")
        if not sign or not key.strip():
            raise ValueError("needs KEY=VALUE")
        try:
            pairs[key.strip()] = json.loads(plain)
        except ValueError:
            pairs[key.strip()] = plain
    return pairs


def _list(value: Any) -> list[str]:
    return [_text(item) for item in (value if isinstance(value, list | tuple) else [value])]


def _models(value: Any) -> str | list[str]:
    """Return the one model's name, or those of several."""
    names = _list(value)
    return names[0] if len(names) == 1 else names


def _compared(value: Any) -> list[str]:
    """Return the strategies that a text names between commas, or a list; one is compared over several models."""
    items = [item.strip() for item in (value.split(",") if isinstance(value, str) else _list(value))]
    if not all(items):
        raise ValueError("needs strategies with commas between them")
    return items


def _variable(value: Any) -> str:
    name = _text(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("needs the name of the environment variable that holds the key, not the key itself")
    return name


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


_DEFAULT_LIMITS = Limits()

OPTIONS: tuple[Option, ...] = (
    Option(
        name="model",
        flags=("-m", "--model"),
        metavar="NAME",
        help="any LiteLLM model name, or local/NAME for the embedded engine; repeatable where a strategy takes several "
        "(ab_mcts); default: O1MAGIC_MODEL, then the embedded default",
        read=_optional(_models),
        repeats=True,
        values="models",
    ),
    Option(
        name="strategy",
        flags=("-s", "--strategy"),
        metavar="NAME",
        help="how to search; %o1 strategies lists them; default: auto",
        read=_text,
        default="auto",
        values="strategies",
    ),
    Option(
        name="params",
        flags=("-p", "--param"),
        metavar="KEY=VALUE",
        help="an option of the strategy, repeatable (-p n=16 -p stop=asc)",
        read=_pairs,
        default={},
        repeats=True,
        values="params",
    ),
    Option(
        name="compare",
        flags=("--compare",),
        metavar="A,B,...",
        help="several strategies on the same question, side by side, each within the limits; options of one follow it, "
        "as in chain,self_consistency:n=8, and -p is for all that know it; with several -m each model by itself; Stop "
        "goes on to the next one, ■ ends it all",
        read=_optional(_compared),
        values="compared",
    ),
    Option(
        name="scorer",
        flags=("--scorer",),
        metavar="NAME",
        help="what judges solutions: a name that %o1 scorers lists, a callable in the notebook that gives a solution's "
        "text a number in [0, 1], or the address of a reward model",
        read=_optional(_text),
        values="scorers",
    ),
    Option(
        name="aggregate",
        flags=("--aggregate",),
        metavar="HOW",
        help="how the scores of steps become that of their chain: last, min, prod or mean; default: last",
        read=_choice(AGGREGATES),
        default="last",
        values=AGGREGATES,
    ),
    Option(
        name="check",
        flags=("--check",),
        metavar="NAME",
        help="a callable in the notebook that takes an answer and returns a bool or a number in [0, 1]",
        read=_optional(_dotted),
        values="callables",
    ),
    Option(
        name="tests",
        flags=("--tests",),
        metavar="NAME",
        help="a variable in the notebook with assert lines, or a list of them, which code in an answer has to pass",
        read=_optional(_dotted),
        values="variables",
    ),
    Option(
        name="answer",
        flags=("--answer",),
        metavar="KIND",
        help="what an answer looks like, hence what counts as equal: auto, number, choice, text or code",
        read=_choice(ANSWER_KINDS),
        default="auto",
        values=ANSWER_KINDS,
    ),
    Option(
        name="calls",
        flags=("--calls",),
        metavar="N",
        help=f"most samples of the whole search, judges included; none lifts it; default: {_DEFAULT_LIMITS.calls}",
        read=_limit(_whole, "a whole number"),
        default=...,
        values=("none",),
    ),
    Option(
        name="tokens",
        flags=("--tokens",),
        metavar="N",
        help=f"most prompt and completion tokens; none lifts it; default: {_DEFAULT_LIMITS.tokens}",
        read=_limit(_whole, "a whole number"),
        default=...,
        values=("none",),
    ),
    Option(
        name="cost",
        flags=("--cost",),
        metavar="USD",
        help=f"most US dollars; 0 uses only the cache and free models; none lifts it; default: "
        f"{_DEFAULT_LIMITS.cost:g}",
        read=_limit(_number, "a number"),
        default=...,
        values=("none",),
    ),
    Option(
        name="seconds",
        flags=("--seconds",),
        metavar="S",
        help=f"most seconds from the first request on; none lifts it; default: {_DEFAULT_LIMITS.seconds:g}",
        read=_limit(_number, "a number"),
        default=...,
        values=("none",),
    ),
    Option(
        name="price",
        flags=("--price",),
        metavar="IN,OUT",
        help="US dollars per million prompt and completion tokens, where the model's price is unknown",
        read=_optional(_price),
    ),
    Option(
        name="temperature",
        flags=("--temperature",),
        metavar="T",
        help="passed to the model",
        read=_optional(_number),
    ),
    Option(
        name="max_tokens",
        flags=("--max-tokens",),
        metavar="N",
        help="most tokens of one reply",
        read=_optional(_count),
    ),
    Option(
        name="system",
        flags=("--system",),
        metavar="TEXT",
        help="instructions that come before the question",
        read=_optional(_text),
    ),
    Option(
        name="model_params",
        flags=("--model-param",),
        metavar="KEY=VALUE",
        help="passed to the model, repeatable",
        read=_pairs,
        default={},
        repeats=True,
        secret=True,
    ),
    Option(
        name="seed",
        flags=("--seed",),
        metavar="N",
        help="another seed means fresh samples; default: 0",
        read=_whole,
        default=0,
    ),
    Option(
        name="out",
        flags=("-o", "--out"),
        metavar="NAME",
        help="bind the Result to this variable; it is the cell's value either way",
        read=_optional(_name),
        values="variables",
    ),
    Option(
        name="background",
        flags=("--background",),
        help="return at once with a live view that Stop ends; -o binds a handle with result(), stop(), done and trace; "
        "functions of yours run while no other cell does; headless it runs in the foreground",
        read=_switch,
        default=False,
    ),
    Option(
        name="reveal",
        flags=("--reveal",),
        help="show one step at a time and let the reader predict the next; r.lesson holds the predictions",
        read=_switch,
        default=False,
    ),
    Option(
        name="hints",
        flags=("--hints",),
        metavar="N",
        help="show only the first N steps, and none that holds the answer",
        read=_optional(_count),
    ),
    Option(
        name="blind",
        flags=("--blind",),
        help="show the answer only after the reader's own, and whether they agree; like --reveal and --hints it hides "
        "from the eye alone: r.answer has it",
        read=_switch,
        default=False,
    ),
    Option(
        name="after",
        flags=("--after",),
        metavar="NAME",
        help="a follow-up: the question and the solution of this earlier Result come first",
        read=_optional(_dotted),
        values="results",
    ),
    Option(
        name="estimate",
        flags=("--estimate",),
        help="forecast calls, tokens, cost and time from the plan and earlier runs, and spend nothing",
        read=_switch,
        default=False,
    ),
    Option(
        name="record",
        flags=("--record",),
        metavar="FILE",
        help="write every reply to this file, from which --replay gives the same run on every machine, offline",
        read=_optional(_text),
        values="files",
    ),
    Option(
        name="replay",
        flags=("--replay",),
        metavar="FILE",
        help="answer from this recording alone, with its defaults where the cell is silent; what it does not hold is "
        "an error; O1MAGIC_REPLAY=FILE does so for all runs",
        read=_optional(_text),
        values="files",
    ),
    Option(
        name="pace",
        flags=("--pace",),
        metavar="X",
        help="how fast a recording is replayed: 0 at once, 1 as it was, .5 in half the time; default: 0",
        read=_number,
        default=0.0,
    ),
    Option(
        name="image",
        flags=("--image",),
        metavar="NAME_OR_PATH",
        help="attach a picture: a path, or a variable with a matplotlib figure, a PIL image or bytes; repeatable",
        read=_list,
        default=[],
        repeats=True,
        values="files",
    ),
    Option(
        name="api_base",
        flags=("--api-base",),
        metavar="URL",
        help="endpoint of an OpenAI-compatible server",
        read=_optional(_text),
    ),
    Option(
        name="api_key_env",
        flags=("--api-key-env",),
        metavar="NAME",
        help="the environment variable that holds the endpoint's key",
        read=_optional(_variable),
        secret=True,
    ),
    Option(
        name="no_cache", flags=("--no-cache",), help="neither read the cache nor write it", read=_switch, default=False
    ),
    Option(name="refresh", flags=("--refresh",), help="ask again, and store the replies", read=_switch, default=False),
    Option(
        name="no_vars",
        flags=("--no-vars",),
        help="leave {{name}} as it is instead of inserting the variable",
        read=_switch,
        default=False,
    ),
    Option(
        name="display",
        flags=("--display",),
        metavar="HOW",
        help="auto, live, static, text or none; auto is live where a person looks, static when run headless",
        read=_choice(DISPLAYS),
        default="auto",
        values=DISPLAYS,
    ),
)

BY_FLAG: Mapping[str, Option] = {flag: option for option in OPTIONS for flag in option.flags}


class OptionTrait(TraitType[Any, Any]):
    """The session default of an option."""

    def __init__(self, option: Option) -> None:
        super().__init__(default_value=option.default, help=option.help, config=True)
        self._option = option

    def validate(self, obj: Any, value: Any) -> Any:  # noqa: ARG002 - traitlets' signature
        """Return the value that the option's reader makes of this one."""
        try:
            return self._option.read(value)
        except ValueError as problem:
            shown = "the value" if self._option.secret else repr(value)
            raise TraitError(f"ReasonMagics.{self._option.name}: {shown} {problem}") from None

    def default_value_repr(self) -> str:
        """Return what `%config ReasonMagics` shows as the default."""
        default = self._option.default
        return repr(getattr(_DEFAULT_LIMITS, self._option.name) if default is ... else default)


@dataclass(slots=True)
class Line:
    """What stands on the line of a magic.

    Attributes
    ----------
    values
        What its options say, by option name.
    rest
        The text after the options.
    problem
        What is wrong with the options, or nothing. `values` then holds what could be read: where a cell fails, its
        `-o NAME` counts nevertheless.
    """

    values: dict[str, Any] = field(default_factory=dict)
    rest: str = ""
    problem: str = ""


_FLAG = re.compile(r"(--?[A-Za-z][\w-]*)(=|(?=\s|$))")
# A quote ends where a space follows it, so that 'it's so' is one value.
_VALUE = re.compile(r"""\s*(?:(?P<key>[\w.-]+=)?(?P<quote>["'])(?P<text>.*?)(?P=quote)(?=\s|$)|(?P<word>\S+))""")


def parse(line: str, expand: Callable[[str], str]) -> Line:
    """Return what stands on the line of a magic.

    Parameters
    ----------
    line
        The text after `%reason` or `%%reason`.
    expand
        Inserts variables into the value of an option; raises ValueError. Not called where there is `--no-vars`.
    """
    given, rest, problem = _split(line)
    parsed = Line(rest=rest, problem=problem)
    if any(option.name == "no_vars" for option, _ in given):
        expand = str
    texts: dict[str, list[str]] = {}
    for option, text in given:
        texts.setdefault(option.name, []).append(text)
    for option in dict.fromkeys(option for option, _ in given):
        try:
            parsed.values[option.name] = _read(option, texts[option.name], expand)
        except ValueError as reason:
            parsed.problem = parsed.problem or str(reason)
    return parsed


def _split(line: str) -> tuple[list[tuple[Option, str]], str, str]:
    """Return the options with their texts, the rest of the line, and the first problem or nothing."""
    given: list[tuple[Option, str]] = []
    problem = ""
    line = line.strip()
    while match := _FLAG.match(line):
        flag, sign = match.groups()
        line = line[match.end() :] if sign else line[match.end() :].lstrip()
        option = BY_FLAG.get(flag)
        if option is None:
            problem = problem or (
                f"unknown option {flag!r}{near(flag, BY_FLAG)}; %%reason? lists the options "
                "(a question that begins with a dash comes after --)"
            )
        elif not option.metavar:
            if sign:
                problem = problem or f"{flag} takes no value"
            given.append((option, ""))
        elif (value := _VALUE.match(line)) and (sign or value["word"] not in BY_FLAG):
            given.append((option, value["word"] or (value["key"] or "") + value["text"]))
            line = line[value.end() :].lstrip()
        else:
            problem = problem or f"{flag} needs a value: {option.usage}"
    return given, _unquote(line.removeprefix("-- ").strip()), problem


def _read(option: Option, texts: list[str], expand: Callable[[str], str]) -> Any:
    flag = option.flags[-1]
    if not option.metavar:
        return True
    if len(texts) > 1 and not option.repeats:
        raise ValueError(f"{flag} is given more than once")
    texts = [expand(text) for text in texts]
    try:
        return option.read(texts if option.repeats else texts[0])
    except ValueError as problem:
        shown = "" if option.secret else "".join(f" {text!r}" for text in texts)
        raise ValueError(f"{flag}{shown} {problem}") from None


def _unquote(text: str) -> str:
    """Return the text without the quotes around it, where they are around all of it."""
    quote = text[:1]
    if len(text) > 1 and quote in ("'", '"') and text.endswith(quote) and quote not in text[1:-1]:
        return text[1:-1].strip()
    return text


EXAMPLES = """\
    %%reason
    A school buys 7 boxes of 12 pencils. How many pencils does it have?

    On one line:

    %reason what is six times seven?

    Sixteen samples vote; variables of the notebook in the question; the Result is bound to r
    (r.answer, r.votes, r.usage):

    %%reason -s self_consistency -p n=16 -o r
    How many primes lie between {{low}} and {{high}}?

    A function of yours decides, is_solution(answer) -> bool:

    %%reason --check is_solution
    Find x with x^2 - 5x + 6 = 0.

    A hosted model, whose key is read from OPENAI_API_KEY, for at most 5 cents; then a follow-up
    question about r:

    %%reason -m openai/gpt-4o --cost 0.05 --after r
    And between 100 and 200?

    Strategies side by side, each with the same limits; the Comparison is bound to c (c["chain"],
    c.rows):

    %%reason --compare chain,self_consistency:n=8,best_of_n -o c
    How many primes lie between 1 and 50?

    In the background, while other cells run; h.result() waits for the Result, h.stop() ends it:

    %%reason --background -s self_consistency -p n=32 -o h
    How many primes lie between 1 and 500?

    For a class: one step at a time, each to be predicted, and the answer after one's own:

    %%reason --reveal --blind -o r
    How many primes lie between 1 and 50?

    What it would take, without asking anything:

    %%reason --estimate -s mcts
    How many primes lie between 1 and 500?

    Recorded once, and replayed without a key or a network:

    %%reason --record lesson.jsonl
    How many primes lie between 1 and 50?

    A default for all cells from now on:

    %config ReasonMagics.model = "ollama/qwen3"
"""


def help_text() -> str:
    """Return what `%%reason?` shows."""
    width = max(len(option.usage) for option in OPTIONS)
    lines = [line for option in OPTIONS for line in _help(option, width)]
    return "\n".join(
        [
            "Answer a question by a search over chains of thought.",
            "",
            "    %%reason [options]",
            "    question, in Markdown; {{name}} inserts a variable of the notebook",
            "",
            "    %reason [options] one-line question",
            "",
            "Examples",
            "",
            EXAMPLES,
            "Options. Each is also a session default: %config ReasonMagics lists their names",
            "",
            *lines,
            "",
            "%o1 models, strategies, scorers, doctor, cache, last and limits tell what there is;",
            "%o1 record FILE and %o1 replay FILE are for all runs from then on, those of Python too.",
        ]
    )


def _help(option: Option, width: int) -> list[str]:
    """Return the lines of an option: how it is written, in a column of this width, and what it does beside it."""
    return textwrap.wrap(
        option.help,
        WIDTH,
        initial_indent=f"    {option.usage:<{width}}  ",
        subsequent_indent=" " * (width + 6),
        break_on_hyphens=False,
    )
