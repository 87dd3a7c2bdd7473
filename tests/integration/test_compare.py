"""Several strategies on one question: what they share, what each is counted, what a reader sees."""

from __future__ import annotations

import json

import pytest
import traces
from unit.test_magic import complete, run, server, shell  # noqa: F401 - fixtures
from unit.test_record import STYLES, Reader, text_of

import o1magic
from o1magic.comparison import Comparison
from o1magic.errors import ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.render import comparison
from o1magic.render.comparison import Entry
from o1magic.types import Usage

STYLES |= {"table-layout": r"auto|fixed"}
BOTH = ["chain", "self_consistency:n=5:stop=none"]


class Counting(o1magic.ScriptedModel):
    """Notes which samples are really asked of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = []

    async def complete(self, ask, samples, listener=None):
        self.asked += samples
        return await super().complete(ask, samples, listener)


def counting(*answers, **kwargs):
    return Counting([f"So it is.\n\nAnswer: {answer}" for answer in answers], **kwargs)


def compare(strategies=BOTH, model=None, **options):
    return o1magic.compare("What?", strategies, **{"model": model or counting(*"12222222"), "cache": False} | options)


# -- what is shared, and what is counted


@pytest.mark.parametrize("cache", [True, False, "refresh"])
def test_strategies_share_their_samples_and_are_counted_what_they_asked(cache):
    model = counting(*"12222222")
    found = compare(model=model, cache=cache)
    assert sorted(model.asked) == [0, 1, 2, 3, 4]
    assert [row["calls"] for row in found.rows] == [1, 5]
    assert (found.asked.calls, found.spent.calls, found.asked.cached_calls) == (6, 5, 1)
    assert found.asked.tokens > found.spent.tokens
    assert [result.answer for result in found.results.values()] == ["1", "2"]


def test_a_strategy_finds_what_it_finds_alone_and_in_any_order():
    model = counting(*"12222222")
    alone = o1magic.reason("What?", model=model, strategy="self_consistency", params={"n": 5}, cache=False)
    for names in (["chain", "self_consistency:n=5"], ["self_consistency:n=5", "chain"]):
        found = compare(names, model)["self_consistency:n=5"]
        assert found.trace.canonical() == alone.trace.canonical()


def test_each_strategy_has_the_whole_budget():
    found = compare(["self_consistency:n=4:stop=none", "best_of_n:n=4"], calls=4)
    assert [row["calls"] for row in found.rows] == [4, 4]
    cut = compare(["self_consistency:n=8:stop=none", "chain"], calls=3)
    assert [(row["calls"], row["stop_reason"]) for row in cut.rows] == [(3, "calls"), (1, "done")]


def test_without_a_cache_nothing_outlives_the_comparison(tmp_path):
    model = counting(*"12222222")
    compare(model=model)
    compare(model=model)
    assert len(model.asked) == 10
    assert not (tmp_path / "cache").exists()


# -- what is compared


@pytest.mark.parametrize(
    ("strategies", "options", "says"),
    [
        (["chain", "self_consitency"], {}, "did you mean 'self_consistency'"),
        (["chain"], {}, "at least two"),
        ("chain,auto", {}, "at least two, as a list"),
        (["chain", "chain"], {}, "'chain' is named twice"),
        (["chain", "best_of_n:m=3"], {}, "'best_of_n' has no option 'm'"),
        (["chain", "best_of_n:n"], {}, "'n' is no KEY=VALUE"),
        (["chain", "best_of_n:n=0"], {}, "n='0'"),
        (BOTH, {"params": {"best_of": {}}}, "'best_of' is not compared"),
        (BOTH, {"params": {"n": 8}}, "by strategy"),
        (BOTH, {"strategy": "chain"}, "takes no strategy"),
        (BOTH, {"calls": -1}, "calls=-1"),
        (BOTH, {"modle": 1}, "did you mean 'model'"),
    ],
)
def test_what_is_wrong_is_found_before_anything_is_asked(strategies, options, says):
    model = counting("1")
    with pytest.raises(ConfigError, match=says):
        compare(strategies, model, **options)
    assert model.asked == []


def test_an_items_own_options_come_before_those_of_its_strategy():
    found = compare(["self_consistency", "self_consistency:n=2"], params={"self_consistency": {"n": 3, "stop": "none"}})
    assert [row["calls"] for row in found.rows] == [3, 2]


def test_a_strategy_that_cannot_run_is_a_row_with_its_error():
    hidden = Capabilities(price=(0.0, 0.0), hidden_reasoning=True)
    found = compare(["beam", "chain"], counting("7", capabilities=hidden))
    assert "hides its chain of thought" in found.errors["beam"]
    assert found["chain"].answer == "7"
    assert list(found.results) == ["chain"]
    with pytest.raises(KeyError, match="hides its chain"):
        found["beam"]
    with pytest.raises(KeyError, match="did you mean 'chain'"):
        found["chian"]
    assert "hides its chain of thought" in text_of(found.to_html())
    # The reason has the room of the numbers that there are not.
    assert found.to_html().count(' colspan="5"') == 1


def test_where_none_can_run_the_first_error_is_raised():
    with pytest.raises(ServerError, match="down"):
        compare(model=o1magic.ScriptedModel([ServerError("down")] * 8))


def test_an_interrupt_keeps_the_rows_that_there_are():
    begun = []

    def on_event(event):
        begun.extend([event] if event.kind == "run_started" else [])
        if len(begun) == 2:
            raise KeyboardInterrupt

    slow = counting(*"12222222", delay=0.2)
    found = compare(["chain", "self_consistency", "best_of_n"], slow, on_event=on_event)
    assert found["chain"].answer == "1"
    assert found["self_consistency"].stop_reason == "interrupted"
    assert found.errors == {"best_of_n": "not begun"}


async def test_acompare_is_the_same():
    found = await o1magic.acompare("What?", BOTH, model=counting(*"12222222"), cache=False)
    assert [(row["answer"], row["calls"]) for row in found.rows] == [("1", 1), ("2", 5)]


# -- which answers mean the same


def test_answers_that_mean_the_same_are_known_as_such():
    model = o1magic.ScriptedModel(lambda ask, sample: f"Answer: ${'2(x+1)' if ask.logprobs is None else '2x+2'}$")
    found = compare(["chain", "best_of_n:n=2", "self_consistency:n=2"], model)
    assert [row["same_as"] for row in found.rows] == ["chain"] * 3
    assert "3 of 3 strategies agree" in text_of(found.to_html())
    assert "3 of 3 strategies agree" in str(found)
    # The one that is written otherwise says what it equals.
    assert str(found).count(" = ") == 1


def entries(**answers):
    made = []
    for label, answer in answers.items():
        chain = traces.Run("What?", strategy="chain")
        chain.sample(f"Answer: {answer}", answer)
        first = next(other for other, same in answers.items() if same == answer)
        made.append(Entry(label=label, trace=chain.end(), like=None if answer is None else first))
    return made


@pytest.mark.parametrize(
    ("answers", "head"),
    [
        ({"a": "1", "b": "1", "c": "2"}, "1 2 of 3 strategies agree"),
        ({"a": "1", "b": "2"}, "No agreement 2 answers, no two the same"),
        ({"a": "1", "b": "1", "c": "2", "d": "2"}, "No agreement 2 answers level with 2 of 4 strategies each"),
        ({"a": "1", "b": None}, "1 said by 1 of 2 strategies"),
        ({"a": None, "b": None}, "No answer"),
    ],
)
def test_the_head_says_what_most_strategies_say(answers, head):
    read = " ".join(text_of(comparison.to_html("What?", entries(**answers))).split())
    assert read.startswith(f"Comparison {head}")


def test_of_several_models_each_is_asked_by_itself():
    models = [counting(*"1111", name="scripted/a"), counting(*"2222", name="scripted/b")]
    found = compare(["best_of_n:n=1", "ab_mcts:n=4"], models, check=lambda answer: answer == "2")
    assert {label: result.answer for label, result in found.results.items()}.keys() == {
        "best_of_n:n=1 @ scripted/a",
        "best_of_n:n=1 @ scripted/b",
        "ab_mcts:n=4",
    }
    assert [found[f"best_of_n:n=1 @ scripted/{name}"].answer for name in "ab"] == ["1", "2"]
    assert found["ab_mcts:n=4"].config.models == ("scripted/a", "scripted/b")
    read = " ".join(text_of(found.to_html()).split())
    assert "scripted/a · scripted/b · each within" in read
    assert "best_of_n n=1 · scripted/b" in read
    assert compare(["chain"], models).rows[1]["same_as"] == "chain @ scripted/b"


def test_one_strategy_and_one_model_are_compared_with_nothing():
    with pytest.raises(ConfigError, match="at least two"):
        compare(["chain"], [counting("1")])
    with pytest.raises(ConfigError, match="'scripted/a' is named twice"):
        compare(["chain"], [counting("1", name="scripted/a")] * 2)


def test_where_no_answer_leads_a_strategy_agrees_with_nobody():
    found = compare(["self_consistency:n=4:stop=none", "chain", "best_of_n:n=3"], counting(*"1122"))
    level, chain, _ = found.rows
    assert level["agreement"] == 0.5
    assert (level["same_as"], chain["same_as"]) == (None, "chain")
    assert "1 of 3" not in str(found)
    read = " ".join(text_of(found.to_html()).split())
    assert "self_consistency n=4 · stop=none · finished No agreement 1 and 2 stood level" in read


# -- the record


def test_the_record_has_only_what_a_sanitiser_lets_pass():
    found = compare([*BOTH, "best_of_n:n=3"])
    Reader(found.to_html())
    hostile = entries(a="<script>alert(1)</script>", b="\\href{javascript:x}{y}")
    source = comparison.to_html("<img src=x onerror=alert(1)>", hostile, ["<b onclick=x>"])
    Reader(source)
    assert "<script" not in source
    assert "<img" not in source


def test_the_record_says_it_in_order_and_holds_the_record_of_each():
    read = " ".join(text_of(compare().to_html()).split())
    order = [
        "Comparison",
        "each within 64 calls, 64,000 tokens, $",
        "strategy answer calls tokens cost seconds",
        "chain finished 1 one chain, no vote 1 ",
        "self_consistency n=5 · stop=none · finished 2 4 of 5 chains agree 5 ",
        "Asked for in all: 6 calls",
        "really spent: 5 calls",
        "Question",
        "chain → 1",
        "self_consistency:n=5:stop=none → 2",
        "chain 2 · ",
    ]
    places = [read.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_a_cost_that_nobody_knows_has_no_column():
    unknown = counting(*"12222222", capabilities=Capabilities(price=None))
    heads = [text_of(compare(model=model).to_html()).split("Asked")[0] for model in (unknown, counting(*"12222222"))]
    assert ["cost" in head.split() for head in heads] == [False, True]
    assert "cost unknown" in text_of(compare(model=unknown).to_html())


def test_a_price_that_is_given_is_told():
    assert "price" in compare(price=(1, 2)).to_html()


def test_text_fits_a_terminal():
    lines = str(compare(["chain", "self_consistency:n=5:stop=none", "best_of_n:n=3"])).splitlines()
    assert max(map(len, lines)) <= 100
    # Chain says 1; the best of three and the vote say 2.
    assert lines[0] == "2; 2 of 3 strategies agree"
    assert [line[0] for line in lines if line.startswith(("* ", "  chain "))] == [" ", "*", "*"]


def test_a_check_that_fails_is_told_in_every_row():
    def broken(_):
        raise ValueError("no idea")

    found = compare(["best_of_n:n=3", "ab_mcts:n=3"], counting(*"12222222"), check=broken)
    note = "no score is known (check raised ValueError: no idea): votes decided"
    assert [row["note"] for row in found.rows] == [note, note]
    for told in (str(found), text_of(found.to_html()).partition("Question")[0]):
        assert " ".join(told.split()).count(note) == 2


def test_rows_are_plain_values():
    first, second = compare().rows
    assert set(first) == set(second)
    assert json.loads(json.dumps(second)) == second
    assert (second["strategy"], second["answer"], second["agreement"]) == ("self_consistency:n=5:stop=none", "2", 0.8)
    assert second["sure"] == "4 of 5 chains agree"


def test_a_comparison_comes_back_from_json():
    found = compare(
        ["beam", "chain"], counting("7", capabilities=Capabilities(price=(0.0, 0.0), hidden_reasoning=True))
    )
    again = Comparison.from_json(found.to_json())
    assert found.to_json().isascii()
    assert again.mimebundle() == found.mimebundle()
    assert again.rows == found.rows


@pytest.mark.parametrize("data", ["", "{}", "[]", '{"schema": 2}', '{"schema": 1, "question": "", "entries": [1]}'])
def test_what_is_no_comparison_is_refused(data):
    with pytest.raises(ValueError, match="cannot be read as a comparison"):
        Comparison.from_json(data)


def test_a_strategy_without_a_run_has_spent_nothing():
    assert Entry(label="chain", error="no").spent == Entry(label="chain", error="no").asked == Usage()


# -- %%reason --compare


def test_a_cell_shows_one_table_and_binds_the_comparison(run, server, shell):  # noqa: F811 - fixtures
    cell = run("%%reason --compare chain,self_consistency:n=3:stop=none -o c\nHow many pencils?")
    assert isinstance(cell.value, Comparison)
    assert shell.user_ns["c"] is cell.value
    (shown,) = cell.shown
    assert shown["text/plain"].startswith("42; 2 of 2 strategies agree")
    assert cell.value.spent.calls == 3
    assert run("%o1 last").value is cell.value
    assert len(run("c").shown) == 1


def test_a_parameter_is_for_every_strategy_that_knows_it(run):  # noqa: F811
    found = run("%reason --compare chain,self_consistency,best_of_n:n=2 -p n=3 -p stop=none what?").value
    assert [row["calls"] for row in found.rows] == [1, 3, 2]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--compare chain,best_of what?", "did you mean 'best_of_n'"),
        ("--compare chain,auto -s chain what?", "exclude each other"),
        ("--compare chain what?", "needs at least two"),
        ("--compare chain,auto -p m=3 what?", "none of chain, auto has an option 'm'"),
        ("--compare chain,self_consistency -p m=3 what?", "'m'"),
        ("--compare chain,self_consistency --cost 1 what?", "price of openai/test is unknown"),
    ],
)
def test_a_wrong_comparison_is_one_line_and_asks_nothing(run, shell, server, line, words):  # noqa: F811
    shell.user_ns["c"] = "old"
    cell = run(f"%reason -o c {line}")
    assert cell.stderr.startswith("UsageError: ")
    assert words in str(cell.error)
    assert "c" not in shell.user_ns
    assert [request for request in server.requests if request.path.endswith("completions")] == []


def test_a_strategy_of_the_cell_wins_over_a_comparison_of_the_session(run):  # noqa: F811
    run("%config ReasonMagics.compare = 'chain,self_consistency:n=2'")
    assert isinstance(run("%reason what?").value, Comparison)
    assert run("%reason -s chain what?").value.config.strategy == "chain"


def test_text_goes_to_a_terminal(run):  # noqa: F811
    cell = run("%reason --display text --compare chain,self_consistency:n=2 what?")
    assert cell.shown == []
    assert "2 of 2 strategies agree" in cell.stdout
    assert cell.stdout.count("Thinking: ") == 2


@pytest.mark.parametrize(
    ("code", "offers"),
    [
        ("%%reason --compare cha", ["chain"]),
        ("%%reason --compare chain,self_c", ["self_consistency"]),
        ("%%reason --compare chain,self_consistency:s", ["stop="]),
        ("%%reason --compare self_consistency:n=4:stop=a", ["asc"]),
        ("%%reason --compare chain,self_consistency -p st", ["stop="]),
    ],
)
def test_tab_completes_strategies_and_their_options(shell, code, offers):  # noqa: F811
    assert complete(shell, code) == offers
