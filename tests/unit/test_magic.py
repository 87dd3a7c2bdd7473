"""The magics in a real IPython shell, against a real server that speaks the OpenAI protocol."""

from __future__ import annotations

import atexit
import builtins
import os
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest
import traces
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from openai_server import OpenAIServer, Turn
from traitlets.config import Config

from o1magic.errors import (
    AuthenticationError,
    ConfigError,
    MissingExtraError,
    UnknownModelError,
    UnreachableError,
    WeightsError,
)
from o1magic.magic import doctor, show
from o1magic.magic.display import choose, opener
from o1magic.magic.magics import ReasonMagics
from o1magic.magic.questions import keep_questions
from o1magic.result import Result
from o1magic.trace import Event

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delattr(builtins, "_", raising=False)  # a doctest's or a debugger's; IPython would leave `_` to it
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    made = InteractiveShell.instance(config=config)
    made.run_line_magic("load_ext", "o1magic")
    yield made
    made.run_line_magic("unload_ext", "o1magic")
    InteractiveShell.clear_instance()
    atexit.unregister(made.atexit_operations)  # it collects garbage: a hundred shells would take half a minute


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


class Cell:
    """What a cell did: its value, its error, and all that it wrote."""

    def __init__(self, shell, code):
        with capture_output() as captured:
            # The shell catches what the cell raises.
            self.outcome = shell.run_cell(code, store_history=True)
        self.value = self.outcome.result
        self.error = self.outcome.error_in_exec
        self.shown = [output.data for output in captured.outputs]
        self.stdout, self.stderr = captured.stdout, captured.stderr

    @property
    def all(self):
        return f"{self.shown}{self.stdout}{self.stderr}"


@pytest.fixture
def run(shell, server):
    """Run a cell; `%%reason` and `%reason` in it go to the server."""
    magics = shell.magics_manager.registry["ReasonMagics"]
    magics.model, magics.api_base, magics.display = "openai/test", server.base_url, "static"
    return lambda code: Cell(shell, code)


def complete(shell, code):
    with provisionalcompleter():
        return sorted(completion.text for completion in shell.Completer.completions(code, len(code)))


# -- load and unload


def fresh(code, **env):
    """Run code in a process of its own and return what it prints."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("O1MAGIC_")} | env
    settings["PYTHONPATH"] = os.pathsep.join(sys.path)
    script = textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", script], env=settings, capture_output=True, text=True, check=True
    ).stdout.split()


LOAD = """
    import sys, threading
    from IPython.core.interactiveshell import InteractiveShell
    shell = InteractiveShell.instance()
    before = set(sys.modules)
    shell.run_line_magic("load_ext", "o1magic")
    new = set(sys.modules) - before
"""


def test_loading_imports_nothing_heavy():
    loaded = fresh(LOAD + "    print(*new)")
    assert "o1magic.magic.magics" in loaded
    tops = {name.partition(".")[0] for name in loaded}
    heavy = {"anywidget", "ipywidgets", "litellm", "diskcache", "sympy", "math_verify", "xllamacpp", "markdown_it"}
    assert not tops & heavy
    assert not {name for name in loaded if name.startswith(("o1magic.models", "o1magic.search", "o1magic.render"))}


def test_litellm_warms_up_only_where_the_default_model_is_hosted():
    tell = LOAD + '    print(*[t.name for t in threading.enumerate() if t.name.startswith("o1magic")])'
    assert fresh(tell) == []
    assert fresh(tell, O1MAGIC_MODEL="local/smollm2-135m") == []
    assert fresh(tell, O1MAGIC_MODEL="openai/gpt-4o") == ["o1magic-litellm"]


def test_unloading_takes_all_of_it_away(shell):
    def state():
        return (
            [name for kind in ("line", "cell") for name in shell.magics_manager.magics[kind]],
            list(shell.magics_manager.registry),
            [type(c).__name__ for c in shell.configurables],
            list(shell.Completer.custom_matchers),
            list(shell.input_transformers_cleanup),
            list(shell.events.callbacks["post_run_cell"]),
        )

    loaded = state()
    shell.run_line_magic("unload_ext", "o1magic")
    bare = state()
    assert not {"reason", "o1"} & set(bare[0])
    assert all(len(one) > len(other) for one, other in zip(loaded, bare, strict=True))
    shell.run_line_magic("load_ext", "o1magic")
    shell.run_line_magic("reload_ext", "o1magic")
    assert [len(part) for part in state()] == [len(part) for part in loaded]


# -- the value of a cell


def test_a_cell_shows_the_record_and_its_value_is_the_result(run, shell):
    cell = run("%%reason -s chain\nHow many pencils?")
    assert isinstance(cell.value, Result)
    assert cell.value.answer == "42"
    assert cell.value.question == "How many pencils?"
    (shown,) = cell.shown
    assert set(shown) == {"text/html", "text/plain"}
    assert shown["text/plain"].startswith("Answer: 42")
    assert shell.user_ns["_"] is cell.value
    assert run("_.answer").value == "42"


def test_a_result_is_shown_once_by_its_own_cell_and_again_by_later_ones(run):
    assert len(run("%reason -s chain -o r what?").shown) == 1
    assert len(run("r").shown) == 1
    assert len(run("x = %reason -s chain what?").shown) == 1
    assert len(run("x").shown) == 1
    assert len(run("%reason -s chain --display none -o y what?").shown) == 0
    assert len(run("y").shown) == 1


def test_text_goes_to_a_terminal(run):
    cell = run("%reason --display text -s chain what?")
    assert cell.shown == []
    assert "Step 2: Compute" in cell.stdout
    assert "Answer: 42" in cell.stdout


def test_out_binds_the_result_and_nothing_old_survives_a_failure(run, shell, server):
    run("%reason -s chain -o r what?")
    assert shell.user_ns["r"].answer == "42"
    for line in ("-s chian -o r what?", "--nonsense -o r what?", "-o r", "-o r {{nothing}}?"):
        shell.user_ns["r"] = "old"
        assert isinstance(run(f"%reason {line}").error, UsageError)
        assert "r" not in shell.user_ns, line
    shell.user_ns["r"] = "old"
    server.turn = Turn(status=401, message="no")
    assert isinstance(run("%reason -s chain -o r --no-cache what else?").error, AuthenticationError)
    assert "r" not in shell.user_ns


def test_a_question_in_a_function_sees_its_variables(run):
    run("def ask(thing):\n    found = %reason -s chain what is {{thing}}?\n    return found")
    assert run("ask('love').question").value == "what is love?"


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("what's six times seven?", "what's six times seven?"),
        ("6 * 7 = ?", "6 * 7 = ?"),
        ("who (or what is it?", "who (or what is it?"),
        ("-p n=1 -s self_consistency why??", "why??"),
    ],
)
def test_a_question_mark_reaches_the_magic(run, line, question):
    assert run(f"%reason {line}").value.question == question
    assert run(f"x = %reason {line}\nx").value.question == question
    assert run(f"if True:\n    %reason {line}\n    y = 1\n_i and x").value.question == question


@pytest.mark.parametrize("code", ["%reason?\n", "%reason ?\n", "%%reason?\n", 'x = """\n%reason what?\n"""\n', "x?\n"])
def test_other_question_marks_stay(code):
    lines = code.splitlines(keepends=True)
    assert keep_questions(lines) == lines


@pytest.mark.parametrize("code", ["%reason?", "%%reason?"])
def test_help_shows_examples(run, code):
    page = run(code).stdout
    assert "%reason what is six times seven?" in page
    assert "-m, --model NAME" in page


# -- what the options do


def sent(server):
    return [request.body for request in server.requests]


def test_options_reach_the_model(run, server):
    run("%reason -s chain --temperature 0.5 --max-tokens 77 --model-param top_p=0.9 --system 'Be brief.' what?")
    (body,) = sent(server)
    assert (body["temperature"], body["top_p"]) == (0.5, 0.9)
    assert 77 in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert "Be brief." in str(body["messages"])


def test_session_defaults_apply_and_a_flag_wins(run, server):
    run("%config ReasonMagics.temperature = 0.25")
    run("%config ReasonMagics.strategy = 'self_consistency'")
    run("%config ReasonMagics.params = {'n': 2, 'stop': 'none'}")
    assert run("%reason one?").value.usage.calls == 2
    assert run("%reason -p n=3 two?").value.usage.calls == 3
    assert run("%reason -s chain three?").value.usage.calls == 1
    run("%reason -s chain --temperature 1 four?")
    assert sent(server)[-1]["temperature"] == 1


def test_session_defaults_come_from_the_configuration_file_too():
    config = Config()
    config.ReasonMagics.calls = 5
    config.ReasonMagics.display = "static"
    config.HistoryManager.enabled = False
    magics = ReasonMagics(InteractiveShell(config=config))
    assert (magics.calls, magics.display) == (5, "static")


def test_a_hosted_default_model_warms_litellm_up(run, monkeypatch):
    warmed = []
    monkeypatch.setattr("o1magic.models.litellm.warm", lambda: warmed.append(True))
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    run("%config ReasonMagics.model = 'local/smollm2-135m'")
    assert warmed == []
    run("%config ReasonMagics.model = 'openai/gpt-4o'")
    assert warmed == [True]


def test_a_wrong_session_default_is_refused_and_the_old_one_kept(run, shell, caplog):
    run("%config ReasonMagics.answer = 'numbr'")
    assert "did you mean 'number'" in caplog.text
    assert shell.magics_manager.registry["ReasonMagics"].answer == "auto"


@pytest.mark.parametrize("default", ["strategy = 'chian'", "compare = 'auto, chian:n=8'", "compare = ['chian']"])
def test_a_session_default_that_names_no_strategy_is_refused_as_a_cell_refuses_it(default, run, shell, caplog):
    refused = run("%reason -s chian what?").error
    run(f"%config ReasonMagics.{default}")
    assert str(refused) in caplog.text
    magics = shell.magics_manager.registry["ReasonMagics"]
    assert (magics.strategy, magics.compare) == ("auto", None)


def test_limits(run):
    cell = run("%reason --calls 2 -s self_consistency -p n=8 -p stop=none what?")
    assert (cell.value.usage.calls, cell.value.stop_reason) == (2, "calls")
    assert run("%reason --tokens none --calls none -s chain what?").value.config.limits.calls is None


def test_variables_go_into_questions_and_options(run, shell):
    shell.user_ns |= {"low": 2, "how": "chain"}
    cell = run("%%reason -s {{how}}\nPrimes above {{low}} with x^{{2}} and \\{{low}}?")
    assert cell.value.question == "Primes above 2 with x^{{2}} and {{low}}?"
    assert cell.value.config.strategy == "chain"
    assert run("%reason -s chain --no-vars what is {{low}}?").value.question == "what is {{low}}?"


def test_dollars_and_single_braces_are_left_alone(run, shell):
    shell.user_ns |= {"x": 3, "n": 4}
    assert run("%reason -s chain costs $x or {n}?").value.question == "costs $x or {n}?"


def test_check_and_scorer_are_callables_of_the_notebook(run):
    run("seen = []\ndef check(answer):\n    seen.append(answer)\n    return True\ndef short(text):\n    return 0.5")
    assert run("%reason --check check what?").value.stop_reason == "check_passed"
    assert run("seen").value == ["42"]
    scored = run("%reason -s best_of_n -p n=2 --scorer short what?").value
    assert [node.scores["short"].value for node in scored.samples] == [0.5, 0.5]


@pytest.mark.parametrize("value", ["'assert f() == 42'", "['assert f() == 42', 'assert f() != 43']"])
def test_tests_are_a_variable_of_the_notebook(run, server, value):
    server.reply = lambda _request, _index: "```python\ndef f():\n    return 42\n```\nAnswer: f"
    result = run(f"cases = {value}\n%reason --tests cases -s best_of_n which function?").value
    assert result.stop_reason == "check_passed"
    assert result.samples[0].scores["tests"].value == 1


def test_a_scorer_of_the_notebook_can_have_a_name_and_steps_are_aggregated_as_asked(run, monkeypatch):
    monkeypatch.setattr("o1magic.scoring.registry._added", {})
    run(
        "import o1magic\n@o1magic.scorer('halves')\nasync def f(ctx, nodes):\n"
        "    return [o1magic.Score(0.5) for _ in nodes]"
    )
    result = run("%reason -s best_of_n -p n=2 --scorer halves --aggregate min what?").value
    assert [node.scores["halves"].value for node in result.samples] == [0.5, 0.5]
    assert result.config.aggregate == "min"


def test_a_follow_up_has_the_earlier_turns_and_may_take_the_same_name(run, server):
    run("%reason -s chain -o r first?")
    assert run("%reason -s chain --after r -o r second?").value.question == "second?"
    assert "first?" in str(sent(server)[-1]["messages"])


def test_pictures_come_from_paths_and_objects(run, server, shell, tmp_path):
    path = tmp_path / "plot of x.png"
    path.write_bytes(PNG)

    class Figure:
        def savefig(self, file, *, format):  # noqa: A002 - matplotlib's name
            assert format == "png"
            file.write(PNG)

    class Picture:
        def _repr_png_(self):
            return PNG

    shell.user_ns |= {"raw": PNG, "fig": Figure(), "pil": Picture(), "where": path}
    for source in ("raw", "fig", "pil", "where", f"'{path}'"):
        assert run(f"%reason -s chain --no-cache --image {source} what is this?").error is None
    assert all("data:image/png;base64," in str(body["messages"]) for body in sent(server))
    assert len(sent(server)) == 5


def test_a_second_run_sends_nothing_unless_asked_to(run, server):
    first = run("%reason -s self_consistency what?").value
    count = len(server.requests)
    again = run("%reason -s self_consistency what?").value
    assert len(server.requests) == count
    assert again.trace.canonical() == first.trace.canonical()
    run("%reason -s self_consistency --no-cache what?")
    assert len(server.requests) == 2 * count
    run("%reason -s self_consistency --refresh what?")
    assert len(server.requests) == 3 * count


def test_a_key_goes_to_the_endpoint_and_nowhere_else(run, server, monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-very-secret-1")
    cell = run("%reason -s chain --api-key-env MY_KEY --model-param api_token=sk-very-secret-2 -o r what?")
    assert server.requests[-1].headers["Authorization"] == "Bearer sk-very-secret-1"
    server.turn = Turn(status=401, message="Incorrect API key provided: sk-very-secret-1")
    refused = run("%reason -s chain --no-cache --api-key-env MY_KEY what else?")
    assert isinstance(refused.error, AuthenticationError)
    for text in (cell.all, refused.all, repr(cell.value), cell.value.to_json(), str(refused.error)):
        assert "very-secret" not in text


# -- what is wrong is one clear line


class Broken:
    @property
    def rate(self):
        raise ValueError("no rate")

    def __repr__(self):
        raise RuntimeError("no luck")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", ["question is missing"]),
        ("--modle x what?", ["'--modle'", "did you mean '--model'"]),
        ("-s chian what?", ["unknown strategy 'chian'", "did you mean 'chain'"]),
        ("-s chain -p n=3 what?", ["'chain' has no option 'n'"]),
        ("-s self_consistency -p m=3 what?", ["no option 'm'", "n, stop"]),
        ("-s self_consistency -p n=0 what?", ["n=0", "at least 1"]),
        ("-s self_consistency -p n=1e12 what?", ["n=1", "at most 1,000,000"]),
        ("--scorer jugde what?", ["unknown scorer 'jugde'", "did you mean 'judge'"]),
        ("--scorer number what?", ["--scorer number: a int cannot be called"]),
        ("--tests number what?", ["tests=", "is not a text with asserts"]),
        ("--tests nowhere what?", ["--tests nowhere:"]),
        ("--tests check --scorer judge what?", ["tests and a scorer exclude each other"]),
        ("--aggregate max what?", ["--aggregate 'max' is none of last, min, prod, mean"]),
        ("--check chekc what?", ["--check chekc", "did you mean 'check'"]),
        ("--check number what?", ["--check number: a int cannot be called"]),
        ("--after number what?", ["--after number: a int is no Result"]),
        ("--after nothing what?", ["--after nothing: there is no variable"]),
        ("--image nowhere.png what?", ["--image nowhere.png", "no such variable or file"]),
        ("--image number what?", ["--image number: a int is no picture"]),
        ("what is {{nmuber}}?", ["no variable 'nmuber'", "did you mean 'number'", "--no-vars"]),
        ("what is {{broken.rate}}?", ["broken.rate cannot be had: ValueError: no rate", "--no-vars"]),
        ("what is {{broken}}?", ["{{broken}} cannot be shown: RuntimeError: no luck"]),
        ("--check broken.rate what?", ["--check broken.rate: broken.rate cannot be had: ValueError: no rate"]),
        ("--api-key-env NO_SUCH_KEY what?", ["NO_SUCH_KEY", "not set"]),
        ("--no-cache --refresh what?", ["exclude each other"]),
        ("--display live what?", ["--display live needs a notebook"]),
        ("--cost 1 what?", ["price of openai/test is unknown", "--price IN,OUT"]),
    ],
)
def test_wrong_input_is_a_usage_error(run, shell, line, words):
    shell.user_ns |= {"number": 3, "check": bool, "broken": Broken()}
    cell = run(f"%reason {line}")
    assert type(cell.error) is UsageError
    assert cell.stderr == f"UsageError: {cell.error}\n"
    assert "\n" not in str(cell.error)
    assert all(word in str(cell.error) for word in words), cell.error
    assert (cell.shown, cell.stdout) == ([], "")


@pytest.mark.parametrize("line", ["--scorer opem what?", "--check opem what?", "{{opem}}", "--image opem what?"])
def test_what_ipython_put_into_the_namespace_is_no_near_name(run, shell, line):
    assert "open" in shell.user_ns
    assert "did you mean" not in str(run(f"%reason {line}").error)
    shell.user_ns["open"] = lambda answer: True
    assert "did you mean 'open'" in str(run(f"%reason {line}").error)


@pytest.mark.parametrize(
    ("code", "words"),
    [("%%reason\n\n  \n", "no question"), ("%%reason what?\nhow?", "unexpected text after the options: 'what?'")],
)
def test_a_cell_without_its_question_is_a_usage_error(run, code, words):
    cell = run(code)
    assert type(cell.error) is UsageError
    assert words in str(cell.error)


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("-m openai/gpt-4o --api-base {{none}} what?", AuthenticationError, ["OPENAI_API_KEY", "--api-key-env"]),
        ("-m no-such-provider what?", UnknownModelError, ["no-such-provider"]),
        ("-m local/qwen2.5-codr-0.5b what?", UnknownModelError, ["local/qwen2.5-coder-0.5b"]),
        ("-m local/nowhere.gguf what?", WeightsError, ["nowhere.gguf"]),
        ("--api-base http://127.0.0.1:9/v1 what?", UnreachableError, ["http://127.0.0.1:9/v1"]),
    ],
)
def test_a_model_that_cannot_be_used_fails_the_cell_with_one_line(run, shell, line, kind, words):
    if "{{none}}" in line:
        shell.magics_manager.registry["ReasonMagics"].api_base = None
        line = line.replace("--api-base {{none}} ", "")
    cell = run(f"%reason -s chain {line}")
    assert type(cell.error) is kind
    assert cell.stdout.strip() == f"{kind.__name__}: {cell.error}"
    assert all(word in str(cell.error) for word in words)


def test_a_missing_extra_is_one_line_with_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    cell = run("%reason -m local/smollm2-135m --no-cache what?")
    assert type(cell.error) is MissingExtraError
    assert cell.stdout.strip() == f"MissingExtraError: {cell.error}"
    assert 'pip install "o1magic[local]"' in cell.stdout


def test_an_interrupt_before_the_search_is_one_line_too(run, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("o1magic.api.make_task", interrupt)
    cell = run("%reason what?")
    assert isinstance(cell.error, KeyboardInterrupt)
    assert cell.stdout.strip() == "Interrupted: before the search began"


def test_an_unknown_model_of_a_server_names_both(run, server):
    server.models = ("other",)
    cell = run("%reason -s chain what?")
    assert type(cell.error) is UnknownModelError
    assert "openai/test" in str(cell.error)
    assert server.base_url in str(cell.error)


# -- completion


@pytest.mark.parametrize(
    ("code", "offers"),
    [
        ("%%reason --str", ["--strategy"]),
        ("%reason --no", ["--no-cache", "--no-vars"]),
        ("r = %reason --af", ["--after"]),
        ("%%reason -s cha", ["chain"]),
        ("%%reason --strategy=cha", ["chain"]),
        ("%%reason -s self_consistency -p ", ["mix=", "n=", "stop="]),
        ("%%reason -s self_consistency -p stop=", ["asc", "esc", "none"]),
        ("%%reason --answer nu", ["number"]),
        ("%%reason --display l", ["live"]),
        ("%%reason --scorer jud", ["judge", "judgement"]),
        ("%%reason --scorer p", ["p_true", "pairwise"]),
        ("%%reason --aggregate m", ["mean", "min"]),
        ("%%reason --check judg", ["judgement"]),
        ("%%reason -o my_o", ["my_old"]),
        ("%%reason -m local/s", ["local/smollm2-135m"]),
        ("%o1 mod", ["models"]),
        ("%o1 cache ", ["clear", "info", "prune"]),
    ],
)
def test_tab_completes_options_and_values(shell, code, offers):
    shell.user_ns |= {"judgement": lambda answer: True, "my_old": 3}
    assert complete(shell, code) == offers


def test_tab_offers_results_after_after(run, shell):
    run("%reason -s chain -o my_result what?")
    shell.user_ns["my_number"] = 3
    assert complete(shell, "%reason --after my_") == ["my_result"]


def test_tab_leaves_other_code_and_questions_alone(shell):
    shell.user_ns["strategic"] = 1
    assert "strategic" in complete(shell, "x = strat")
    assert "strategic" in complete(shell, "%reason what is strat")
    assert complete(shell, "%reason what is -s cha") == []


# -- %o1


def test_o1_strategies_names_them_with_their_options(run):
    cell = run("%o1 strategies")
    assert "\nself_consistency: " in cell.stdout
    assert "    options:\n        -p n=16: Most chains to sample.\n        -p stop=asc: `asc` stops when" in cell.stdout
    assert "\n    options: -p n=8: Programs to draw.\n" in cell.stdout
    assert ">-p n=16: Most chains to sample.<br>-p stop=asc: <code>asc</code> stops when" in cell.value._repr_html_()
    assert "arXiv 2203.11171" in cell.stdout
    assert ">self_consistency</td>" in cell.value._repr_html_()


def test_o1_scorers_names_them_with_what_they_cost(run):
    cell = run("%o1 scorers")
    assert "\np_true: Asks for one letter" in cell.stdout
    assert "\n    calls: one a sample" in cell.stdout
    assert ">p_true</td>" in cell.value._repr_html_()


def test_o1_last_is_the_last_result(run, monkeypatch):
    monkeypatch.setattr("o1magic.api._last", None)
    assert "nothing has been run yet" in str(run("%o1 last").error)
    made = run("%reason -s chain what?").value
    assert run("%o1 last").value is made


def test_o1_limits_tells_the_session_defaults(run):
    run("%config ReasonMagics.calls = 7")
    run("%config ReasonMagics.cost = None")
    lines = [line.split() for line in run("%o1 limits").stdout.splitlines()]
    assert lines[:4] == [["calls", "7"], ["tokens", "64000"], ["cost", "none"], ["seconds", "120"]]


def test_o1_models_lists_what_can_be_reached_with_what_to_type(run, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-not-to-be-seen")
    with OpenAIServer(models=("qwen3", "phi4"), owned_by="vllm") as reached:
        monkeypatch.setattr(doctor, "PORTS", (reached.port,))
        text = run("%o1 models").stdout
        assert complete_model(run) == ["hosted_vllm/qwen3"]
    assert "  -m local/qwen2.5-coder-0.5b  (" in text
    assert f"  -m hosted_vllm/phi4 --api-base {reached.base_url}\n" in text
    assert "ANTHROPIC_API_KEY is set, for example -m anthropic/" in text
    assert "sk-not-to-be-seen" not in text
    assert "none answers" in run("%o1 models").stdout


def complete_model(run):
    return complete(run("get_ipython()").value, "%reason -m hosted_vllm/q")


def marks(run):
    """Return the lines of the doctor by mark."""
    lines = [line.partition("  ") for line in run("%o1 doctor").stdout.splitlines()]
    return {mark: [text for other, _, text in lines if other == mark] for mark in ("ok", "--", "!!")}


def test_o1_doctor_says_what_works(run, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor.weights, "require_hub", lambda: None)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-to-be-seen")
    found = marks(run)
    assert found["!!"] == []
    for words in (
        "o1magic ",
        "anywidget ",
        "a terminal",
        "xllamacpp ",
        "the hub answers",
        str(tmp_path),
        "code that a model writes, where you ask for it: ",
        "OPENAI_API_KEY",
    ):
        assert any(words in line for line in found["ok"]), words
    assert "sk-not-to-be-seen" not in str(found)


def test_o1_doctor_says_what_to_do(run, monkeypatch):
    versions = {"litellm": "1.82.8", "xllamacpp": None, "anywidget": None}
    monkeypatch.setattr(doctor, "_version", lambda package: versions.get(package, "1.0"))
    monkeypatch.setattr(doctor.weights, "require_hub", lambda: (_ for _ in ()).throw(WeightsError("the hub is off")))
    monkeypatch.setenv("O1MAGIC_WEIGHTS_INDEX", "0")
    monkeypatch.setenv("O1MAGIC_CACHE_DIR", "/dev/null/nowhere")
    with pytest.warns(UserWarning, match="cannot be used"):
        found = marks(run)
    for words in (
        "pip install anywidget",
        "pip install -U litellm",
        'pip install "o1magic[local]"',
        "the hub is off",
        "O1MAGIC_CACHE_DIR",
    ):
        assert any(words in line for line in found["!!"]), words


def test_o1_cache_tells_prunes_and_clears(run, tmp_path):
    run("%reason -s chain what?")
    run("%reason -s chain what?")
    folder, entries, saved = run("%o1 cache info").stdout.splitlines()
    assert folder.startswith(str(tmp_path))
    assert not entries.startswith("0 ")
    assert saved.startswith("saved so far: 1 calls")
    assert run("%o1 cache prune").stdout.startswith("0 entries deleted")
    assert "deleted from" in run("%o1 cache clear").stdout
    assert run("%o1 cache info").stdout.splitlines()[1].startswith("0 entries")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "subcommand is missing"),
        ("modles", "did you mean 'models'"),
        ("cache drop", "one of info, clear, prune"),
        ("last one", "nothing more"),
    ],
)
def test_a_wrong_subcommand_is_a_usage_error(run, line, words):
    cell = run(f"%o1 {line}")
    assert type(cell.error) is UsageError
    assert words in str(cell.error)


def test_the_cache_alone_means_its_info(run):
    assert "entries" in run("%o1 cache").stdout
    assert run("%o1 cache").stdout == run("%o1 cache info").stdout


# -- how it is shown


def kernel(metadata):
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda _channel: {"metadata": metadata}))


@pytest.mark.parametrize(
    ("display", "where", "how"),
    [
        ("auto", kernel({"cellId": "a1"}), "live"),
        ("auto", kernel({}), "static"),
        ("auto", SimpleNamespace(kernel=None), "text"),
        ("auto", None, "text"),
        ("live", kernel({}), "live"),
        ("static", SimpleNamespace(kernel=None), "static"),
        ("none", kernel({"cellId": "a1"}), "none"),
    ],
)
def test_auto_is_live_where_a_person_looks(display, where, how):
    assert choose(display, where) == how


def test_headless_a_download_is_announced_once_and_loading_is_not(capsys):
    trace = traces.Run().trace
    shown = opener("none")(SimpleNamespace(trace=trace))
    for text, done in (("downloading weights", 1), ("downloading weights", 2), ("loading weights", 0)):
        trace.append(Event(len(trace.events), 0.0, "progress", None, {"text": text, "done": done, "total": 3}))
        shown.tick()
    assert capsys.readouterr().out == "downloading weights\n"


def test_show_prints_the_record_in_a_terminal(run, capsys):
    result = run("%reason -s chain what?").value
    show(result)
    assert capsys.readouterr().out.startswith("Answer: 42")
    with pytest.raises(ConfigError, match="not int"):
        show(3)
