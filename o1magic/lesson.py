"""A lesson: what a student sees of a run under `--reveal`, `--hints` and `--blind`, and what they have done with it.

It hides from the eye, and not from somebody determined: the run's result holds all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

from o1magic.answers import LONGEST as LONGEST_ANSWER
from o1magic.answers import canonical, extract, spelling
from o1magic.config import AnswerKind
from o1magic.engine import checker
from o1magic.errors import AnswerCheckerError
from o1magic.steps import Step
from o1magic.trace import Trace

LONGEST = 10_000
"""Characters of a prediction or an answer; what is longer is cut."""

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[./][0-9]+)?")
_LETTER = re.compile(r"[A-Z]")
_WORD = re.compile(r"(?<!\\)\b[^\W\d_]{2,}")
_UNDERSTOOD = re.compile(r"(?<![\\a-z])(?!(?:sqrt|pi|sin|cos|tan|log|ln)(?![a-z]))[^\W\d_]{2,}|%")
"""Words but for those of mathematics."""
_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_UNSURE = re.compile(r"\b(?:or|not|either|maybe|than)\b|n't\b|[<>]", re.IGNORECASE)
"""In an entry, what makes a number that stands in it perhaps another one than the student's answer."""
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9])(?:\*\*|__)|(?:\*\*|__)(?![A-Za-z0-9])")
_TOGETHER = re.compile(r",| (?:and|or) ")
_TOKEN = re.compile(r"\\[A-Za-z]+|[^\s$*^_`~\\(){}\[\]]")
_BETWEEN_TOKENS = r"[\s$*^_`~\\(){}\[\]]*"

_START = r"(?:(?<![\w.])|(?<=[0-9]x))"
_AFTER = r"(?P<after>(?: ?(?:hundred|thousand|million|billion|trillion)\b)?(?: ?\\?%| ?per ?cent)?)"
_NUMERALS = [
    re.compile(f"{_START}(?P<number>{number}){_AFTER}", re.IGNORECASE)
    for number in (
        r"(?:[0-9]*\.)?[0-9]+(?:\.(?=[0-9]))?",
        r"[0-9]{1,3}(?:[, '_][0-9]{3})+(?:\.[0-9]+)?",
        r"[0-9]+,[0-9]+",
        r"(?:[0-9]*\.)?[0-9]+(?:e[-+]?[0-9]{1,2}| ?[*x] ?10\^\{-?[0-9]{1,2}\})",
        r"(?:[0-9]+ )?[0-9]+ ?/ ?[0-9]+",
    )
]
_SMALL = {word: value for value, word in enumerate([
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
])}  # fmt: skip
_TENS = {word: 10 * value for value, word in enumerate([
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
], 2)}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SHARES = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8}
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])}))?|{'|'.join(_SMALL)})"
_NUMBER_IN_WORDS = re.compile(
    rf"\b{_BELOW_100}(?:[ -](?:{'|'.join(_SCALES)})(?:[ -](?:and )?{_BELOW_100})?)*\b|\ba (?:{'|'.join(_SCALES)})\b",
    re.IGNORECASE,
)
_MIXED = re.compile(rf"\b([0-9]+) and an?[ -]({'|'.join(_SHARES)})\b", re.IGNORECASE)
_SHARE = re.compile(rf"\b(?:([0-9]+|an?)[ -])(?:{'|'.join(_SHARES)})s?\b|\bhalf\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aids:
    """How a run is shown to a student; no part of the search.

    Attributes
    ----------
    reveal
        One step at a time, each of which is to be predicted.
    hints
        Only so many of the first steps, and none that holds the answer; None for all.
    blind
        The answer only after the student's own.
    """

    reveal: bool = False
    hints: int | None = None
    blind: bool = False

    def __bool__(self) -> bool:
        return self.reveal or self.hints is not None or self.blind

    def __str__(self) -> str:
        flags = {"--reveal": self.reveal, f"--hints {self.hints}": self.hints is not None, "--blind": self.blind}
        return " ".join(flag for flag, given in flags.items() if given)


class Lesson:
    """What a student sees of a run, and what they have done with it.

    Before `begin` nothing of the run is seen.

    Parameters
    ----------
    aids
        How it is shown.

    Attributes
    ----------
    predictions
        What the student has predicted, in the order of the steps that were then shown; "" where nothing was.
    entered
        The student's answer, or None.
    agrees
        Whether it means the same as the search's answer; None before it is entered, and where that cannot be told, as
        of two texts in different words.
    """

    def __init__(self, aids: Aids) -> None:
        self.aids = aids
        self.predictions: tuple[str, ...] = ()
        self.entered: str | None = None
        self.agrees: bool | None = None
        self._steps: tuple[Step, ...] = ()
        self._answer: str | None = None
        self._written = ""
        self._kind: AnswerKind = "auto"
        self._begun = False
        self._first = self._last = self._asked = 0

    def begin(self, trace: Trace, steps: Sequence[Step]) -> None:
        """Take up a run that is over; `steps` are those of the chain that it puts forward."""
        self._steps = tuple(steps)
        self._answer = trace.selection.answer if trace.selection else None
        node = trace.nodes[trace.selection.node] if trace.selection and trace.selection.node else None
        self._written = (node.shown_answer if node else None) or self._answer or ""
        self._kind = cast(AnswerKind, trace.config.get("answer", "auto"))
        total, aids = len(steps), self.aids
        # The last step that may be seen without the student's answer.
        whole = aids.reveal and not aids.blind and aids.hints is None
        last = total if whole else self._without_answer(trace)
        self._last = last if aids.hints is None else min(last, aids.hints)
        if aids.reveal:
            # A lone step is predicted too, and so is an answer without steps.
            self._first = 0 if whole and total < 2 else min(1, self._last)  # noqa: PLR2004
            self._asked = max(self._last, int(whole and self._answer is not None)) - self._first
        else:
            self._first = self._last = 0 if aids.hints is None else self._last
        self._begun = True

    # What may be seen.

    @property
    def waits(self) -> Literal["run", "prediction", "answer"] | None:
        """What it waits for; None where nothing more will be shown."""
        if not self._begun:
            return "run"
        if len(self.predictions) < self._asked:
            return "prediction"
        return "answer" if self.aids.blind and self._answer is not None and self.entered is None else None

    @property
    def ends_next(self) -> bool:
        """Whether the next prediction is the last thing that is asked, and the answer follows."""
        return len(self.predictions) + 1 == self._asked and self.aids.hints is None and not self.aids.blind

    @property
    def complete(self) -> bool:
        """Whether all of the run may be seen."""
        return self.waits is None and (self.aids.hints is None or self.aids.blind)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self._steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that may be seen."""
        if self.complete and self.aids.reveal:
            return self._steps
        return self._steps[: min(self._first + len(self.predictions), self._last)]

    @property
    def rest(self) -> tuple[Step, ...]:
        """The steps that are to be shown, one prediction each."""
        return self._steps[len(self.steps) : self._last] if self.waits == "prediction" else ()

    def prediction(self, number: int) -> str | None:
        """Return what was predicted of the step of this number, from 0; None where nothing was asked."""
        at = number - self._first
        return self.predictions[at] if 0 <= at < len(self.predictions) else None

    @property
    def line(self) -> str:
        """How many steps are seen, and why no more of them; nothing where none is to be seen."""
        seen, total, hints = len(self.steps), self.total, self.aids.hints
        if not self.aids.reveal and hints is None:
            return ""
        if not total:
            return "The reply has no steps"
        counted = f"{seen} of {total} step{'' if total == 1 else 's'}"
        if hints is not None and self.aids.reveal and self.waits is None and seen == hints < total:
            return f"{counted}: no more hints"
        if hints is None or self.complete or seen < self._last or hints <= self._last or self._last == total:
            return counted
        return f"{counted}: the next one holds the answer" if seen else "No hint: the first step holds the answer"

    @property
    def verdict(self) -> str:
        """How the student's answer compares with the search's, in a sentence; nothing before it is entered."""
        if self.entered is None:
            return ""
        return {
            True: "Your answer agrees with the search's answer.",
            False: "Your answer differs from the search's answer. The search may be wrong.",
            None: "Whether the two mean the same is for you to judge.",
        }[self.agrees]

    # What the student does.

    def predict(self, text: str, seen: int) -> bool:
        """Note what was predicted, maybe nothing, by somebody who sees so many steps; return whether that was asked."""
        if self.waits != "prediction" or seen != len(self.steps):
            return False
        self.predictions += (text.strip()[:LONGEST],)
        return True

    async def enter(self, text: str) -> bool:
        """Note the student's answer and compare it with the search's; return whether it was asked."""
        entered = text.strip()[:LONGEST]
        if self.waits != "answer" or not entered:
            return False
        agrees = await self._compare(entered)
        self.entered, self.agrees = entered, agrees
        return True

    async def _compare(self, entered: str) -> bool | None:
        """Return whether an entry means the answer: as it is, as what it announces, or as the number in it.

        None on any doubt.
        """
        kind, answer = self._kind, canonical(self._answer, self._kind) or ""
        announced, digits = extract(entered, kind) or entered, _in_digits(entered)
        forms = [form for said in (entered, announced, digits) if (form := canonical(said, kind))]
        if _PLAIN_NUMBER.fullmatch(answer) and not _UNSURE.search(entered):
            readings = (digits, extract(digits, "number"), re.sub(r"(?<=[0-9]),(?=[0-9])", ".", digits))
            forms += [form for said in readings if (form := canonical(said, "number")) == answer]
        if answer in forms:
            return True
        if kind in ("code", "text") or (canonical(answer, "text") == answer and _WORD.search(answer)):
            return None
        try:
            if any([await checker().same(form, answer, kind) for form in forms]):
                return True
        except AnswerCheckerError:
            return None
        mine = next((form for form in forms if _PLAIN_NUMBER.fullmatch(form) or _LETTER.fullmatch(form)), None)
        return None if self._doubtful(announced, mine, answer) else False

    def _doubtful(self, entered: str, mine: str | None, answer: str) -> bool:
        """Return whether an entry that does not match may mean the answer all the same.

        It may where it is no mathematics; where it is a letter for a number or the other way round; where it has
        words, maybe a unit, that the answer has not; where it may be a share for a percentage, or rounded.
        """
        if _LETTER.fullmatch(mine or "") or _LETTER.fullmatch(answer):
            return not (_LETTER.fullmatch(mine or "") and _LETTER.fullmatch(answer))
        words, known = (set(_UNDERSTOOD.findall(said.casefold())) for said in (entered, self._written))
        if words - known or not re.search(r"[^\W_]", re.sub(r"\\[A-Za-z]+", "", entered)):
            return True
        if mine is None:
            return False
        rounded = re.search(r"[.,][0-9]", entered) is not None
        if not _PLAIN_NUMBER.fullmatch(answer):
            return rounded
        scaled = Fraction(mine) * 100 == Fraction(answer) and _PERCENT.search(self._written)
        return bool(scaled) or (rounded and "/" in answer)

    # What must not be seen.

    def _without_answer(self, trace: Trace) -> int:
        """Return how many of the first steps do not hold the answer: at most all but the last."""
        if self._answer is None:
            return self.total
        for number, step in enumerate(self._steps[:-1]):
            text = f"{step.title}\n{step.text}"
            announced = canonical(extract(text, self._kind, complete=False), self._kind)
            if announced == self._answer or any(
                _gives_away(text, answer, trace.question, self._kind) for answer in {self._answer, self._written}
            ):
                return number
        return max(0, self.total - 1)

    def __repr__(self) -> str:
        parts = [str(self.aids), "waits for the run" if self.waits == "run" else self.line]
        if self.predictions:
            parts.append(f"predictions={self.predictions!r}")
        if self.entered is not None:
            parts.append(f"entered={self.entered!r} agrees={self.agrees}")
        return f"<Lesson {', '.join(filter(None, parts))}>"


def _gives_away(text: str, answer: str, question: str, kind: AnswerKind) -> bool:
    """Return whether a step says an answer, in whatever form can be told; rather too often than not.

    Blanks, emphasis, brackets and signs of multiplication do not count, nor does the sign of a number; a number may be
    written in words, in any form and with a unit glued to it, a percentage as a share and a share as a percentage. Of
    several parts all are said in any order. What the question names too is said unless each mention stands between
    the same two words as one in the question: then the step only repeats it.

    Not seen is what takes more than reading: a calculation that is not carried out (`6 * 7`, `10^2`, `4 dozen`),
    another unit (1.5 km for 1500 m), Roman numerals, ordinals in words, and words of other languages than English.
    """
    if kind == "code" or len(answer) > LONGEST_ANSWER:
        return "".join(answer.split()).casefold() in "".join(text.split()).casefold()
    written = answer if _PLAIN_NUMBER.fullmatch(canonical(answer, kind) or "") else _spelt(answer).replace("\\{", "{")
    parts = [written] if written is answer else [part for part in _TOGETHER.split(written) if _TOKEN.search(part)]
    said, asked = _spelt(text), _spelt(question)
    told = [set(_mentions(said, part, kind)) for part in parts]
    known = [set(_mentions(asked, part, kind)) for part in parts]
    explained = all(
        mention in there and None not in mention for here, there in zip(told, known, strict=True) for mention in here
    )
    return bool(told) and all(told) and not explained


def _spelt(text: str) -> str:
    roots = re.sub(r"\\sqrt\{([^{}]*)\}", r"\\sqrt \1", spelling(_EMPHASIS.sub(" ", text)))
    return _in_digits(re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r" \1/\2", roots))


def _mentions(text: str, part: str, kind: AnswerKind) -> Iterator[tuple[str | None, str | None]]:
    """Yield the words before and after each place where a text says a part of an answer; None at its ends."""
    words = list(re.finditer(r"[^\W_]+", text))
    starts, ends = [word.start() for word in words], [word.end() for word in words]
    for start, end in _places(text, part, kind):
        before, after = bisect_right(ends, start) - 1, bisect_left(starts, end)
        yield (
            words[before][0].casefold() if before >= 0 else None,
            words[after][0].casefold() if after < len(words) else None,
        )


def _places(text: str, part: str, kind: AnswerKind) -> Iterator[tuple[int, int]]:
    """Yield where a text says a part of an answer."""
    bare = part.strip(" $()[]{}")
    number = canonical(bare, "auto" if kind == "choice" else kind) or ""
    if _PLAIN_NUMBER.fullmatch(number):
        value = abs(Fraction(number))
        wanted = {value, value / 100} if _PERCENT.search(part) else {value}
        for pattern in _NUMERALS:
            for found in pattern.finditer(text):
                if wanted & set(_values(found)):
                    yield found.span("number")
        return
    tokens = _TOKEN.findall(_spelt(bare).rpartition("=")[2])
    if not tokens:
        return
    words = all(token.isalpha() for token in tokens)
    joined = (r"[\W_]*" if words else _BETWEEN_TOKENS).join(map(re.escape, tokens))
    if words and len(tokens) == 1:  # a letter: `a` is a word too
        joined = rf"{joined}|{joined.lower()}(?=\))"
    for found in re.finditer(rf"(?<!\w)(?:{joined})(?!\w)", text, re.IGNORECASE if len(tokens) > 1 else 0):
        yield found.span()


def _values(numeral: re.Match[str]) -> Iterator[Fraction]:
    """Yield what a numeral may stand for."""
    number, after = numeral["number"], numeral["after"]
    joined = number if "/" in number else re.sub("[, '_]", "", number)
    for said in (joined, joined + after, number.replace(",", ".")):
        value = canonical(said, "number")
        if value and _PLAIN_NUMBER.fullmatch(value):
            yield abs(Fraction(value))
            if _PERCENT.search(after):
                yield abs(Fraction(value)) / 100


def _in_digits(text: str) -> str:
    """Return a text with digits for numbers in words."""
    digits = _MIXED.sub(
        lambda words: f"{words[1]} 1/{_SHARES[words[2].casefold()]}", _NUMBER_IN_WORDS.sub(_digits, text)
    )
    return _SHARE.sub(_share, digits)


def _digits(words: re.Match[str]) -> str:
    total = group = 0
    for word in re.split("[ -]", words[0].casefold()):
        scale = _SCALES.get(word, 1)
        group = (group or 1) * scale if scale > 1 else group + _SMALL.get(word, 0) + _TENS.get(word, 0)
        if scale > _SCALES["hundred"]:
            total, group = total + group, 0
    return str(total + group)


def _share(words: re.Match[str]) -> str:
    parts = re.split("[ -]", words[0].casefold())
    return f"{parts[0] if parts[0].isdigit() else 1}/{_SHARES[parts[-1].removesuffix('s')]}"
