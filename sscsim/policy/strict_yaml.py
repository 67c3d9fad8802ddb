"""YAML without floats, bare numbers, aliases, duplicate keys and moments of time.

A figure that YAML would read as a float, a key that silently wins over its twin, an alias
that blows a file up: each is refused with its line.
"""

from datetime import date
from typing import Any

import yaml

from sscsim.policy.errors import PolicyError

_DEEPEST = 12


class _Strict(yaml.SafeLoader):
    """See the module. A SafeLoader: it makes texts, flags, dates, lists and mappings only."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("aliases are not allowed")
        if len(self.path) > _DEEPEST:
            raise ValueError("nested too deeply")
        self.path.append(index)
        node = super().compose_node(parent, index)
        self.path.pop()
        return node

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.path: list[Any] = []


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | date):
            raise ValueError(f"a key must be a word or a date, not {key!r}")
        if key in found:
            raise ValueError(f"the key {key!s} stands twice (line {key_node.start_mark.line + 1})")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _no_float(loader: _Strict, node: yaml.ScalarNode) -> Any:
    raise ValueError(f"{node.value} must be quoted (line {node.start_mark.line + 1})")


def _day(loader: _Strict, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise ValueError(f"{node.value} is not a date (line {node.start_mark.line + 1})") from None


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)
_Strict.add_constructor("tag:yaml.org,2002:float", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:int", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read_yaml(text: str, file: str) -> list[Any]:
    """The documents of a strict YAML text; PolicyError says what is wrong with it."""
    try:
        return [document for document in yaml.load_all(text, Loader=_Strict) if document]
    except yaml.MarkedYAMLError as fault:
        line = f"line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise PolicyError(file, line, fault.problem or "not YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise PolicyError(file, "", str(fault) or "not YAML") from None
