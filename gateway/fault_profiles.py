"""Named bad days: fault rules as YAML in `gateway/profiles`, with parameters.

A strict loader: an unknown key, a figure that isn't quoted, a parameter nobody uses, a rule
that can't be carried out are refused with file, key and reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

from gateway import problems_faults  # noqa: F401  # a profile may name its codes
from sscsim.faults import Finding, rules
from sscsim.faults.directive import raise_if
from sscsim.faults.rules import Rule
from sscsim.kernel import regions
from sscsim.kernel.problems import Text
from sscsim.policy import PolicyError
from sscsim.policy.strict_yaml import read_yaml

_KEYS = {"title", "says", "parameters", "rules"}
_RULE = {
    "match", "fault", "outcome", "phase", "status", "problem", "retry_after_s", "delay_ms",
    "real", "outcome_region_code", "window", "times", "probability",
}  # fmt: skip
_MATCH = {"path", "method", "infno", "party", "role", "region_code", "nth", "every"}
_WINDOW = {"daily_from", "daily_to", "days_of_month"}
_NUMBERS = {"status", "retry_after_s", "delay_ms", "times", "nth", "every"}
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
PARAMETERS = ("region_code", "delay_ms", "probability", "daily_from", "daily_to")
"""What a profile may be switched on with."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    default: str
    says: Text


@dataclass(frozen=True, slots=True)
class Profile:
    """One named bad day. `rules_with` makes its rules."""

    name: str
    title: Text
    says: Text
    parameters: tuple[Parameter, ...]
    documents: tuple[Mapping[str, Any], ...]

    def settings(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Every parameter with the value given, else its default; NotPossible."""
        known = {parameter.name: parameter.default for parameter in self.parameters}
        raise_if(_unfit(known, given))
        return {**known, **{name: _plain(value) for name, value in given.items()}}

    def rules_with(self, settings: Mapping[str, str]) -> list[Rule]:
        """The rules, with these settings put in; NotPossible."""
        return [rules.read(_typed(_filled(one, settings))) for one in self.documents]


def _unfit(known: Mapping[str, str], given: Mapping[str, Any]) -> list[Finding]:
    found = []
    for name, value in given.items():
        if name not in known:
            listed = ", ".join(known) or "nothing"
            says = Text(zh=f"此场景的参数为：{listed}", en=f"is not its parameter; it has {listed}")
            found.append(Finding("/" + name, "does_not_fit", says))
        elif name == "region_code" and not regions.is_known(str(value)):
            says = Text(zh="不是已知的行政区划代码", en="is not a known division code")
            found.append(Finding("/" + name, "unknown_region", says))
    return found


def _plain(value: Any) -> str:
    return f"{Decimal(str(value)):f}" if isinstance(value, float) else str(value)


def _filled(value: Any, settings: Mapping[str, str]) -> Any:
    """The document with `$name` replaced."""
    if isinstance(value, Mapping):
        return {key: _filled(inner, settings) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, settings) for inner in value]
    if isinstance(value, str) and value.startswith("$"):
        return settings[value[1:]]
    return value


def _typed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as numbers: in the file they are quoted."""
    made: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            made[key] = _typed(value)
        elif key in _NUMBERS:
            made[key] = int(value)
        elif key == "probability":
            made[key] = float(Decimal(value))
        elif key == "days_of_month":
            made[key] = [int(day) for day in value]
        else:
            made[key] = value
    return made


# ---- the files


@cache
def every() -> dict[str, Profile]:
    """All profiles by name (`one-province-down`)."""
    folder = resources.files("gateway") / "profiles"
    files = sorted((item for item in folder.iterdir()), key=lambda item: item.name)
    found = (read(item.name, item.read_text(encoding="utf-8")) for item in files)
    return {profile.name: profile for profile in found}


def read(file: str, text: str) -> Profile:
    """The profile in a file; PolicyError names file, key and reason."""
    documents = read_yaml(text, file)
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise PolicyError(file, "", "a profile is one mapping")
    document = documents[0]
    _only(file, "", document, _KEYS)
    listed = _a(list, file, "rules", document.get("rules"))
    profile = Profile(
        file.removesuffix(".yaml").replace("_", "-"),
        _text(file, "title", document),
        _text(file, "says", document),
        tuple(_parameters(file, document.get("parameters", {}))),
        tuple(listed),
    )
    for number, rule in enumerate(listed):
        _check(file, f"rules[{number}]", _a(dict, file, f"rules[{number}]", rule), profile)
    unused = {item.name for item in profile.parameters} - set(re.findall(r"\$(\w+)", text))
    if unused:
        raise PolicyError(file, f"parameters.{min(unused)}", "no rule uses it")
    return profile


def _check(file: str, where: str, rule: Mapping[str, Any], profile: Profile) -> None:
    _only(file, where, rule, _RULE)
    _only(file, f"{where}.match", rule.get("match", {}), _MATCH)
    _only(file, f"{where}.window", rule.get("window", {}), _WINDOW)
    try:
        rules.read(_typed(_filled(rule, profile.settings({}))))
    except KeyError as unknown:
        raise PolicyError(file, where, f"there is no parameter {unknown}") from None
    except (ValueError, InvalidOperation, TypeError) as fault:
        raise PolicyError(file, where, str(fault)) from None


def _parameters(file: str, document: Any) -> list[Parameter]:
    found = []
    for name, entry in _a(dict, file, "parameters", document).items():
        where = f"parameters.{name}"
        if name not in PARAMETERS:
            raise PolicyError(file, where, f"a parameter is one of {', '.join(PARAMETERS)}")
        _only(file, where, _a(dict, file, where, entry), {"default", "zh", "en"})
        if set(entry) != {"default", "zh", "en"}:
            raise PolicyError(file, where, "needs default, zh and en")
        found.append(Parameter(name, entry["default"], Text(zh=entry["zh"], en=entry["en"])))
    return found


def _text(file: str, key: str, document: Mapping[str, Any]) -> Text:
    said = _a(dict, file, key, document.get(key))
    if set(said) != {"zh", "en"} or not all(isinstance(text, str) for text in said.values()):
        raise PolicyError(file, key, "needs a text in zh and in en")
    return Text(zh=said["zh"], en=said["en"])


def _only(file: str, where: str, document: Any, known: set[str]) -> None:
    for key in _a(dict, file, where, document):
        if key not in known:
            place = f"{where}.{key}" if where else str(key)
            raise PolicyError(file, place, f"unknown key; known are {', '.join(sorted(known))}")


def _a(kind: type, file: str, where: str, value: Any) -> Any:
    if not isinstance(value, kind):
        raise PolicyError(file, where, f"needs a {'list' if kind is list else 'mapping'}")
    return value
