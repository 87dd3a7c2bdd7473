r"""Final answers: find one in a reply, bring it into canonical form, decide whether two mean the same.

`extract` gives the answer as the model wrote it, `canonical` one string for all the usual ways to write it, and
`AnswerChecker` compares what is left, such as `\frac{\sqrt{2}}{2}` and `1/\sqrt{2}`. No model is called.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache, partial

from o1magic.comparer import SECONDS, Comparer
from o1magic.config import AnswerKind
from o1magic.steps import answer_in, fences

LONGEST = 1000
"""A longer answer (in characters) is no number, letter or expression."""
LONGEST_COMPARED = 300
"""A longer expression (in characters) is the same only as its equal."""
LONGEST_NUMBER = 100
"""A number in more characters is an expression."""
MOST_PLACES = 20
"""A number with more decimal places is written as a fraction."""

# -- extraction ------------------------------------------------------------------------------------------------------

_BRACE = re.compile(r"\\(?:boxed|fbox)[ \t]*\{|\\[\\{}]|[{}]")
_BOX = re.compile(r"\\(?:boxed|fbox)[ \t]*\{")
_NEEDS_MATH = re.compile(r"[\\^_{]")
_ANNOUNCED = re.compile(r"\banswer(?:[ \t]+is)?[*_ \t]*:", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:answer|option|choice)[ \t]+is[ \t]+(?!not\b)([^\n]+)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!](?=\s|\*|$)")
_BOLD_START = re.compile(r"^\*\*([^*]+)\*\*")
_CORRECT = re.compile(
    r"\b(?:option|choice|answer)[ \t]+\(?([A-Z])\)?[ \t]+is[ \t]+(?:the[ \t]+)?correct\b", re.IGNORECASE
)


def extract(text: str, kind: AnswerKind = "auto", *, complete: bool = True) -> str | None:
    r"""Return the final answer as the model wrote it, or None where there is none.

    It is what the last `Answer: ...` or `\boxed{...}` says, whichever comes later; else what the last sentence `the
    answer is ...` says; else the whole reply if that is nothing but a number or a letter. Code fences are left out,
    unless it stands in one. Emphasis and the full stop around it are removed; what comes out of a box and needs it is
    put between dollar signs. For the kind `code` it is the last fenced block. For the kind `number`, where nothing
    else is found, it is the last number on the last line: of a reply that is `complete`, as a number in its middle
    would be a stage of the calculation.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = fences(lines)
    if kind == "code":
        return _code(lines, blocks[-1]) if blocks else None
    fenced = {i for block in blocks for i in block}
    outside = [line for i, line in enumerate(lines) if i not in fenced]
    found = _announced(outside) or _sentence(outside) or _announced(lines)
    if found is None and len(text) <= LONGEST_NUMBER:
        plain = _plain(text)
        found = _undecorated(text) if _number(plain) or _letter(plain) else None
    if found is None and kind == "number" and complete:
        last = next((line for line in reversed(outside) if line.strip()), "")
        found = next(reversed(_NUMERAL.findall(_plain(last[:LONGEST]))), None)
    return found


def _code(lines: list[str], block: range) -> str | None:
    """Return what stands between the delimiters of a fence."""
    closed = len(block) > 1 and not lines[block[-1]].strip(" \t`~")
    code = textwrap.dedent("\n".join(lines[block.start + 1 : block.stop - closed])).strip("\n")
    return code if code.strip() else None


def _announced(lines: list[str]) -> str | None:
    """Return what the last answer line or box says."""
    text = "\n".join(lines)
    box = _last_box(text)
    at = len(text) + 1
    for i in reversed(range(len(lines))):
        at -= len(lines[i]) + 1
        if box and box[0] >= at:
            return box[1]
        said = answer_in(lines[i])
        if said is None:
            marks = list(_ANNOUNCED.finditer(lines[i]))
            said = lines[i][marks[-1].end() :] if marks else None
        if said is not None and (
            said := _undecorated(said) or _undecorated(_paragraph(lines[k] for k in range(i + 1, len(lines))))
        ):
            return said
    return None


def _paragraph(lines: Iterable[str]) -> str:
    """Return the first lines up to a blank one, without blank ones before."""
    begun = itertools.dropwhile(lambda line: not line.strip(), lines)
    return "\n".join(itertools.takewhile(lambda line: line.strip(), begun))


def _last_box(text: str) -> tuple[int, str] | None:
    r"""Return where the last `\boxed{...}` with balanced braces begins, and what it holds."""
    opened: list[re.Match[str]] = []
    box = None
    for brace in _BRACE.finditer(text):
        if brace[0] == "}" and opened:
            start = opened.pop()
            if len(start[0]) > 1:
                content = text[start.end() : brace.start()].strip()
                if content and not _BOX.match(content):  # of boxes in boxes the innermost
                    box = start.start(), f"${content}$" if _NEEDS_MATH.search(content) else content
        elif brace[0][-1] == "{" and brace[0] != r"\{":
            opened.append(brace)
    return box


def _sentence(lines: list[str]) -> str | None:
    """Return what the last sentence `the answer is ...` says."""
    for line in reversed(lines):
        if says := list(_SENTENCE.finditer(line)):
            return _undecorated(_SENTENCE_END.split(says[-1][1], maxsplit=1)[0]) or None
        if correct := list(_CORRECT.finditer(line)):
            return correct[-1][1]
    return None


def _undecorated(said: str) -> str:
    """Return an answer without white space, emphasis and full stop around it."""
    return _BOLD_START.sub(r"\1", said.strip()).strip(" \t\n*`").rstrip(" \t\n*`.")


# -- canonical form --------------------------------------------------------------------------------------------------

_SPELLINGS = {
    **dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), ""),
    **{ord(c): f"^{n}" for n, c in enumerate("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")},
    **{ord(c): f" {unicodedata.normalize('NFKC', c)}" for c in "\u00bc\u00bd\u00be\u2153\u2154\u2155\u215b"},
    **dict.fromkeys(map(ord, "\u00d7\u00b7\u22c5"), "*"),
    ord("\u00f7"): "/",
    ord("\u2215"): "/",
    ord("\u03c0"): r"\pi ",
    ord("\u221e"): r"\infty ",
    ord("\u2264"): r"\le ",
    ord("\u2265"): r"\ge ",
    ord("\u2018"): "'",
    ord("\u2019"): "'",
    ord("\u201c"): '"',
    ord("\u201d"): '"',
}
"""Characters in the spelling that the patterns below know; fractions must not run into an integer before them."""

_LATEX = [
    (re.compile(pattern), spelling)
    for pattern, spelling in [
        (r"\\(?:left|right|big|Big|bigg|Bigg)[lr]?(?![A-Za-z])|\\(?:displaystyle|limits)(?![A-Za-z])|\\[!,]", ""),
        (r"\\[;: ]|\\q?quad(?![A-Za-z])|~", " "),
        (r"\\([%$#&])", r"\1"),
        (r"(?<!\\)\\[()\[\]]", ""),
        (r"\{,\}", ","),
        (r"\^\{?(?:\\circ|\u00b0)\}?|\\degree(?![A-Za-z])", "\u00b0"),
        (r"\\[dtc]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac[ ]*([0-9])[ ]*([0-9])", r"\\frac{\1}{\2}"),
        (r"\\frac[ ]*([0-9])[ ]*\{", r"\\frac{\1}{"),
        (r"(\\frac\{[^{}]*\})[ ]*([0-9])", r"\1{\2}"),
        (r"\\(?:times|cdot|ast)(?![A-Za-z])", "*"),
        (r"\\div(?![A-Za-z])", "/"),
        (r"\\leq(?![A-Za-z])|<=", r"\\le "),
        (r"\\geq(?![A-Za-z])|>=", r"\\ge "),
        (r"\*\*", "^"),
        (r"\\sqrt[ ]*([0-9A-Za-z])", r"\\sqrt{\1}"),
        (r"\u221a[ ]*([0-9]+|[A-Za-z])", r"\\sqrt{\1}"),
        (r"\u221a[ ]*\(([^()]*)\)", r"\\sqrt{\1}"),
        (r"(?<![\\A-Za-z])sqrt[ ]*\(([^()]*)\)", r"\\sqrt{\1}"),
        (r"(?<![\\A-Za-z])(pi|sin|cos|tan|log|ln)(?![A-Za-z])", r"\\\1 "),
        (r"[ ]*\^[ ]*(-?[0-9]+|[A-Za-z])", r"^{\1}"),
    ]
]
_PAIRS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), ("__", "__"), ("`", "`"), ('"', '"'))
_WRAPPER = re.compile(r"\\(?:boxed|fbox|text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|operatorname)[ ]*\{")
_WORDS_IN_LATEX = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname)[ ]*\{([^{}]*)\}")

_DIGITS = r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_QUANTITY = re.compile(
    rf"""(?P<sign>[-+]?)[ ]?(?:(?:US)?[$\u20ac\u00a3\u00a5\u20b9][ ]?|(?:USD|EUR|GBP|Rs\.?)[ ])?(?P<inner>-?)
    (?:(?P<whole>[0-9]+)[ ]?\\frac\{{(?P<p>[0-9]+)\}}\{{(?P<q>[0-9]+)\}}
      |(?P<whole2>[0-9]+)[ ](?P<p2>[0-9]+)[ ]?[/\u2044][ ]?(?P<q2>[0-9]+)
      |\\frac\{{(?P<p3>-?[0-9]+)\}}\{{(?P<q3>[0-9]+)\}}
      |(?P<p4>[0-9]+)[ ]?[/\u2044][ ]?(?P<q4>[0-9]+)
      |(?P<head>[0-9]*\.?[0-9]*)\\overline\{{(?P<repeat>[0-9]+)\}}
      |(?P<digits>{_DIGITS})(?:[ ]?[*x][ ]?10\^\{{(?P<power>-?[0-9]{{1,2}})\}}|[eE](?P<exponent>[-+]?[0-9]{{1,2}}))?)
    (?P<rest>.*)""",
    re.VERBOSE | re.DOTALL,
)
_LEFT_SIDE = re.compile(r"(?:[A-Za-z]|[A-Za-z][A-Za-z ]{0,30}|[a-z]\([a-z0-9]\))[ ]?=[ ]?(?=[^=]*$)")
_SUM = re.compile(r"[-+*/(). 0-9$=]{1,80}=[ ]?(?=[^=]*$)")
_APPROXIMATELY = re.compile(
    r"(?:approximately|approx\.?|about|around|roughly|exactly|\\approx|\u2248|=)[ ]*", re.IGNORECASE
)
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALE = re.compile(rf"[ ]?({'|'.join(_SCALES)})(?![A-Za-z])", re.IGNORECASE)
_PERCENT = re.compile(r"[ ]?(?:%|percent(?:age points?)?(?![A-Za-z])|per cent(?![A-Za-z]))", re.IGNORECASE)
_UNIT = re.compile(r"[^\W\d_]+|[ /.,()'*\u00b0-]|\^\{[-]?[23]\}")
_SHORT_UNIT = re.compile(r"[mgshlLNJWVKCF]")
_ATTACHED_UNIT = re.compile(
    "cm|mm|km|kg|mg|ml|cl|dm|ft|lbs?|oz|mi|yd|hrs?|mins?|secs?|ms|mph|kph|kmh|kB|MB|GB|cents?|dollars?"
)
_NO_UNIT = re.compile(
    "or|and|to|mod|times|plus|minus|over|by|divided|multiplied|squared|cubed|if|when|dozens?|st|nd|rd|th|i|x"
    "|am|pm|bce?|ad|ce|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?|north|south|east|west",
    re.IGNORECASE,
)
_NUMERAL = re.compile(rf"(?<![\w.,/^-])-?[$\u20ac\u00a3]?{_DIGITS}(?:/[0-9]+)?(?![\w/^])")

_LETTER = re.compile(r"\(([A-Za-z])\)[.:]?|([A-Z])[.):]?")
_LETTER_AND_MORE = re.compile(r"\(([A-Za-z])\)[.:]?[ ].*|([A-Z])\)[ ].*", re.DOTALL)
_OPTION = re.compile(
    r"(?:(?:the )?(?:answer|option|choice)[ ](?:is[ ])?)?\(?([A-Za-z])\)?(?:[.:,)]?|[.:,)-][ ].*|[ ]-.*)",
    re.DOTALL | re.IGNORECASE,
)

_OPERATOR = re.compile(r"[\\=+*/^<>|!{}\[\]]|[0-9]|(?<=[A-Za-z0-9)}])[ ]?-|\(.*,.*\)")
_WORD = re.compile(r"(?<![\\A-Za-z0-9])[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMAND = re.compile(r"\\(?:begin|end)\{[a-z*]+\}|\\[A-Za-z]+")
_AND = re.compile(r"(?:,[ ]?|[ ])(?:and|or)[ ]")
_CERTAIN_OPERATOR = re.compile(r"[\\^=+*<>]")
_ARITHMETIC = re.compile(r"[-+*/():=. 0-9]+")
_SOMETHING = re.compile(r"[^\s*$_`.,;:?!\"'\u2026{}()\[\]-]")
_GAP = re.compile(r"[ ]+")


@lru_cache(maxsize=1024)
def canonical(raw: str | None, kind: AnswerKind = "auto") -> str | None:
    r"""Return the one short form of all usual ways to write an answer; None where it is no answer of that kind.

    number
        An exact rational: `0.5`, `1/2`, `\frac12` and `\$.50` are `0.5`, `\frac{2}{6}` is `1/3`, `1,200 km` is
        `1200`. Currency, units and the percent sign are dropped: `50%` and `50` are one answer, as the question says
        what it asks for, and `0.5` is another one. What cannot be a number but is mathematics stays an expression;
        of a sentence its only number is taken.
    choice
        The letter.
    text
        Lower case, without punctuation, articles (except a last word) and superfluous space, in Unicode's form NFKC.
    code
        Without white space at line ends and blank lines at both ends.
    auto
        The first of letter, number, expression and text whose form it has.

    An expression is tidied, not evaluated: `(10-4)*4` does not become `24`, since it may be the answer to a puzzle.
    """
    if raw is None:
        return None
    if kind == "code":
        return "\n".join(line.rstrip() for line in raw.strip("\r\n").splitlines()).strip("\n") or None
    if len(raw) > LONGEST:
        return _text(raw) if kind in ("auto", "text") else None
    plain = _plain(raw)
    if not _SOMETHING.search(plain):
        return None
    return next((form for read in _READINGS[kind] if (form := read(plain))), None)


def _plain(raw: str) -> str:
    """Return an answer in plain characters, without what it is wrapped in."""
    plain = unicodedata.normalize("NFKC", raw.translate(_SPELLINGS)).replace("\u2044", "/")
    before = ""
    while plain != before:
        before = plain
        plain = plain.strip().rstrip(".,;:").rstrip()
        for opening, closing in _PAIRS:
            inner = plain[len(opening) : -len(closing)]
            if plain == opening + inner + closing and inner and opening not in inner and closing not in inner:
                plain = inner
        if (wrapper := _WRAPPER.match(plain)) and _closes_at_end(plain, wrapper.end()):
            plain = plain[wrapper.end() : -1]
    return plain


def _closes_at_end(text: str, start: int) -> bool:
    """Return whether the brace that was opened before `start` is closed by the last character."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        if brace[0][0] != "\\" or (brace[0][-1] == "{" and brace[0] != r"\{"):
            depth += -1 if brace[0] == "}" else 1
        if not depth:
            return brace.end() == len(text)
    return False


def spelling(text: str) -> str:
    """Return any text in the one spelling of characters and LaTeX that canonical forms have."""
    return _latex(" ".join(unicodedata.normalize("NFKC", text.translate(_SPELLINGS)).replace("\u2044", "/").split()))


def _latex(plain: str) -> str:
    """Return mathematics in one spelling."""
    for pattern, spelling in _LATEX:
        plain = pattern.sub(spelling, plain)
    return _GAP.sub(" ", plain).strip()


def _letter(plain: str) -> str | None:
    """Return the letter of an answer that has the form of a choice."""
    letter = _LETTER.fullmatch(plain) or _LETTER_AND_MORE.fullmatch(plain)
    return (letter[1] or letter[2]).upper() if letter else None


def _option(plain: str) -> str | None:
    """Return the letter of an answer that is known to be a choice."""
    option = _OPTION.fullmatch(plain)
    return option[1].upper() if option else None


def _number(plain: str, *, lenient: bool = False) -> str | None:
    """Return the number that this is, with or without a unit.

    `lenient` is for what is known to be a number: any words are a unit, and of `9*2 = 18` the right side counts.
    """
    latex = _latex(plain)
    words = _WORDS_IN_LATEX.sub(r" \1", latex)
    in_text = words != latex
    text = _GAP.sub(" ", words).strip()
    if side := _LEFT_SIDE.match(text) or (_SUM.match(text) if lenient else None):
        text = text[side.end() :]
    if approximately := _APPROXIMATELY.match(text):
        text = text[approximately.end() :]
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    quantity = _QUANTITY.fullmatch(text)
    value = _value(quantity) if quantity else None
    if quantity is None or value is None:
        return None
    rest = quantity["rest"]
    if scale := _SCALE.match(rest):
        value *= _SCALES[scale[1].lower()]
        rest = rest[scale.end() :]
    if percent := _PERCENT.match(rest):
        rest = rest[percent.end() :]
    return _written(value) if _is_unit(rest, any_words=lenient or in_text) else None


def _value(quantity: re.Match[str]) -> Fraction | None:
    """Return the value of a number without its unit; None where it divides by zero or is too long."""
    group = quantity.groupdict("")
    if len(quantity[0]) - len(group["rest"]) > LONGEST_NUMBER:
        return None
    p, q = (next((group[f"{name}{i}"] for i in ("", "2", "3", "4") if group[f"{name}{i}"]), "") for name in "pq")
    if q:
        if not int(q):
            return None
        value = int(group["whole"] or group["whole2"] or 0) + Fraction(int(p), int(q))
    elif group["repeat"]:
        head, _, decimals = group["head"].partition(".")
        period = Fraction(int(group["repeat"]), 10 ** len(group["repeat"]) - 1)
        value = int(head or 0) + (Fraction(int(decimals or 0)) + period) / 10 ** len(decimals)
    else:
        value = Fraction(re.sub("[, ]", "", group["digits"]).rstrip("."))
        value *= Fraction(10) ** int(group["power"] or group["exponent"] or 0)
    return -value if (group["sign"] == "-") != (group["inner"] == "-") else value


def _written(value: Fraction) -> str:
    """Return the canonical form of a number: a decimal of up to `MOST_PLACES` where it is one, else a fraction."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > MOST_PLACES:
        return f"{value.numerator}/{value.denominator}"
    if not places:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _is_unit(rest: str, *, any_words: bool) -> bool:
    """Return whether what follows a number is nothing or a unit, and not more mathematics or another meaning."""
    if not rest or rest == "\u00b0":
        return True
    parts = _UNIT.findall(rest)
    words = [part for part in parts if part.isalpha()]
    if "".join(parts) != rest or any(_NO_UNIT.fullmatch(word) for word in words):
        return False
    if any_words:
        return True
    if rest[0].isalpha():
        return _ATTACHED_UNIT.fullmatch(words[0]) is not None
    return bool(words) and rest[0] != "-" and all(len(word) > 1 or _SHORT_UNIT.fullmatch(word) for word in words)


def _only_number(plain: str) -> str | None:
    """Return the only number of a sentence."""
    numerals = _NUMERAL.findall(plain)
    return _number(numerals[0]) if len(numerals) == 1 else None


def _expression(plain: str) -> str | None:
    """Return the tidy form of mathematics, or None if this is none."""
    latex = _AND.sub(",", _latex(plain)).replace("$", "")
    bare = _COMMAND.sub(r"\\ ", _WORDS_IN_LATEX.sub("", latex))
    words = _WORD.findall(bare)
    if not _OPERATOR.search(bare) or _LONG_WORD.search(bare) or (words and not _CERTAIN_OPERATOR.search(bare)):
        return None
    # A space counts only between two characters of a word or a number.
    return re.sub(r"(?<![A-Za-z0-9])[ ]+|[ ]+(?![A-Za-z0-9])", "", latex) or None


def _text(plain: str) -> str | None:
    """Return a text without differences of no meaning."""
    text = unicodedata.normalize("NFKC", plain).casefold()
    text = re.sub(r"['\"`*\u2018\u2019\u201c\u201d]|\.(?![0-9])", "", text)
    text = re.sub(
        r"(?<![0-9])[,:;]|[,:;](?![0-9])|[!?()\[\]{}\u2026_]|(?<=[^\W\d])[-\u2013\u2014](?=[^\W\d])", " ", text
    )
    words = text.split()
    return " ".join([word for word in words[:-1] if word not in ("a", "an", "the")] + words[-1:]) or None


_READINGS: dict[AnswerKind, tuple[Callable[[str], str | None], ...]] = {
    "choice": (_option,),
    "text": (_text,),
    "number": (partial(_number, lenient=True), _expression, _only_number),
    "auto": (_letter, _number, _expression, _text),
}


# -- equivalence -----------------------------------------------------------------------------------------------------

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[./][0-9]+)?")


class AnswerChecker:
    """Decides whether two canonical answers mean the same, and remembers it.

    Only two expressions, or an expression and a number, need computer algebra; a process for it is started by the
    first such pair. All else is decided here. One checker serves any number of runs, threads and event loops.

    Parameters
    ----------
    seconds
        How long the algebra of one pair may take; the verdict is False where it takes longer.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._comparer = Comparer(seconds)
        self._verdicts: dict[tuple[str, str], bool] = {}

    async def same(self, a: str, b: str, kind: AnswerKind = "auto") -> bool:
        """Return whether two canonical answers of this kind mean the same. Symmetric.

        Sums and the like of plain numbers mean themselves: `6*4` and `(10-4)*4` are different answers to a puzzle, and
        `5-7` may be a range.

        Raises
        ------
        AnswerCheckerError
            The process for computer algebra cannot be started.
        """
        if a == b:
            return True
        if kind in ("choice", "text", "code") or not _is_comparable(a, b):
            return False
        pair = min(a, b), max(a, b)
        if pair not in self._verdicts:
            self._verdicts[pair] = await asyncio.wrap_future(self._comparer.submit(*pair))
        return self._verdicts[pair]

    def close(self) -> None:
        """End the process; it ends with the checker and with Python too."""
        self._comparer.close()


def _is_comparable(a: str, b: str) -> bool:
    """Return whether computer algebra has a say in whether these two are the same."""
    numbers = [answer for answer in (a, b) if _PLAIN_NUMBER.fullmatch(answer)]
    expressions = [
        answer
        for answer in (a, b)
        if len(answer) <= LONGEST_COMPARED and not _ARITHMETIC.fullmatch(answer) and _expression(answer) == answer
    ]
    return bool(expressions) and len(expressions) + len(numbers) == len((a, b))
