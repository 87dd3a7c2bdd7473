"""o1magic: `%%reason`, a chain-of-thought search in a notebook cell.

Importing it is cheap: every public name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from o1magic.api import areason as areason
    from o1magic.api import last as last
    from o1magic.api import reason as reason
    from o1magic.batch import Batch as Batch
    from o1magic.batch import reason_many as reason_many
    from o1magic.calibration import Calibration as Calibration
    from o1magic.calibration import calibrate as calibrate
    from o1magic.comparison import Comparison as Comparison
    from o1magic.comparison import acompare as acompare
    from o1magic.comparison import compare as compare
    from o1magic.comparison_forecast import ComparisonForecast as ComparisonForecast
    from o1magic.comparison_forecast import estimate_comparison as estimate_comparison
    from o1magic.errors import (
        AuthenticationError as AuthenticationError,
    )
    from o1magic.errors import (
        ConfigError as ConfigError,
    )
    from o1magic.errors import (
        Interrupted as Interrupted,
    )
    from o1magic.errors import (
        ModelError as ModelError,
    )
    from o1magic.errors import (
        ReasonError as ReasonError,
    )
    from o1magic.errors import (
        RecordingError as RecordingError,
    )
    from o1magic.errors import (
        ReplayMissError as ReplayMissError,
    )
    from o1magic.forecast import Forecast as Forecast
    from o1magic.forecast import estimate as estimate
    from o1magic.magic import show as show
    from o1magic.magic.background import BackgroundRun as BackgroundRun
    from o1magic.metrics import pass_at_k as pass_at_k
    from o1magic.models.base import Capabilities as Capabilities
    from o1magic.models.base import Listener as Listener
    from o1magic.models.base import Model as Model
    from o1magic.models.resolve import register_litellm as register_litellm
    from o1magic.models.scripted import ScriptedModel as ScriptedModel
    from o1magic.panel.playground import Playground as Playground
    from o1magic.panel.playground import playground as playground
    from o1magic.policy import limits as limits
    from o1magic.result import Result as Result
    from o1magic.scoring.registry import scorer as scorer
    from o1magic.scoring.registry import scorers as scorers
    from o1magic.search.registry import strategies as strategies
    from o1magic.search.registry import strategy as strategy
    from o1magic.trace import Trace as Trace
    from o1magic.types import Ask as Ask
    from o1magic.types import Completion as Completion
    from o1magic.types import Image as Image
    from o1magic.types import Score as Score
    from o1magic.types import Usage as Usage

__version__ = "0.1.0"

_HOME = {
    "Ask": "types",
    "AuthenticationError": "errors",
    "Batch": "batch",
    "BackgroundRun": "magic.background",
    "Calibration": "calibration",
    "Capabilities": "models.base",
    "Comparison": "comparison",
    "ComparisonForecast": "comparison_forecast",
    "Completion": "types",
    "ConfigError": "errors",
    "Forecast": "forecast",
    "Image": "types",
    "Interrupted": "errors",
    "Listener": "models.base",
    "Model": "models.base",
    "ModelError": "errors",
    "Playground": "panel.playground",
    "ReasonError": "errors",
    "RecordingError": "errors",
    "ReplayMissError": "errors",
    "Result": "result",
    "Score": "types",
    "ScriptedModel": "models.scripted",
    "Trace": "trace",
    "Usage": "types",
    "acompare": "comparison",
    "areason": "api",
    "calibrate": "calibration",
    "compare": "comparison",
    "estimate": "forecast",
    "estimate_comparison": "comparison_forecast",
    "last": "api",
    "limits": "policy",
    "pass_at_k": "metrics",
    "playground": "panel.playground",
    "reason": "api",
    "reason_many": "batch",
    "register_litellm": "models.resolve",
    "scorer": "scoring.registry",
    "scorers": "scoring.registry",
    "show": "magic",
    "strategies": "search.registry",
    "strategy": "search.registry",
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table is the one list of public names


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'o1magic' has no attribute {name!r}")
    value = getattr(import_module(f"o1magic.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted([*globals(), *_HOME])


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add `%%reason`, `%reason` and `%o1` to IPython."""
    from o1magic.magic import load  # noqa: PLC0415 - importing o1magic alone must not import IPython's magics

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take away all that `load_ipython_extension` added."""
    from o1magic.magic import unload  # noqa: PLC0415 - as above

    unload(shell)
