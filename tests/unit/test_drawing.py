"""The drawn tree: nothing overlaps, parents stand in the middle, and what a model wrote stays text."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traces import EXAMPLES, Run, hostile

from o1magic.render.drawing import svg
from o1magic.render.layout import KEPT, MOST_DRAWN, column_names, layout
from o1magic.search.select import weighted

TAGS = {"svg", "title", "desc", "g", "path", "rect", "text", "tspan"}


def tree(parents, **ends):
    """Return a run whose i-th node grows from the node with the number parents[i]; 0 is the question."""
    run, ids = Run(strategy="beam", scorer="judge"), ["0"]
    for parent in parents:
        ids.append(run.step(ids[parent], f"x = {len(ids)}\n"))
    run.step(ids[-1], "Answer: 84", answer="84")
    return run.end(rule=weighted, **ends)


def positions(trace):
    return {each.id: (each.column, each.row) for each in layout(trace)}


def elements(drawing):
    return list(ET.fromstring(drawing).iter())  # noqa: S314 - our own


def test_parents_stand_in_the_middle_of_their_children():
    # Two below the question; the first has three below it.
    assert positions(tree([0, 0, 1, 1, 1])) == {
        "0": (0, 1.5),
        "0.0": (1, 1.0),
        "0.1": (1, 2.0),
        "0.0.0": (2, 0.0),
        "0.0.1": (2, 1.0),
        "0.0.2": (2, 2.0),
        "0.0.2.0": (3, 2.0),
    }


def test_smaller_subtrees_are_spread_evenly_between_larger_ones():
    # The first and the last of five have three below them, which keeps these two apart; the others follow.
    rows = positions(tree([0] * 5 + [1] * 3 + [5] * 3))
    between = [rows[f"0.{i}"][1] for i in range(5)]
    gaps = [after - before for before, after in itertools.pairwise(between)]
    assert gaps == pytest.approx([gaps[0]] * 4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_no_two_nodes_of_a_column_are_closer_than_a_row(draws):
    trace = tree([draw % (i + 1) for i, draw in enumerate(draws)])
    drawn = layout(trace)
    columns, below = defaultdict(list), defaultdict(list)
    for each in drawn:
        columns[each.column].append(each.row)
        below[each.above].append(each.row)
    for rows in columns.values():
        # In the order of the tree, so that no two lines cross.
        assert all(after - before > 1 - 1e-6 for before, after in itertools.pairwise(rows))
    for each in drawn:
        if each.id in below:
            assert each.row == pytest.approx((below[each.id][0] + below[each.id][-1]) / 2)
    assert min(each.row for each in drawn) == 0


def test_equal_subtrees_are_drawn_equally_and_a_mirrored_tree_is_mirrored():
    rows = positions(tree([0, 0, 1, 1, 2, 2]))
    assert rows["0.0.0"][1] - rows["0.0"][1] == rows["0.1.0"][1] - rows["0.1"][1]


def test_a_deep_tree_needs_no_deep_stack():
    assert positions(tree(range(3000)))


def test_a_node_made_from_others_stands_after_the_first_of_them_and_all_of_them_win():
    drawn = {each.id: each for each in layout(EXAMPLES["rsa"]())}
    last = drawn["0.3"]
    assert (last.above, last.inputs, last.column) == ("0.0", ("0.1",), 2)
    assert [key for key, each in drawn.items() if each.wins] == ["0", "0.0", "0.3", "0.1"]


def test_what_stands_in_a_node_is_its_value_else_its_score_else_its_answer():
    drawn = {each.id: each for each in layout(EXAMPLES["mcts"]())}
    step, rollout = drawn["0.0"], drawn["0.0.0"]
    assert (step.label, step.share) == (".64", 0.643)
    assert (rollout.label, rollout.share) == ("84", None)
    drawn = {each.id: each for each in layout(EXAMPLES["beam"]())}
    end = drawn["0.0.0.0"]  # noqa: S104 - a path in the tree
    assert (end.label, end.aside) == (".95", "84 pencils")
    assert drawn["0.1"].dropped
    assert not drawn["0.0"].dropped


def test_a_large_tree_is_folded_and_says_how_much_of_it():
    run = Run(strategy="mcts")
    for i in range(300):
        step = run.step("0", f"x = {i}\n")
        run.change(step, status="pruned" if i % 2 else "done", visits=i)
    run.step(run.step("0", "y = 1\n"), "Answer: 84", answer="84")
    drawn = layout(run.end())
    assert len(drawn) <= MOST_DRAWN
    assert len([each for each in drawn if not each.folded]) == KEPT
    assert sum(each.folded or 1 for each in drawn) == 303
    assert not any(each.dropped for each in drawn if not each.folded)
    assert {"0.300", "0.300.0"} <= {each.id for each in drawn if each.wins}
    folded = next(each for each in drawn if each.folded)
    assert folded.label == f"+{303 - KEPT}"
    assert "nodes that are not drawn" in svg(run.trace)


def test_one_chain_is_no_tree():
    assert svg(EXAMPLES["out_of_time"]()) == ""
    assert svg(Run().trace) == ""


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("standalone", [False, True])
def test_it_is_well_formed_and_made_of_few_things(name, standalone):
    trace = EXAMPLES[name]()
    if drawing := svg(trace, standalone=standalone, names="run-1"):
        space = "{http://www.w3.org/2000/svg}" if standalone else ""
        assert {e.tag.removeprefix(space) for e in elements(drawing)} <= TAGS
        ids = [e.get("id") for e in elements(drawing) if e.get("id")]
        assert ids == ["run-1-title", "run-1-desc"]


def test_without_names_there_are_no_ids():
    assert " id=" not in svg(EXAMPLES["mcts"]())


def test_a_part_of_a_page_has_its_colours_from_there():
    inline, paper = (svg(EXAMPLES["mcts"](), standalone=alone) for alone in (False, True))
    colours = {e.get(name) for e in elements(inline) for name in ("fill", "stroke")} - {None, "none"}
    assert colours == {"currentColor", "#1e7ad6"}
    assert "currentColor" not in paper
    assert "<style" not in inline + paper


def test_what_won_is_in_the_accent_and_what_was_dropped_is_dashed():
    lines = [e for e in elements(svg(EXAMPLES["mcts"]())) if e.tag == "g" and e.get("stroke-width")]
    dropped, plain, won = ([len(list(e)), e.get("stroke"), bool(e.get("stroke-dasharray"))] for e in lines)
    assert dropped == [2, "currentColor", True]
    assert plain == [9, "currentColor", False]
    assert won == [2, "#1e7ad6", False]


def test_hostile_text_stays_text():
    texts = [
        "<script>x</script>",
        '"><img src=x onerror=x>',
        "]]>&lt;",
        "\x00\x1b[2J\ufffe\ud800",
        "$x$ \\(y\\)",
        "\u202eabc",
    ]
    drawing = svg(hostile(texts), standalone=True, names="a")
    drawn = elements(drawing)
    assert {e.tag.rpartition("}")[2] for e in drawn} <= TAGS
    assert not any(name.startswith("on") or "href" in name for e in drawn for name in e.attrib)
    drawing.encode("utf-8")
    # No typesetter finds mathematics: its marks are alone in their elements.
    assert all(len(e.text) == 1 for e in drawn if e.text and ("$" in e.text or "\\" in e.text))


def test_wide_characters_take_their_room():
    run = Run()
    for answer in ("答え" * 30, "x"):
        run.sample("…", answer)
    widths = [float(e.get("width")) for e in elements(svg(run.end())) if e.tag == "rect"]
    assert max(widths) > 120
    assert not any(e.text == "答え" * 30 for e in elements(svg(run.trace)) if e.tag == "text")


def test_a_column_has_the_title_that_its_nodes_share_else_their_kinds():
    trace = EXAMPLES["decomposed"]()
    assert column_names(layout(trace)) == [
        "question",
        "Plan",
        "What does a box hold?",
        "How many boxes are there?",
        "answer",
    ]
    assert column_names(layout(EXAMPLES["mcts"]())) == ["question", "step", "rollout, step", "rollout, answer"]
    assert ">rollout, step</text>" in svg(EXAMPLES["mcts"]())
