"""Cut a solution into its steps. The front end does the same, rule for rule; `tests/data/segments.json` holds both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TITLE_LENGTH = 60
"""Most characters of a title that is made from the first words of a step."""
HEADER_LENGTH = 80
"""A header that goes on for more characters than this is prose: it belongs to the step's text."""

# White space is spelt out and digits are [0-9], so that every pattern means the same in JavaScript.
_SPACE = " \t\n"
_SPACES = re.compile(r"[ \t\n]+")
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_MATH_MARK = re.compile(r"\\[^\n]|\$\$")
_CLOSER = {"$$": "$$", r"\[": r"\]"}
_STEP = re.compile(r" {0,3}(#{1,6}[ \t]+)?(\*\*|__)?(?:Step|STEP|step)[ \t]+([0-9]{1,4})(?![0-9])")
_AFTER_NUMBER = re.compile(r"[ \t]*(:|[.)\-–—](?=[ \t]|$))")  # noqa: RUF001 - models write en dashes
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?=[^ \t])")
_ANSWER = re.compile(
    r" {0,3}(#{1,6}[ \t]+)?(\*\*|__)?(?:the[ \t]+)?(?:final[ \t]+)?answer(?:[ \t]+is)?(?=[*_ \t]*(?::|$))",
    re.IGNORECASE,
)
_HASH_ANSWER = re.compile(r"####[ \t]*[-+]?[$€£]?[0-9][0-9.,/%]*[ \t]*$")
_LIST_MARKS = re.compile(r"[ \t]*(?:(?:[#>+*-]+|[0-9]{1,3}[.)])[ \t]+)*")
_ATOM = re.compile(
    r"(?P<space>[ \t\n]+)"
    r"|(?P<emphasis>(?<![A-Za-z0-9])\*\*|\*\*(?![A-Za-z0-9]))"
    r"|(?P<whole>"
    r"\$\$(?:\\[^\n]|[^\\$])*\$\$"
    r"|\\\[(?:[^\\]|\\[^\]])*\\\]"
    r"|\\\((?:[^\\]|\\[^)])*\\\)"
    r"|\$(?![ \t\n$])(?:\\[^\n]|\n(?![ \t]*\n)|[^\\$\n])*(?<![ \t\n])\$(?![0-9])"
    r"|`[^`\n]+`)"
    r"|(?P<plain>[^ \t\n])"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a solution: a title on one line, and the text below it, both Markdown with LaTeX."""

    title: str
    text: str


def segment(text: str) -> list[Step]:
    r"""Cut a solution, or any beginning of one, into steps.

    Steps begin at line-initial headers `Step k`, marked by `#`, bold type or a colon. Where there is none they begin
    at Markdown headings, and where there is none of those either, after blank lines and rules (`---`). Nothing
    begins inside a code fence or inside `$$ ... $$` and `\[ ... \]`; mathematics that is never closed is none. What
    precedes the first header is a step too, and an empty segment is none.

    The closing answer is in no step, since every view shows it on its own: the last line if it reads `Answer: ...`,
    or a bare `Answer:` with the one paragraph that follows it.

    A title is the header's, else the first words of the step, where neither mathematics nor code is cut in two.
    Lengths are in code points. The time is linear in the length of the text.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside = _protected(lines)
    end = _without_answer(lines, inside)
    for header in (_step_header, _heading):
        starts = [i for i in range(end) if not inside[i] and header(lines[i]) is not None]
        if starts:
            return list(_at_headers(lines[:end], inside, starts, header))
    return [Step(_first_words(block), block) for block in _paragraphs(lines[:end], inside)]


def cut(text: str) -> list[str]:
    """Cut a solution, or what continues one, into the raw texts of its steps; joined they are the text.

    They begin where those of `segment` begin. The closing answer stands in the last one. A text of white space alone
    holds none.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside = _protected(lines)
    end = _without_answer(lines, inside)
    starts: list[int] = []
    for header in (_step_header, _heading):
        starts = starts or [i for i in range(end) if not inside[i] and header(lines[i]) is not None]
    if not starts:
        gaps = [not inside[i] and _is_gap(lines[i]) for i in range(end)]
        starts = [i for i in range(end) if not gaps[i] and (i == 0 or gaps[i - 1])]
    # What precedes the first header is a step too; white space alone belongs to the one that follows.
    if any(not _is_gap(line) for line in lines[: starts[0] if starts else 0]) or not starts:
        starts.insert(0, 0)
    pieces = ["\n".join(lines[i:k]) for i, k in zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=True)]
    return [f"{piece}\n" for piece in pieces[:-1]] + pieces[-1:] if text.strip(_SPACE) else []


def number(text: str) -> int | None:
    """Return the number in the header that a step begins with, or None where it begins with none."""
    match = _STEP.match(text.lstrip(_SPACE))
    return int(match[3]) if match and _step_header(text.lstrip(_SPACE).split("\n", 1)[0]) is not None else None


def fences(lines: list[str]) -> list[range]:
    """Return the code fences as ranges of line numbers, both delimiters included; one never closed runs to the end."""
    found, fence, start = [], "", 0
    for i, line in enumerate(lines):
        mark = _FENCE.match(line)
        if not mark:
            continue
        if not fence:
            fence, start = mark[1], i
        elif mark[1].startswith(fence) and not line[mark.end() :].strip(_SPACE):
            found.append(range(start, i + 1))
            fence = ""
    return [*found, range(start, len(lines))] if fence else found


def answer_in(line: str) -> str | None:
    """Return what a line such as `Answer: 5`, `**Final Answer**` or `#### 5` says, maybe nothing; None for others."""
    if match := _ANSWER.match(line):
        hashes, bold = match.groups()
        rest = line[match.end() :]
        if not (hashes or bold or ":" in rest):
            return None
        said = (rest.replace(bold, "", 1) if bold else rest).strip(_SPACE + ":")
        return said if said.strip(_SPACE + "*_:") else ""
    return line.strip(_SPACE + "#") if _HASH_ANSWER.match(line) else None


def _protected(lines: list[str]) -> list[bool]:
    """Return for each line whether it belongs to a code fence or begins inside displayed mathematics."""
    inside = [False] * len(lines)
    start = 0
    for fence in [*fences(lines), range(len(lines), len(lines))]:
        inside[fence.start : fence.stop] = [True] * len(fence)
        _protect_math(lines, inside, start, fence.start)
        start = fence.stop
    return inside


def _protect_math(lines: list[str], inside: list[bool], start: int, end: int) -> None:
    """Mark the lines in [start, end) that begin inside displayed mathematics."""
    marks = [
        (i, match[0])
        for i in range(start, end)
        for match in _MATH_MARK.finditer(lines[i])
        if match[0] in ("$$", r"\[", r"\]")
    ]
    last = {mark: k for k, (_, mark) in enumerate(marks)}
    opened, closer = 0, ""
    for k, (i, mark) in enumerate(marks):
        if closer:
            if mark == closer:
                inside[opened + 1 : i + 1] = [True] * (i - opened)
                closer = ""
        elif last.get(_CLOSER.get(mark, ""), k) > k:
            opened, closer = i, _CLOSER[mark]


def _without_answer(lines: list[str], inside: list[bool]) -> int:
    """Return how many lines come before the closing answer."""
    for i in reversed(range(len(lines))):
        said = None if inside[i] else answer_in(lines[i])
        if said is None:
            continue
        after = list(_paragraphs(lines[i + 1 :], inside[i + 1 :]))
        if said:
            return len(lines) if after else i
        closes = len(after) == 1 and not any(_step_header(line) is not None for line in lines[i + 1 :])
        solved = any(line.strip(_SPACE) for line in lines[:i])
        return i if not after or (closes and solved) else len(lines)
    return len(lines)


def _step_header(line: str) -> str | None:
    """Return the title (maybe empty) if the line is a header such as `## Step 2: title`, else None."""
    match = _STEP.match(line)
    if not match:
        return None
    hashes, bold, _ = match.groups()
    rest = line[match.end() :].replace(bold, "", 1) if bold else line[match.end() :]
    mark = _AFTER_NUMBER.match(rest)
    if mark:
        return _clean(rest[mark.end() :])
    # Without a mark it is a header only if its form says so: "Step 2 shows that" is a sentence.
    return _clean(rest) if not rest.strip(_SPACE) or ((hashes or bold) and rest[0] in _SPACE) else None


def _heading(line: str) -> str | None:
    """Return the title if the line is a Markdown heading, else None."""
    match = _HEADING.match(line)
    return _clean(line[match.end() :]) if match else None


def _clean(title: str) -> str:
    """Return a header's title without closing hashes, a closing colon and bold type around it all."""
    title = title.strip(_SPACE)
    without = title.rstrip("#")
    if without[-1:] in _SPACE:
        title = without.rstrip(_SPACE)
    if title.startswith("**") and title.find("**", 2) == len(title) - 2 > 1:
        title = title[2:-2]
    return title.rstrip(_SPACE + ":").lstrip(_SPACE)


def _at_headers(
    lines: list[str], inside: list[bool], starts: list[int], header: Callable[[str], str | None]
) -> Iterator[Step]:
    """Yield what precedes the first header, then a step a header."""
    before = _trimmed(lines[: starts[0]], inside)
    if before:
        yield Step(_first_words(before), before)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title = header(lines[start]) or ""
        text = _trimmed(lines[start + 1 : end], inside[start + 1 : end])
        if len(title) > HEADER_LENGTH:
            title, text = "", f"{title}\n{text}" if text else title
        if title or text:
            yield Step(title or _first_words(text), text)


def _paragraphs(lines: list[str], inside: list[bool]) -> Iterator[str]:
    """Yield the runs of lines between blank lines and rules."""
    start = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or (not inside[i] and _is_gap(lines[i])):
            if i > start:
                yield "\n".join(lines[start:i])
            start = i + 1


def _trimmed(lines: list[str], inside: list[bool]) -> str:
    """Return the lines as one text, without the blank lines and rules at both ends."""
    kept = [i for i, line in enumerate(lines) if inside[i] or not _is_gap(line)]
    return "\n".join(lines[kept[0] : kept[-1] + 1]) if kept else ""


def _is_gap(line: str) -> bool:
    return not line.strip(_SPACE) or _RULE.match(line) is not None


def _first_words(text: str) -> str:
    """Return the beginning of the first line that is no fence, cut between words, never within mathematics or code."""
    lines = text.split("\n")
    fences = {i for i, line in enumerate(lines) if _FENCE.match(line)}
    start = next((i for i, line in enumerate(lines) if line.strip(_SPACE) and i not in fences), len(lines))
    end = min((i for i in fences if i > start), default=len(lines))
    text = "\n".join(lines[start:end])
    marks = _LIST_MARKS.match(text)
    at = marks.end() if marks else 0
    title, boundary, whole = "", 0, False
    while atom := _ATOM.match(text, at):
        at = atom.end()
        if atom["space"]:
            if title and "\n" in atom[0]:
                break
            boundary, whole = len(title), False
            title += " " if title else ""
        elif not atom["emphasis"]:
            whole = whole or atom["whole"] is not None
            title += _SPACES.sub(" ", atom[0])
        if len(title.rstrip(_SPACE)) > TITLE_LENGTH:
            cut = boundary or (0 if whole else TITLE_LENGTH)
            return title[:cut].rstrip(_SPACE + ":") + "…"
    return title.rstrip(_SPACE + ":")
