"""What can go wrong behind the gateway: the outcomes that services bring.

A service lists those it understands in `services/<name>/catalogue/outcomes.yaml`, and asks
`happening` at the place where it simulates somebody else. Which of them apply to a call
travels in its signed context (`World.faults`); a worker's context has them from the world.
"""

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sscsim.kernel.problems import REGISTRY, Text
from sscsim.policy.strict_yaml import read_yaml

SERVICES = Path(__file__).resolve().parents[2] / "services"
_WORDS = ("region", "delay")
_KEYS = {"zh", "en", "needs", "takes"}


@dataclass(frozen=True, slots=True)
class Known:
    """One outcome that a service understands.

    needs, takes: of `region` and `delay`, what must and may be told
    """

    name: str
    service: str
    says: Text
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@cache
def known() -> Mapping[str, Known]:
    """Every outcome of every service, by name."""
    found: dict[str, Known] = {}
    for file in sorted(SERVICES.glob("*/catalogue/outcomes.yaml")):
        service = file.parent.parent.name
        for document in read_yaml(file.read_text(encoding="utf-8"), file.name):
            for name, entry in document.items():
                if name in found:
                    raise ValueError(f"the outcome {name} stands twice")
                found[name] = _known(service, name, entry)
    return found


def _known(service: str, name: str, entry: Mapping[str, object]) -> Known:
    if wrong := set(entry) - _KEYS or {"zh", "en"} - set(entry):
        raise ValueError(f"{service}, outcome {name}: {sorted(wrong)[0]}")
    needs, takes = _words(entry.get("needs")), _words(entry.get("takes"))
    says = Text(zh=str(entry["zh"]), en=str(entry["en"]))
    return Known(name, service, says, needs, takes)


def _words(listed: object) -> tuple[str, ...]:
    words = tuple(listed) if isinstance(listed, list) else ()
    if not set(words) <= set(_WORDS):
        raise ValueError(f"an outcome takes {', '.join(_WORDS)}, not {words}")
    return words


def problem_codes() -> Collection[str]:
    """Every registered problem code, also of services that run in other processes."""
    _declare_problems()
    return REGISTRY.keys()


@cache
def _declare_problems() -> None:
    services = importlib.import_module("services")
    for service in pkgutil.iter_modules(services.__path__, "services."):
        package = importlib.import_module(service.name)
        for module in pkgutil.iter_modules(package.__path__, service.name + "."):
            if module.name.rpartition(".")[2].startswith("problems"):
                importlib.import_module(module.name)
