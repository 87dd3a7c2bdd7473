"""A run as a file: what is written by which name, whole or not at all, with hostile text as text."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import stat
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator
from traces import EXAMPLES, hostile

from o1magic.config import Config, Limits
from o1magic.errors import ConfigError
from o1magic.render.export import FORMATS
from o1magic.result import Result
from o1magic.trace import Call, Event, EventKind, Node, NodeKind, NodeStatus, Selection, Vote
from o1magic.types import Score, Usage

SCHEMA = Path(__file__).parents[2] / "o1magic" / "static" / "trace.schema.json"
HOSTILE = [
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</title><img src=x onerror=window.hit=1>",
    "<!--<script>",
    '%%{init: {"securityLevel": "loose"}}%%',
    '"];n9["x',
    '"]; n9 [URL="javascript:x',
    "`x` **b** #quot; end & \\N \\",
    'click n0 "javascript:x"',
    "\ud800\u202e\x00\ufffe",
]


@pytest.fixture(scope="module")
def attacked():
    return Result(hostile(HOSTILE))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_name_says_what_is_written(tmp_path, suffix):
    path = tmp_path / f"run{suffix.upper()}"
    assert Result(EXAMPLES["mcts"]()).export(str(path)) == path
    begins = {
        ".html": "<!doctype html>",
        ".svg": '<svg xmlns="http://www.w3.org/2000/svg"',
        ".mmd": "flowchart LR\n",
        ".dot": "digraph search {\n",
        ".json": '{"schema": 1, ',
    }
    assert path.read_text(encoding="utf-8").startswith(begins[suffix])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["run", "run.png", "run.htm"])
def test_another_name_is_refused_with_those_that_there_are(tmp_path, name):
    with pytest.raises(ConfigError, match=r"known: \.html, \.svg, \.mmd, \.dot, \.json"):
        Result(EXAMPLES["mcts"]()).export(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "tree.svg"
    path.write_text("old")
    with pytest.raises(ConfigError, match="a single chain"):
        Result(EXAMPLES["out_of_time"]()).export(path)
    assert path.read_text() == "old"
    with pytest.raises(FileNotFoundError) as failure:
        Result(EXAMPLES["mcts"]()).export(tmp_path / "nowhere" / "tree.svg")
    assert failure.value.filename == str(tmp_path / "nowhere" / "tree.svg")


def test_a_disk_that_fails_leaves_no_remains(tmp_path, monkeypatch):
    def full(_self, _target):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        Result(EXAMPLES["mcts"]()).export(tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_as_readable_as_one_that_is_simply_written(tmp_path):
    (plain := tmp_path / "plain").write_text("")
    path = Result(EXAMPLES["mcts"]()).export(tmp_path / "run.json")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_the_trace_comes_back(tmp_path):
    result = Result(EXAMPLES["mcts"]())
    path = result.export(tmp_path / "run.json")
    assert Result.from_json(path.read_text(encoding="utf-8")).trace.canonical() == result.trace.canonical()


# The page.


class Outline(HTMLParser):
    """What a browser makes of a page whose scripts run, as far as security goes: elements and their raw texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.raw, self._in = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._in = (tag, dict(attrs)) if tag in ("script", "style") else None

    def handle_endtag(self, tag):
        self._in = None

    def handle_data(self, data):
        if self._in:
            self.raw.append((*self._in, data))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_hostile_run_can_be_written_in_every_form(attacked, tmp_path, suffix):
    attacked.export(tmp_path / f"run{suffix}").read_text(encoding="utf-8")


def test_nothing_in_the_page_runs_but_what_its_policy_names(attacked, tmp_path):
    page = Outline(attacked.export(tmp_path / "run.html").read_text(encoding="utf-8"))
    meta = next(attrs for tag, attrs in page.elements if attrs.get("http-equiv") == "Content-Security-Policy")
    policy = dict(part.strip().split(" ", 1) for part in meta["content"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    raw = {"script-src": [], "style-src-elem": []}
    for tag, attrs, text in page.raw:
        if attrs.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            raw["script-src" if tag == "script" else "style-src-elem"].append(f"'sha256-{digest}'")
    assert policy["script-src"].split() == raw["script-src"]
    assert policy["style-src-elem"].split() == [*raw["style-src-elem"], "data:"]
    assert len(raw["script-src"]) == 1
    # Nothing is loaded, and nothing of the model's has become an element.
    addresses = {value for _, attrs in page.elements for name, value in attrs.items() if name in ("src", "href")}
    assert all(address.startswith("data:text/css,") for address in addresses)
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)


def test_the_run_lies_in_the_page_with_what_each_rule_would_select(tmp_path):
    trace = EXAMPLES["judged"]()
    page = Outline(Result(trace).export(tmp_path / "run.html").read_text(encoding="utf-8"))
    data = json.loads(next(text for _, attrs, text in page.raw if attrs.get("id") == "o1magic-run"))
    assert (data["type"], data["final"], data["state"]) == ("snapshot", True, json.loads(json.dumps(trace.snapshot())))
    assert {"majority", "weighted", "best"} <= data["after"]["selections"].keys()


def test_the_script_can_stand_in_a_page():
    script = (SCHEMA.parent / "embed.js").read_text(encoding="utf-8")
    assert "</script" not in script.lower()
    assert "<!--" not in script


# The texts.


@pytest.mark.parametrize("name", ["mcts", "beam", "rsa", "decomposed", "hostile"])
def test_mermaid_has_a_line_for_each_node_and_nothing_that_a_model_wrote_is_syntax(attacked, tmp_path, name):
    result = attacked if name == "hostile" else Result(EXAMPLES[name]())
    lines = result.export(tmp_path / "run.mmd").read_text(encoding="utf-8").splitlines()
    nodes = [line for line in lines if re.fullmatch(r'  n\d+\(\["(\w|[ .,…+*/=()\'!?<>;#-])*"\]\)', line)]
    links = [line for line in lines if re.fullmatch(r"  n\d+ (-->|==>|-\.->|-\.-) n\d+", line)]
    assert len(nodes) == len(result.trace.nodes)
    assert len(links) >= len(nodes) - 1
    rest = [line.split()[0] for line in lines if line not in nodes + links]
    assert rest[:3] == ["flowchart", "classDef", "classDef"]
    assert set(rest[3:]) == {"class"}
    texts = [re.sub(r"#\d+;|<br>", "", line[line.index('"') :]) for line in nodes]
    assert not any(mark in text.strip('"])') for text in texts for mark in '"#<>[]{}%`&')


def test_mermaid_says_which_won_and_which_were_dropped(tmp_path):
    text = Result(EXAMPLES["mcts"]()).export(tmp_path / "run.mmd").read_text(encoding="utf-8")
    assert "class n0,n1,n2 won" in text
    assert "class n8,n12 dropped" in text
    assert '  n3(["Divide<br>.71"])' in text
    assert "  n0 ==> n1\n" in text
    assert "  n0 -.-> n12\n" in text


@pytest.mark.parametrize("name", ["mcts", "beam", "rsa", "decomposed", "hostile"])
def test_dot_has_a_line_for_each_node_and_all_else_is_quoted(attacked, tmp_path, name):
    result = attacked if name == "hostile" else Result(EXAMPLES[name]())
    first, *lines, last = result.export(tmp_path / "run.dot").read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("digraph search {", "}")
    # Strings as the grammar has them: between quotes, a quote after a backslash.
    bare = [re.sub(r'"(?:[^"\\]|\\.)*"', "S", line) for line in lines]
    nodes = [line for line in bare if re.fullmatch(r"  n\d+ \[label=S(, \w+=[\w.]+)*\]", line)]
    links = [line for line in bare if re.fullmatch(r"  n\d+ -> n\d+ \[\w+=[\w.]+(, \w+=\w+)*\]", line)]
    assert len(nodes) == len(result.trace.nodes)
    assert len(nodes) + len(links) + 3 == len(lines)


def test_dot_says_what_won_and_how_often_it_was_visited(tmp_path):
    text = Result(EXAMPLES["mcts"]()).export(tmp_path / "run.dot").read_text(encoding="utf-8")
    assert '  n1 [label="Recognise\\n.64", color="#1a73d1", penwidth=2]' in text
    assert '  n0 -> n1 [penwidth=4.0, color="#1a73d1"]' in text
    assert "  n0 -> n12 [penwidth=1.0, style=dashed]" in text


def test_the_drawing_is_a_file_of_its_own(attacked, tmp_path):
    text = attacked.export(tmp_path / "run.svg").read_text(encoding="utf-8")
    drawn = ET.fromstring(text)  # noqa: S314 - our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [e for e in drawn.iter() if "script" in e.tag or any("href" in name for name in e.attrib)]


# The schema.


@pytest.fixture(scope="module")
def schema():
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_trace_is_as_its_schema_says(schema, name):
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(Result(EXAMPLES[name]()).to_json()))


@pytest.mark.parametrize(
    "damage",
    [
        lambda events: events[0].update(kind="begun"),
        lambda events: events[0]["data"].update(more="x"),
        lambda events: events[0]["data"]["config"].pop("seed"),
        lambda events: events[-1]["data"]["asked"].update(calls=-1),
        lambda events: next(e for e in events if e["kind"] == "node_changed")["data"].update(feeling=1),
        lambda events: next(e for e in events if e["kind"] == "node_added").update(node="1.2"),
    ],
)
def test_the_schema_refuses_what_is_no_trace(schema, damage):
    data = json.loads(Result(EXAMPLES["mcts"]()).to_json())
    damage(data["events"])
    assert not Draft202012Validator(schema).is_valid(data)


def test_the_schema_has_every_field_of_the_trace(schema):
    of = {name: part.get("properties", {}) for name, part in schema["$defs"].items()}
    data = {name: parts["data"] for name, parts in of.items() if "data" in parts}
    # Preparations are not stored.
    assert set(data) == {*get_args(EventKind)} - {"progress"}
    assert schema["$defs"]["node_kind"]["enum"] == [*get_args(NodeKind)]
    assert data["node_changed"]["properties"]["status"]["enum"] == [*get_args(NodeStatus)]

    def fields(kind):
        return {field.name for field in dataclasses.fields(kind)}

    assert of["node_changed"].keys() == fields(Event)
    # What a node begins with cannot change; what can is in the other event.
    begun, changed = data["node_added"]["properties"].keys(), data["node_changed"]["properties"].keys()
    assert begun | changed | {"id"} == fields(Node)
    assert of["score"].keys() == fields(Score)
    assert of["usage"].keys() == fields(Usage)
    assert of["vote"].keys() == fields(Vote)
    assert of["selection"].keys() == fields(Selection)
    assert of["config"].keys() == fields(Config)
    assert of["config"]["limits"]["properties"].keys() == fields(Limits)
    told = {"id", "node", "started", "finished"}
    assert data["call_started"]["properties"].keys() | data["call_finished"]["properties"].keys() == (
        fields(Call) - told | {"call"}
    )
