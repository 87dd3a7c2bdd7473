"""The static record: what it says and in which order, and that nothing hostile or unreadable gets into it."""

from __future__ import annotations

import json
import re
import string
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import bleach
import pytest
import traces
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import at_random, world

from o1magic import reason
from o1magic.config import StopReason
from o1magic.render import html, parts, prose, text, views
from o1magic.render.story import story
from o1magic.render.words import STOPS, clean, decimal, money
from o1magic.result import Result
from o1magic.trace import Trace

FORMULAE = json.loads((Path(__file__).parent.parent / "data" / "formulae.json").read_text("utf-8"))
VOID = {"br", "hr", "link"}
TAGS = {"b", "blockquote", "code", "details", "div", "em", "li", "ol", "p", "pre", "span", "strong", "summary", "table",
        "tbody", "td", "th", "thead", "tr", "ul", *VOID}  # fmt: skip
BLOCKS = {"blockquote", "details", "div", "hr", "li", "ol", "p", "pre", "table", "ul"}

_COLOUR = r"#[0-9a-f]{6}([0-9a-f]{2})?"
_LENGTHS = r"((0|[0-9.]+(px|em))( |$)){1,4}"
# Never wider than the same property in JupyterLab 4.6's sanitiser (apputils, sanitizer.ts), which drops all others.
STYLES = {
    "align-items": r"center|flex-end",
    "background": _COLOUR,
    "border": rf"0|1px solid {_COLOUR}",
    "border-collapse": r"collapse",
    "border-left": rf"3px solid {_COLOUR}",
    "border-radius": r"\d+px",
    "box-sizing": r"border-box",
    "border-top": rf"1px solid {_COLOUR}|2px dashed {_COLOUR}",
    "color": _COLOUR,
    "cursor": r"pointer",
    "display": r"block|flex|inline-block",
    "flex": r"1|1 1 \d+px|0 0 [0-9.]+em",
    "flex-wrap": r"wrap",
    "font-size": r"0|[0-9.]+em",
    "font-weight": r"[47]00",
    "gap": r"\d+px( \d+px)?",
    "height": r"\d+px",
    "letter-spacing": r"[0-9.]+em",
    "line-height": r"[0-9.]+",
    "margin": _LENGTHS,
    "margin-left": r"[0-9.]+%",
    "margin-right": r"\d+px",
    "margin-top": _LENGTHS,
    "max-width": r"\d+(px|%)",
    "min-width": r"0|\d+px",
    "opacity": r"[0-9.]+",
    "overflow": r"hidden",
    "overflow-x": r"auto",
    "padding": _LENGTHS,
    "padding-left": _LENGTHS,
    "padding-top": _LENGTHS,
    "table-layout": r"fixed",
    "text-align": r"left|right|center",
    "text-overflow": r"ellipsis",
    "vertical-align": r"top|middle|bottom",
    "white-space": r"normal|nowrap|pre",
    "width": r"[0-9.]+(px|%)",
    "word-wrap": r"break-word",
}


class Reader(HTMLParser):
    """Reads a record as a browser would, and fails on whatever is not in the fixed set."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        assert all(re.fullmatch(r"</\w+>", tag) for tag in re.findall(r"</[^>]*>", source))
        self.open: list[str] = []
        self.names = ""
        self.strings = [""]
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):  # noqa: C901 - one list
        assert tag in TAGS
        for name, value in attrs:
            match tag, name:
                case _, "style":
                    for declaration in value.split(";"):
                        prop, _, setting = declaration.partition(":")
                        assert re.fullmatch(STYLES[prop], setting), declaration
                case "details", "open":
                    assert value is None
                # What only some hosts keep: the tabs.
                case "details", "name":
                    assert value == self.names
                case "div", "class":
                    if value not in ("views", "drawn"):
                        assert re.fullmatch(r"o1-[0-9a-f]{8}", value)
                        self.names = value
                case "link", "rel":
                    assert value == "stylesheet"
                case "link", "href":
                    assert unquote(value).startswith(f"data:text/css,.{self.names}{{summary{{cursor:pointer}}")
                    assert re.fullmatch(r"[\w!(){}\[\]:;,=*/@+'. %-]+", value)
                case "ol", "start":
                    assert value.isdigit()
                case _:
                    pytest.fail(f"attribute {name}={value!r} on {tag}")
        # A browser would end the paragraph before it.
        assert tag not in BLOCKS or "p" not in self.open
        if tag not in VOID:
            self.open.append(tag)
        # A typesetter of mathematics joins text over line breaks, and over nothing else.
        self.strings.append("") if tag != "br" else self.handle_data("\n")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.strings.append("")

    def handle_data(self, data):
        if not {"pre", "code"} & set(self.open):
            self.strings[-1] += data

    def unknown(self, *_):
        pytest.fail("a comment, declaration or processing instruction")

    handle_comment = handle_decl = handle_pi = unknown_decl = unknown

    @property
    def mathematics(self) -> list[str]:
        """What MathJax, as JupyterLab and nbconvert configure it, would typeset."""
        marks = r"\$\$.+?\$\$|\$[^$]+\$|\\\[.+?\\\]|\\\(.+?\\\)|\\begin\{(\w+)\}.*?\\end\{\1\}|\\(?:eq)?ref\{.*?\}"
        return [match[0] for run in self.strings for match in re.finditer(marks, run, re.DOTALL)]


def text_of(source: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", source))


def section_of(source: str, title: str) -> str:
    """The body of a section of the record, up to the end of its element."""
    start = source.index(f"<summary><b>{title}</b>")
    depth, at = 1, start
    while depth:
        found = re.compile(r"<(/?)details").search(source, at)
        depth, at = depth + (-1 if found[1] else 1), found.end()
    return source[start:at]


def bars(source: str, title: str = "") -> list[tuple[float, str]]:
    """Length in per cent and colour of each bar of a section."""
    source = section_of(source, title) if title else source
    found = re.findall(r'width:([\d.]+)%;height:6px;[^"]*background:(#\w+)"', source)
    return [(float(length), colour) for length, colour in found]


def record(trace: Trace) -> str:
    source = html.record(trace)
    Reader(source)
    return source


def solution(text: str, **config) -> str:
    """The record of one chain that wrote this text."""
    run = traces.Run("What?", strategy="chain", **config)
    run.sample(text, "42")
    return record(run.end())


def mathematics(text: str) -> list[str]:
    return Reader(solution(text)).mathematics


# What it says.


def test_answer_comes_first_then_why_then_steps_then_the_rest():
    text = text_of(record(traces.pencils()))
    order = [
        "Answer",
        "84 pencils",
        "8 of 10",
        "chains agree",
        "posterior over the runner-up .97, uncalibrated",
        "a single chain said",
        "19",
        "self_consistency · local/qwen2.5-coder-0.5b · 10 of 64 calls · 1,000 of 64,000 tokens · $ 0 · 9.8 of 120 s",
        "stopped: agreement",
        "Answer",
        "4 steps",
        "chain 2 · 60 tokens",
        "Recognise",
        "Verify by adding",
        "Tried and dropped",
        "1 other answer, 19, in 2 of 10 chains",
        "chains 1, 7 · 2 votes",
        "Votes",
        "84 pencils",
        "8 votes",
        "chain 2, shown as the answer",
        "chain 10 → 84 pencils",
        "19",
        "2 votes",
        "chain 1 → 19",
        "7 + 12 = 19 pencils",
        "chain 7 → 19",
        "Timeline",
        "10 calls, 1,000 tokens, $ 0, stopped: agreement",
        "chain 1",
        "0.0 to 0.5 s · 60 tokens",
        "More compute",
        "10 more calls would raise the chance of a majority for this answer from .89 to .92 (.37 to above .99)",
        "Question",
        "A school buys 7 boxes",
        "n 16",
        "seed 0",
    ]
    text = " ".join(text.split())
    at = -1
    for words in order:
        at = text.find(words, at + 1)
        assert at >= 0, words


def test_votes_are_drawn_as_pips_and_bars_in_the_order_of_the_answers():
    source = record(traces.pencils())
    pips = re.findall(r'width:20px;height:6px;[^"]*background:(#\w+)"', source)
    assert pips == [parts.ACCENT] * 8 + [parts.OTHER] * 2
    assert bars(source, "Votes") == [(80, parts.ACCENT), (20, parts.OTHER)], "shares of all, as the page draws them"


def test_where_scores_decide_the_bars_are_the_sums_of_scores():
    source = record(traces.checked())
    assert bars(source, "Votes") == [(100, parts.ACCENT), (0, parts.OTHER)]
    assert "1 vote, score 1.00<" in source
    assert "3 votes, score .00<" in source
    assert "1 vote, score .91<" in record(traces.judged())
    run = traces.Run()
    for answer in ("1", "2"):
        run.sample(f"Answer: {answer}", answer)
    run.end()
    nothing = [{"answer": a, "count": 1, "weight": 0.0, "nodes": [f"0.{i}"]} for i, a in enumerate(("1", "2"))]
    run.emit("selected", **run.trace.selection.to_json() | {"votes": nothing})
    assert [length for length, _ in bars(record(run.trace), "Votes")] == [0, 0]


def test_many_votes_are_one_bar_in_the_head_and_a_bar_an_answer_below():
    run = traces.Run()
    for i in range(45):
        run.sample(f"Answer: {i % 9}", str(i % 9))
    source = record(run.end())
    assert "width:20px;height:6px" not in source
    assert re.findall(r"width:([\d.]+)%;height:6px", source[: source.index("<details")]) == ["11.1"]
    assert len(bars(source, "Votes")) == 9


def test_each_bar_opens_its_samples_and_those_without_a_vote_stand_below():
    votes = section_of(record(traces.at_once()), "Votes")
    groups = re.split(r"<details style=\"padding:4px 0\">", votes)[1:]
    assert [re.findall(r"chain \d+", text_of(group)) for group in groups] == [
        ["chain 1", "chain 4", "chain 5", "chain 7", "chain 8"],
        ["chain 2", "chain 6", "chain 3", "chain 9", "chain 10"],
    ]
    assert "Without a vote" in groups[1]
    assert "chain 2 → 19  · openai/o4-mini · 60 tokens" in text_of(groups[1])
    # Nobody reads the same text twice.
    assert votes.count("7 + 12 = 19 pencils") == 2


def test_an_answer_that_is_no_headline_stands_below_its_steps():
    shown = section_of(record(traces.reselected()), "Answer")
    assert re.search(r"Answer</div><p[^>]*>Blue light is scattered by the air\.", shown)
    assert "Answer</div>" not in section_of(record(traces.judged()), "Answer")
    assert "  Answer: Blue light is scattered by the air.\n" in text.record(traces.reselected())


def test_a_tie_of_long_answers_is_counted():
    assert "3 answers stood level" in story(traces.reselected()).notes


def test_what_was_dropped_is_a_line_each_and_many_are_counted():
    tried = text_of(section_of(record(traces.failures()), "Tried and dropped"))
    assert "chain 5 failed: openai/gpt-4o at api.openai.com asked to wait" in tried
    run = traces.Run()
    for i in range(12):
        run.sample(f"Answer: {i}", str(i))
    assert "and 3 more" in section_of(record(run.end()), "Tried and dropped")


def test_calls_are_bars_over_time_with_what_they_cost():
    source = section_of(record(traces.at_once()), "Timeline")
    assert (
        "10 calls, up to 4 at once, 1 cached, 3 failed or cut off, 700 tokens, cost unknown, stopped: call limit"
        in source
    )
    drawn = [(length, colour) for length, colour in bars(source)]
    assert [colour for _, colour in drawn] == [parts.ACCENT, *[parts.OTHER] * 6]
    assert source.count("2px dashed") == 3
    assert "margin-left:42.1%;width:18.4%" in source
    rows_ = [text_of(row).replace("\u00a0", " ") for row in re.findall(r"<tr [^>]*><td.*?</tr>", source)]
    assert " ".join(rows_[0].split()) == "chain 1 0.0 to 3.5 s · gpt-4o · 60 tokens · cached"
    assert " ".join(rows_[2].split()) == "chain 3 2.0 to 5.5 s · gpt-4o · failed"


def test_one_call_has_no_timeline():
    assert "Timeline" not in record(traces.out_of_time())


def test_a_long_timeline_is_shortened():
    run = traces.Run()
    for _ in range(40):
        run.sample("Answer: 1", "1")
    source = section_of(record(run.end()), "Timeline")
    assert len(re.findall(r"<tr [^>]*><td", source)) == views.MOST_CALLS
    assert f"and {40 - views.MOST_CALLS} more calls" in source


def test_calls_that_follow_one_another_are_not_at_once():
    assert "at once" not in story(traces.pencils()).timeline.line
    assert story(Trace()).timeline is None
    run = traces.Run()
    run.start()
    run.start()
    shown = story(run.trace).timeline
    assert [call.facts for call in shown.calls] == [("not finished",), ("not finished",)]


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            traces.mcts,
            (
                "As if the solutions were independent, 7 more calls would raise the chance of a majority for this"
                " answer from .83 to .87 (.23 to above .99)"
            ),
        ),
        (
            traces.checked,
            (
                "4 more calls would raise the chance of a sample that passes the check from .66 to .82 (.21 to above"
                " .99) and lower the chance of a majority for this answer from .22 to .18 (below .01 to .83)"
            ),
        ),
        (traces.out_of_time, ""),
        (traces.under_way, ""),
    ],
)
def test_what_more_compute_would_buy_is_one_sentence(make, line):
    assert story(make()).curve_line == line


def test_the_curve_is_a_table_with_this_run_in_bold():
    source = section_of(record(traces.checked()), "More compute")
    tables = re.findall(r"<table.*?</table>", source)
    assert [re.findall(r"<th [^>]*>([^<]*)", table) for table in tables] == [
        ["samples", "calls", "one that passes", ""], ["samples", "calls", "a majority for this answer", ""]
    ]  # fmt: skip
    assert re.findall(r"<b>([^<]*)</b>", tables[0]) == ["4", "4", ".66"]
    assert [colour for _, colour in bars(tables[0])] == [parts.ACCENT] * 3 + [parts.OTHER] * 2
    assert "(.21 to above .99)" in text_of(tables[0])


def test_each_chain_tells_which_of_several_models_wrote_it():
    told = story(traces.at_once())
    assert told.chosen.facts == ("openai/gpt-4o", "60 tokens")
    assert [chain.models for chain in told.unanswered] == [("openai/gpt-4o",), ("openai/gpt-4o",), ("openai/o4-mini",)]
    assert story(traces.pencils()).chosen.facts == ("60 tokens",)


def test_a_record_that_was_re_selected_says_so():
    text = text_of(record(traces.reselected()))
    assert "Re-selected by majority; the run itself chose otherwise" in text


def test_less_than_half_of_the_votes_is_no_agreement():
    source = record(traces.no_agreement())
    assert "<b>26</b> leads with <b>3 of 8</b>" in source
    assert "No agreement" in source
    assert ">Answer<" not in source[: source.index("<details")]


def test_half_of_the_votes_is_an_answer_and_a_broken_tie_is_told():
    run = traces.Run()
    for answer in ("84", "19"):
        run.sample(f"Answer: {answer}", answer)
    told = story(run.end())
    assert told.label == "Answer"
    assert "19 and 84 stood level" in told.notes


def test_answers_that_nobody_shares_are_no_agreement_and_not_compared():
    run = traces.Run()
    for answer in ("1", "2", "3"):
        run.sample(f"Answer: {answer}", answer)
    told = story(run.end())
    assert (told.label, told.verdict) == ("No agreement", "level with 1 of 3 each")
    assert not told.compared


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("12123", "2 and 1 level with 2 of 5 each"),
        ("123123", "2, 1 and 3 level with 2 of 6 each"),
        ("1234", "4 answers level with 1 of 4 each"),
        (["1", "a long answer that no head has room for"] * 2 + ["3"], "2 answers level with 2 of 5 each"),
    ],
)
def test_few_answers_that_stand_level_are_named_and_many_counted(answers, words):
    run = traces.Run()
    for answer in answers:
        run.sample(f"Answer: {answer}", answer)
    assert words in " ".join(text_of(record(run.end())).split()).replace(" , ", ", ")
    assert words in " ".join(text.record(run.trace).split())


def test_a_check_decides_against_the_majority_and_says_so():
    source = record(traces.checked())
    assert re.search(r"<b>-2</b></div>.*<b>passes the check</b>, said by <b>1 of 4</b> chains", source)
    assert "stopped: check passed" in text_of(source).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "words", "label"),
    [
        (1.0, "passes the check", "Answer"),
        (0.25, "scored .25 by the check", "Answer"),
        (0.0, "does not pass the check", "No agreement"),
    ],
)
def test_what_the_check_said(value, words, label):
    run = traces.Run(strategy="best_of_n", check="f")
    for answer in ("1", "2", "3"):
        run.score(run.sample(f"Answer: {answer}", answer), "check", value)
    told = story(run.end(rule=traces.weighted))
    assert (told.decided, told.label) == (words, label)


def test_scores_that_are_all_zero_leave_it_to_the_votes():
    run = traces.Run(strategy="best_of_n", scorer="judge")
    for answer in ("1", "2", "3"):
        run.score(run.sample(f"Answer: {answer}", answer), "judge", 0.0)
    told = story(run.end(rule=traces.weighted))
    assert (told.decided, told.label) == ("", "No agreement")
    assert any("votes decided" in note for note in told.notes)


def test_a_chosen_chain_whose_own_score_failed_says_so():
    run = traces.Run(strategy="best_of_n", scorer="judge")
    for answer, score in (("1", 0.5), ("2", None), ("2", None), ("3", 0.4)):
        run.score(run.sample(f"Answer: {answer}", answer), "judge", score)
    told = story(run.end(rule=traces.weighted))
    assert (told.decided, told.label, told.answer) == ("chosen by the judge, its own score unknown", "Answer", "2")


def test_a_scorer_that_decided_is_named_with_its_score_and_a_long_answer_is_no_headline():
    source = record(traces.judged())
    assert "<b>chosen by the judge, .91</b>" in source
    assert "font-size:2.1em" not in source
    assert source.index("Air molecules") < source.index("chosen by the judge")


def test_a_code_answer_is_a_block_of_code():
    source = record(traces.coded())
    block = re.search(r'<pre style="[^"]*white-space:pre">(.*?)</pre>', source, re.DOTALL)
    assert unescape(block[1]) == traces.CODE


def test_without_an_answer_it_says_so_and_shows_what_text_there_is():
    text = " ".join(text_of(record(traces.out_of_time())).split())
    assert text.startswith("No answer chain · ")
    assert "9.8 of 10 s · stopped: time limit" in text
    assert "chain 1, as far as it came" in text
    assert "adds twelve, so 12 + 12" in text


def test_failed_cut_and_answerless_chains_are_told_apart():
    text = text_of(record(traces.failures()))
    assert "1 chain failed; 2 chains without an answer" in text
    assert "chain 5 failed: openai/gpt-4o at api.openai.com asked to wait" in text
    assert "chain 6 cut off at the token limit" in text
    assert "chain 7 no answer" in text
    assert "1 other answer, 19, in 1 of 3 chains; 1 chain cut off" in text_of(record(traces.stopped()))


def test_a_dropped_chain_tells_its_scores():
    text = text_of(record(traces.judged()))
    assert re.search(r"chain 3 → Blue light is scattered by the air. +· judge .70 · 60 tokens", text)
    run = traces.Run(check="f")
    for answer in ("1", "1", "2"):
        node = run.sample(f"Answer: {answer}", answer)
    run.score(node, "check", None, "f raised ValueError: <b>")
    assert "check failed (f raised ValueError: &lt;b&gt;)" in record(run.end())


def test_a_failed_run_shows_its_error():
    run = traces.Run(strategy="chain")
    run.fail(run.start(), "no key")
    text = text_of(record(run.end(None, error="AuthenticationError: no key; set OPENAI_API_KEY")))
    assert text.split()[0] == "Failed"
    assert "set OPENAI_API_KEY" in text


def test_a_resumed_run_says_so_and_counts_what_was_paid():
    told = story(traces.resumed())
    assert "Goes on from an earlier run that ended early (time limit)" in told.notes
    assert "4 of 64 calls (3 cached)" in told.facts
    assert "$0.002" in told.facts


@pytest.mark.parametrize(
    ("make", "cost"), [(traces.pencils, "$0"), (traces.failures, "$0.0063"), (traces.stopped, "cost unknown")]
)
def test_cost(make, cost):
    assert cost in story(make()).facts


def test_lifted_limits_are_left_out():
    run = traces.Run(limits=traces.Limits(calls=None, tokens=None, cost=None, seconds=None))
    run.sample("Answer: 1", "1", cost=0.5)
    assert story(run.end()).facts[2:6] == ("1 call", "100 tokens", "$0.5", "9.8 s")


def test_the_first_chain_is_compared():
    assert story(traces.pencils()).single == ("a single chain said", "19")
    assert story(traces.stopped()).single == ("a single chain said", "the same")
    assert story(traces.judged()).single == ("a single chain said", "something else")
    run = traces.Run()
    run.fail(run.start(), "429")
    run.sample("Answer: 1", "1")
    assert story(run.end()).single == ("a single chain had", "no answer")


def test_equal_answers_in_other_words_are_one_group():
    run = traces.Run()
    run.sample("Answer: 0.5", "0.5")
    run.sample("Answer: 1/2", "1/2")
    run.emit("same_answer", a="0.5", b="1/2")
    told = story(run.end())
    assert told.verdict == "2 of 2 chains agree"
    assert told.dropped == ()


def test_every_stop_reason_has_words():
    assert set(STOPS) == set(StopReason.__args__)


def test_a_chain_that_fits_a_glance_is_open_and_a_longer_one_an_outline():
    short = record(traces.pencils())
    assert short.count('<details open style="border-top') == 4 + len(["Tried and dropped"])
    run = traces.Run(strategy="chain")
    run.sample("\n\n".join(f"Step {i}: Part {i}\n{'word ' * 200}" for i in (1, 2, 3)), "1")
    assert '<details open style="border-top' not in record(run.end())


def test_a_title_that_only_repeats_the_first_words_is_not_shown_twice():
    assert text_of(record(traces.no_agreement())).count("Their sum is 26.") == 1 + 2


def test_reasoning_of_the_provider_is_kept_apart():
    run = traces.Run(strategy="chain")
    run.sample("Answer: 1", "1", reasoning="I pondered.")
    assert re.search(
        r"<details style[^>]*><summary[^>]*><b>Reasoning, as the provider sums it up.*I pondered", record(run.end())
    )


def test_a_run_that_is_not_over_can_be_shown():
    run = traces.Run()
    run.sample("Answer: 1", "1")
    run.start(text="Step 1: Think\nHm")
    source = record(run.trace)
    assert source.count("Thinking") == 1
    run = traces.Run()
    run.fail(run.start(), "429")
    run.start(text="Short")
    run.start(text="Step 1: Think\nHm, let me see")
    assert "Hm, let me see" in record(run.trace)
    assert "chain 3, as far as it came" in record(run.trace)
    assert record(Trace())


@pytest.mark.parametrize("make", traces.EXAMPLES.values(), ids=traces.EXAMPLES)
def test_examples_survive_the_sanitiser_and_the_stored_form(make):
    trace = make()
    source = record(trace)
    assert "var(" not in source
    assert html.record(Trace.from_json(json.loads(json.dumps(trace.to_json())))) == source


# Trees.


def rows(branches):
    """Every row of an outline with its depth, from top to bottom."""
    for branch in branches:
        yield 0, branch
        yield from ((depth + 1, below) for depth, below in rows(branch.branches))


def names(told) -> list[str]:
    marks = [(depth, "*" if row.wins else "x" if row.dropped else "-", row.name) for depth, row in rows(told.outline)]
    return [f"{'  ' * depth}{mark} {name}" for depth, mark, name in marks]


def test_a_chain_is_read_as_its_whole_solution():
    told = story(traces.beam())
    assert [step.title for step in told.steps] == ["Recognise", "Divide", "Compute"]
    assert [step.facts for step in told.steps] == [("judge .90",), ("judge .82",), ("judge .95",)]
    assert told.chosen.facts == ("judge .95", "60 tokens in 3 calls")
    result = Result(traces.beam())
    assert result.text == f"{traces.RECOGNISE}{traces.DIVIDE}## Step 3: Compute\n$7 \\times 12 = 84$.\nAnswer: 84"
    assert [step.title for step in result.steps] == ["Recognise", "Divide", "Compute"]
    assert [step.title for step in Result(traces.refined()).steps][:1] == ["Multiply."]
    source = record(traces.beam())
    tried = section_of(source, "Votes")
    assert "Recognise · Divide · as in solution 1" in tried
    assert [tried.count(words) for words in ("Equal groups", "7 boxes of 12", "= 74")] == [0, 0, 1]


def test_a_whole_solution_does_not_lend_its_score_to_its_first_step():
    assert [step.facts for step in story(traces.judged()).steps] == [()]
    refined = story(traces.refined())
    assert refined.chosen.facts[0] == "tests 1"
    assert refined.steps[0].title == "Multiply."
    assert not any(step.facts for step in refined.steps)


def test_the_outline_tells_what_grew_from_what_and_lights_the_winning_path():
    told = story(traces.mcts())
    assert names(told) == [
        "* Recognise",
        "  * rollout 1",
        "  - Divide",
        "    - rollout 2",
        "    - Compute",
        "  x Divide",
        "    - rollout 5",
        "  - Guess",
        "    - rollout 4",
        "x RECOGNISE",
        "  - rollout 7",
        "- Recognise",
        "  - rollout 6",
    ]
    facts = {row.name: row.facts for _, row in rows(told.outline)}
    assert facts["RECOGNISE"] == ("merged into the one above",)
    assert facts["rollout 4"] == ("no answer",)
    assert told.outline[0].facts == ("value .64", "N 5", "P .62")
    assert told.outline_line == "13 nodes, 2 merged; N visits, P prior"


def test_a_step_that_was_merged_follows_the_one_that_stands_for_it():
    run = traces.Run(strategy="mcts")
    one, two, three = (run.step("0", f"{word}.\n") for word in ("One", "Two", "one"))
    run.change(three, status="merged", merged_into=one)
    told = story(run.trace)
    assert names(told) == ["- One.", "x one.", "- Two."]
    run.change(two, status="merged", merged_into=f"{one}.0")
    run.add(one, kind="step")
    assert story(run.trace).outline[-1].facts == ("merged into an equal one",)


def test_what_no_chain_shows_can_be_read_in_the_outline():
    text = text_of(record(traces.beam()))
    assert text.count("12 + 12 + 12 and so on.") == 1
    assert "failed: it begins anew with step 1 instead of going on after step 1" in text
    assert text.count("1. What does a box hold? 2. How many boxes are there?") == 0
    assert "What does a box hold?" in text_of(record(traces.decomposed()))


NOTES = {
    "the question names equal groups",
    "it adds unlike things",
    "word for word",
    "checked with a calculator: 7 * 12 = 84",
    "asked for a number",
    "not asked again",
}


def test_a_note_stands_at_any_node_that_has_one():
    trace = traces.noted()
    facts = " · ".join(fact for _, row in rows(story(trace).outline) for fact in row.facts)
    for told in (facts, section_of(record(trace), "Tree"), text.record(trace).partition("\nTree:")[2]):
        assert all(told.count(note) == 1 for note in NOTES), told
    assert "merged into the one above: word for word" in facts
    # Where it is said of a chain, it is said beside its scores.
    assert "judge .95 · checked with a calculator: 7 * 12 = 84 · 40 tokens" in text_of(record(trace))


def test_a_list_of_chains_of_which_something_is_said_has_an_outline():
    run = traces.Run()
    run.change(run.sample(traces.PENCILS, "84"), note="from the textbook")
    run.sample(traces.PENCILS, "84")
    assert story(run.end()).outline[0].facts == ("from the textbook",)


def pictures(source: str) -> list[str]:
    """The SVGs in the style sheet: the accent, and the rest."""
    (sheet,) = re.findall(r'href="data:text/css,([^"]*)"', source)
    found = re.findall(r"mask:url\(data:image/svg\+xml;base64,([\w+/=]+)\)", unquote(sheet))
    return [b64decode(each).decode() for each in found]


def test_the_tree_is_drawn_in_the_style_sheet_and_nowhere_else():
    source = record(traces.mcts())
    assert "<svg" not in source
    accent, ink = pictures(source)
    # Three nodes win, each with its line; no word is in the accent.
    assert (accent.count("<path"), accent.count("<text")) == (2, 0)
    assert (ink.count("<path"), parts.ACCENT in ink) == (11, False)
    assert {".64", ".71", "rollout, step"} <= set(re.findall(r">([^<]+)</text>", ink))
    assert pictures(record(traces.pencils())) == []


def test_a_drawing_that_would_make_a_record_too_large_is_left_out():
    def record_of(steps):
        run = traces.Run(strategy="mcts")
        for _ in range(steps):
            run.rollout(run.step("0", traces.RECOGNISE), "Answer: 84", "84")
        return record(run.end())

    assert len(pictures(record_of(16))) == 2
    assert pictures(record_of(200)) == []


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "\x0b\ufffe\ud800", "]]></g>", "\"'>", "\\(x\\)"])
def test_a_drawing_holds_hostile_words(payload):
    run = traces.Run(payload, strategy="mcts")
    run.rollout(run.step("0", f"## Step 1: {payload}\n{payload}"), payload, payload)
    _, ink = pictures(record(run.end()))
    assert "<script" not in ink


def test_only_the_winning_path_is_open():
    source = record(traces.beam())
    outline = section_of(source, "Tree")
    opened = re.findall(r"<details open[^>]*><summary[^>]*>(.*?)</summary>", outline)
    assert [re.sub(r"<[^>]*>", "", summary).split("\u2002")[0].split("&")[0].strip() for summary in opened] == [
        "● Recognise",
        "● Divide",
    ]
    assert outline.count(f'<span style="color:{parts.ACCENT}">●</span>') == 3
    assert (outline.count("○"), outline.count("◌")) == (1, 3)


@pytest.mark.parametrize("name", ["pencils", "failures", "stopped", "judged", "coded"])
def test_a_flat_list_of_chains_has_no_outline(name):
    assert story(traces.EXAMPLES[name]()).outline == ()
    assert "<b>Tree</b>" not in record(traces.EXAMPLES[name]())


@pytest.mark.parametrize(
    ("make", "verdict", "name"),
    [
        (traces.pencils, "8 of 10 chains agree", "chain 2"),
        (traces.mcts, "5 of 6 solutions agree", "solution 1"),
        (traces.rsa, "2 of 3 solutions agree", "solution 4"),
        (traces.scored_steps, "one chain, no vote", "chain 1"),
    ],
)
def test_samples_that_share_something_are_no_chains(make, verdict, name):
    told = story(make())
    assert (told.verdict, told.chosen.name) == (verdict, name)


def test_where_rollouts_alone_vote_they_are_called_so():
    run = traces.Run(strategy="mcts")
    first = run.step("0", traces.RECOGNISE)
    run.rollout(first, "Answer: 84", "84")
    for answer in ("84", "19"):
        run.rollout(run.step(first, traces.DIVIDE), f"Answer: {answer}", answer)
    told = story(run.end())
    assert told.verdict == "2 of 3 rollouts agree"
    assert told.confidence == ""
    assert told.dropped_line == "1 other answer, 19, in 1 of 3 rollouts"


def test_solutions_that_vote_no_more_are_not_said_to_be_without_an_answer():
    told = story(traces.rsa())
    assert told.dropped_line == "1 other answer, 19, in 1 of 3 solutions; 3 solutions without a vote"
    assert "solution 2 → 84" in text_of(record(traces.rsa()))
    made = [row.facts for _, row in rows(told.outline)]
    assert made == [("no vote",)] * 3 + [("made from 1, 2",), ("made from 2, 3",), ("made from 1, 3",)]


def test_what_choice_has_favoured_is_no_single_chain():
    assert story(traces.mcts()).single == ("a single chain said", "the same")
    assert story(traces.decomposed()).single is None
    run = traces.Run(strategy="beam", scorer="judge")
    run.change(run.step("0", traces.SUM), status="pruned")
    for answer in ("84", "19"):
        run.step(run.step("0", traces.RECOGNISE), f"Answer: {answer}", answer=answer)
    assert story(run.end()).single is None


def test_while_there_is_no_answer_the_beginnings_are_the_chains():
    told = story(traces.under_way())
    assert (told.label, told.chains, told.noun, told.partial) == ("Thinking", 2, "solution", ", as far as it came")
    assert [step.title for step in told.steps] == ["Recognise", "Divide"]
    ended = story(traces.without_answer())
    assert (ended.label, [step.title for step in ended.steps]) == ("No answer", ["Recognise", "Divide"])
    assert ended.dropped_line == "1 chain failed"


@pytest.mark.parametrize(
    ("scorer", "value", "words", "label"),
    [
        ("tests", 1, "passes the tests", "Answer"),
        ("tests", 0.5, "scored .50 by the tests", "Answer"),
        ("p_true", 0.9, "chosen by P(True), .90", "Answer"),
        ("pairwise", 0.9, "chosen by comparisons, .90", "Answer"),
        ("reward", 0.9, "chosen by the reward model, .90", "Answer"),
        ("mine", 0.9, "chosen by mine, .90", "Answer"),
        ("rollout", 0.9, "", "No agreement"),
    ],
)
def test_what_decided_is_named(scorer, value, words, label):
    run = traces.Run(strategy="best_of_n")
    for answer in "1234":
        run.score(run.sample(f"Answer: {answer}", answer), scorer, value if answer == "1" else 0.1)
    told = story(run.end(rule=traces.weighted))
    assert (told.decided, told.label) == (words, label)


STRATEGIES = {
    "beam": {"n": 4, "m": 2, "depth": 3},
    "lookahead": {"n": 4, "m": 2, "depth": 3, "k": 1},
    "dvts": {"n": 4, "m": 2, "depth": 3},
    "mcts": {"simulations": 9},
    "particle": {"n": 4, "depth": 3},
    "ab_mcts": {"n": 6},
    "rsa": {"n": 4, "k": 2, "t": 2},
    "revise": {"n": 4, "parallel": 2},
}


@pytest.mark.parametrize("scored", [False, True])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_real_run_of_each_strategy_is_told(strategy, scored):
    model = world(3, at_random("ab"), answer=lambda path: str(path.count("a")))
    params, scorer = STRATEGIES[strategy], (lambda text: text.count("pick a") / 9) if scored else None
    trace = reason("Which way?", model=model, strategy=strategy, params=params, scorer=scorer, cache=False).trace
    told = story(trace)
    assert sum(branch.size for branch in told.outline) == len(trace.nodes) - 1
    assert sum(row.wins for _, row in rows(told.outline)) == len(trace.path(trace.selection.node))
    assert len(told.steps) == 3
    assert "posterior" not in told.confidence
    # Nothing that was written is lost.
    written = text_of(record(trace))
    for node in trace.nodes.values():
        assert all(words in written for words in re.findall(r"So far \w+\.", node.text))


# Markdown.


def test_markdown_becomes_elements():
    source = solution(
        "# Title\n\nSome *slanted* and **strong** `code_x`.\nNext line.\n\n- one\n- two\n\n3. three\n\n> said\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n```python\nx = '<b>'\n```\n\nEnd."
    )
    for part in (
        "<em>slanted</em> and <strong>strong</strong>",
        ">code_x</code>",
        "Next line.",
        '<ol start="3"',
        "<blockquote",
        "text-align:right",
        "x = '&lt;b&gt;'\n</pre>",
    ):
        assert part in source


def test_a_line_break_of_the_model_is_a_line_break():
    assert re.search(r"one<br ?/?>\s*two", solution("one\ntwo"))


BLOCKS_OF_MARKDOWN = [
    "# One", "###### Six", "Title\n===", "Title\n---", "# A [link](https://example.org) and $x^2$ #",
    "A paragraph\nof two lines  \nor three.", "- a\n- b\n\n  and more", "3. c\n   - d\n     > e\n4. f", "* * *",
    "| a | b | c |\n|:--|:-:|--:|\n| 1 | $2$ | `3` |", "```python\nx = '</div>'\n```", "~~~\nnever closed",
    "$$\na < b\n$$", "\\[ a \\href{x}{b} \\]", "    indented", "<div>\n\nraw <b>HTML</b>",
]  # fmt: skip


@pytest.mark.parametrize("mark", ["", "> ", "- ", "1. "])
@pytest.mark.parametrize("block", BLOCKS_OF_MARKDOWN)
def test_every_kind_of_block_is_well_formed(block, mark):
    within = mark if mark == "> " else " " * len(mark)
    text = mark + block.replace("\n", f"\n{within}")
    Reader(prose.markdown(text))
    Reader(prose.terse(f"Before\n\n{text}\n\nAfter"))


def test_headings_do_not_join_the_outline_of_the_notebook():
    assert not re.search("<h[1-6]", solution("Intro\n\nText\n===\n\n###### Six\n\nMore"))


def test_links_and_pictures_lead_nowhere():
    source = solution(
        "See [the page](https://example.org/a_b) ![dot](https://example.org/dot.png) <https://auto.example>"
    )
    assert "the page (https://example.org/a_b)" in source
    assert "<a" not in source
    assert "<img" not in source


# Mathematics.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So $x_1 * y_2 * z$ and _so_ on.", [r"\(x_1 * y_2 * z\)"]),
        (r"So \(a_1\) and \[b_1 \\ c_1\].", [r"\(a_1\)", r"\[b_1 \\ c_1\]"]),
        ("Display $$a^2 + b^2$$ within.", [r"\[a^2 + b^2\]"]),
        ("$$\na\n- b\n= c\n$$", ["\\[a\n- b\n= c\\]"]),
        ("\\[\n\\begin{x}\na &= b \\\\\n  &= c\n\\end{x}\n\\].", ["\\[\\begin{x}\na &= b \\\\\n&= c\n\\end{x}.\\]"]),
        ("- item\n  \\[\n  x\n  + y\n  \\]\n- next", ["\\[x\n+ y\\]"]),
        ("> \\[ q \\]", [r"\[q\]"]),
        ("$a < b$ and $c > d$ & $e$", [r"\(a < b\)", r"\(c > d\)", r"\(e\)"]),
        (r"$\text{if } x$", [r"\(\text{if } x\)"]),
        (r"$\frac{\text{some more words}}{2}$", [r"\(\frac{\text{some more words}}{2}\)"]),
        ("**Title $n$**", [r"\(n\)"]),
        ("# Heading $h$\n\ntext", [r"\(h\)"]),
        ("It costs $5 and $6.", []),
        ("From $5-$6, US$7 or US$8, 5$ or 6$.", []),
        ("He pays $20 (about 15 pounds) and gets 5$ back.", []),
        (r"\$5 and \$6 and $x$", [r"\(x\)"]),
        ("An open $x = 5", []),
        (r"An open \( x = 5 and \[ y", []),
        ("$$", []),
        ("$$$$ and $ $ and $$ $$", []),
        ("`$x$` and `\\(y\\)`", []),
        ("```\n$x$ \\[y\\]\n```", []),
        (r"\\(x\\) is a literal backslash", []),
        (r"\begin{equation}x\end{equation} \ref{a}", [r"\[\begin{equation}x\end{equation}\]"]),
        (r"\begin{align}\label{a}x\end{align} \boxed{\href{a}{b}}", []),
        (r"$\href{javascript:alert(1)}{x}$ $\gdef\frac{1}$ \(\def\x{}\) \[\require{html}\]", []),
        (r"$a \) b$", []),
        ("&#36;x&#36; and &dollar;y&dollar;", []),
        ("$a\n\nb$", []),
        ("Indented prose is no code:\n\n    $x$", [r"\(x\)"]),
    ],
)  # fmt: skip
def test_mathematics_is_marked_for_the_host_and_every_other_dollar_kept_from_it(text, expected):
    assert mathematics(text) == expected


@pytest.mark.parametrize("case", FORMULAE, ids=lambda case: case["text"][:30])
def test_mathematics_is_found_where_the_page_finds_it(case):
    found = mathematics(case["text"])
    assert [sum(formula.startswith(mark) for formula in found) for mark in (r"\(", r"\[")] == [
        case["inline"],
        case["display"],
    ]


def test_hostile_mathematics_is_shown_as_code():
    assert r">\href{javascript:alert(1)}{x}</code>" in solution(r"$\href{javascript:alert(1)}{x}$")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (r"\frac{1}{2}", r"\(\frac{1}{2}\)"),
        (r"$\frac{1}{2}$ m", r"\(\frac{1}{2}\) m"),
        (r"\$5 or $x$", r"<span>$</span>5 or \(x\)"),
        ("2*3*4", "2*3*4"),
        ("snake_case_name", "snake_case_name"),
        ("a < b", "a &lt; b"),
    ],
)
def test_short_answers_are_literal_but_for_mathematics(answer, shown):
    run = traces.Run(strategy="chain")
    run.sample("So.", answer)
    assert f"<b>{shown}</b></div>" in record(run.end())


def test_a_price_or_a_path_as_the_answer_is_not_typeset():
    for answer in ("$5", "C:\\Users\\me", "between $5 and $6"):
        run = traces.Run(strategy="chain")
        run.sample("So.", answer)
        source = record(run.end())
        assert Reader(source).mathematics == []
        assert answer in re.sub(r"<[^>]*>", "", source)


# Hostile text.

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert`1`>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<div style='position:fixed;inset:0;background:url(javascript:alert(1))'>",
    "<!--<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "</div></details><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '" onmouseover=alert(1) x="',
    "' style='position:fixed",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    "[x](javascript:alert(1))",
    '[x](JaVaScRiPt:alert(1) "t")',
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](https://e.example)',
    '[x](https://e.example/"onmouseover=alert(1))',
    "<javascript:alert(1)>",
    '<https://e.example/"onmouseover=alert(1)>',
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "```x' onmouseover='alert(1)\nx\n```",
    "[x](https://e.example 'a\" onmouseover=\"alert(1)')",
    '[x](https://e.example "<script>alert(1)</script>")',
    "$$x \\tag{<script>alert(1)</script>}$$",
    '$$x \\label{" onmouseover="alert(1)} \\ref{x}$$',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "$<script>alert(1)</script>$",
    "$$</script><script>alert(1)</script>$$",
    "\\(<img src=x onerror=alert(1)>\\)",
    "\\[\n<img src=x onerror=alert(1)>\n\\]",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{position:fixed}{x}$ $\\class{evil}{x}$ $\\cssId{evil}{x}$",
    "$\\unicode{x3c}script$",
    "\x1b]0;title\x07\x1b[2J\x00<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "\ud800<script>\udfff",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<a class='jp-button' data-commandlinker-command=x>",
    "<span class=mathjax_process>$x$</span>",
    "{{7*7}} {% raw %} ${7*7}",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_wherever_it_comes_from(payload):
    run = traces.Run(payload, system=payload, api_base=payload, check=payload, params={payload: payload})
    run.sample(f"Step 1: {payload}\n{payload}\n\n{payload}", payload, reasoning=payload)
    run.change(run.sample(payload, f"{payload} 2"), note=payload)
    run.score(run.sample(payload, payload), payload, 0.5, payload)
    run.sample(payload, None)
    run.fail(run.start(), payload)
    run.emit("note", text=payload)
    source = record(run.end(error=payload))
    assert "href" not in re.findall(r"<[^>]*>", source)
    source.encode()


def test_hostile_text_in_every_kind_of_answer_and_in_the_name_of_a_scorer():
    assert record(traces.hostile(PAYLOADS))
    for payload in PAYLOADS:
        run = traces.Run(scorer=payload)
        run.score(run.sample("So.", "1"), payload, 0.5, payload)
        run.score(run.sample("So.", "2"), payload, None, payload)
        assert "chosen by" in record(run.end(rule=traces.weighted))
        for kind in ("code", "text"):
            run = traces.Run(answer=kind)
            run.sample(payload, payload * 9)
            assert record(run.end())


def test_terminal_and_bidirectional_controls_are_replaced():
    assert clean("a\x1b[2Jb\u202ec\ud800d\r\ne\tf\x85") == "a\ufffd[2Jb\ufffdc\ufffdd\ne\tf\ufffd"


ENVIRONMENTS = ["\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}", "\\boxed{", "}"]
MARKS = ["$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "`", "```", "|", "* ", "_", "# ", "> ", "- ", "1. ", "\n", "\n\n"]
MARKS += ENVIRONMENTS
FRAGMENTS = st.sampled_from([*PAYLOADS, *MARKS])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=string.printable, max_size=200),
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=30).map("".join),
)


@given(TEXTS, st.one_of(st.none(), TEXTS))
@settings(deadline=None, max_examples=300)
def test_no_text_breaks_out_or_raises(text, answer):
    run = traces.Run(text)
    run.sample(text, answer)
    run.sample("Answer: 1", "1")
    run.fail(run.start(), text)
    record(run.end())


@given(st.one_of(st.text(alphabet="$5a \n.,*_`\\()[]{}"), st.lists(st.sampled_from([*MARKS, "x"])).map("".join)))
@settings(deadline=None, max_examples=300)
def test_whatever_the_host_typesets_was_marked_by_us(text):
    for found in mathematics(text):
        assert found.startswith(("\\(", "\\["))


# Size and colours.


def test_the_size_of_a_long_run_is_bounded_and_grows_with_text_alone():
    def size(nodes, length):
        run = traces.Run()
        for i in range(nodes):
            run.sample("x" * length, str(i % 3))
        return len(record(run.end()).encode())

    run = traces.Run()
    for i in range(50):
        run.sample(traces.PENCILS, str(i % 7), "84 pencils")
    assert len(record(run.end()).encode()) < 60_000
    tree = traces.Run(strategy="mcts")
    for i in range(25):
        node = tree.step(f"0.{i // 5}" if i >= 5 else "0", traces.RECOGNISE + "x" * 200)
        tree.change(node, visits=3, value=0.5, prior=0.25)
        tree.rollout(node, traces.PENCILS, str(i % 7))
    assert len(record(tree.end()).encode()) < 60_000
    assert size(60, 100) - size(50, 100) < 10 * 500
    assert abs(size(50, 600) - size(50, 100) - 50 * 500) < 2_000


DENSE = """Take `7 * 12`, **not** `7 + 12`:

- `a = 7`
- `b = 12`

| unit | count |
|---|---|
| `boxes` | `7` |
| `pencils` | `84` |

so `a * b` is $7 \\cdot 12 = 84$, as `check(84)` says."""


def test_markup_in_every_node_and_a_chain_of_many_steps_keep_within_the_bound():
    run = traces.Run()
    for i in range(50):
        run.sample(f"## Step 1: Count {i}\n{DENSE}\n\nAnswer: {i % 7}", str(i % 7))
    assert len(record(run.end()).encode()) < 60_000
    tree, at = traces.Run(strategy="mcts"), "0"
    for i in range(49):
        at = tree.step(at, f"## Step {i + 1}: Count on\n{DENSE}")
        tree.change(at, visits=3, value=0.5, prior=0.25)
    tree.rollout(at, f"{DENSE}\n\nAnswer: 84", "84")
    assert len(record(tree.end()).encode()) < 60_000


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_marks_and_dim_text_are_visible_on_light_and_dark_grounds():
    """WCAG 2.2 AA: 3 : 1 for marks, 4.5 : 1 for text."""
    opacity = float(parts.DIM.removeprefix("opacity:"))
    for ground, ink in (((1.0,) * 3, 0.13), ((0x11 / 255,) * 3, 1.0)):
        for mark in (parts.ACCENT, parts.OTHER):
            colour = tuple(int(mark[i : i + 2], 16) / 255 for i in (1, 3, 5))
            assert _contrast(colour, ground) >= 3
        dim = tuple(opacity * ink + (1 - opacity) * g for g in ground)
        assert _contrast(dim, ground) >= 4.5


# Numbers.


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.001, "below .01"), (0.5, ".50"), (0.967, ".97"), (0.999, "above .99"), (1.0, "1")]
)
def test_decimal(value, words):
    assert decimal(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "$0"), (1, "$1.00"), (0.5, "$0.5"), (1234.5, "$1,234.50"), (0.00421, "$0.0042"), (4e-7, "under $0.0001")],
)
def test_money(value, words):
    assert money(value) == words


GITHUB = (TAGS - {"link"}) | {"a", "dd", "del", "dl", "dt", "h1", "h2", "h3", "img", "ins", "kbd", "sub", "sup", "var"}
"""Elements that pass a code-hosting site's allow list, which drops styles, classes and names."""


@pytest.mark.parametrize("make", traces.EXAMPLES.values(), ids=traces.EXAMPLES)
def test_an_allow_list_that_unwraps_what_it_drops_leaves_all_words_and_no_others(make):
    source = record(make())
    kept = bleach.clean(source, tags=GITHUB, attributes={"details": ["open"], "ol": ["start"]}, strip=True)
    words = text_of(re.sub(r"<link[^>]*>", "", source)).split()
    assert text_of(kept).split() == words
    assert not re.search(r" (style|class|name|id)=", kept)


def test_a_name_is_of_a_run_and_the_same_wherever_it_is_shown():
    names = {html.record(make()).split('"')[1] for make in traces.EXAMPLES.values()}
    assert len(names) == len(traces.EXAMPLES)
    assert html.record(traces.mcts()) == html.record(traces.mcts())
    for source in map(html.record, (traces.mcts(), traces.pencils())):
        mine = source.split('"')[1]
        assert set(re.findall(r'name="([^"]*)"', source)) == {mine}
        (sheet,) = re.findall(r'<link rel="stylesheet" href="data:text/css,([^"]*)">', source)
        assert unquote(sheet).startswith(f".{mine}{{")
        assert " id=" not in source


def test_rendering_needs_no_styles_to_be_read_in_order():
    """A host that strips styles still shows each part on a line of its own."""
    source = record(traces.pencils())
    lines = [
        " ".join(unescape(re.sub(r"<[^>]*>", "", line)).split())
        for line in re.split(r"</?(?:div|p|summary)[^>]*>", source)
    ]
    lines = [line for line in lines if line]
    assert lines[:4] == [
        "Answer",
        "84 pencils",
        "8 of 10 chains agree posterior over the runner-up .97, uncalibrated",
        "a single chain said 19",
    ]


def test_a_first_chain_that_was_cut_off_is_not_said_to_have_said_anything():
    run = traces.Run()
    run.cut(run.start(text="On the way to"))
    run.sample("6 * 7 = 42\nAnswer: 42", "42")
    assert "a single chain" not in html.record(run.end("stopped"))
