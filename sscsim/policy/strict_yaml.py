"""YAML without floats, bare numbers, aliases, duplicate keys and moments of time.

A figure that YAML would read as a float, a key that silently wins over its twin, an alias
that blows a file up: each is refused with its line.

Characters become events in libyaml where PyYAML has it, at a fifth of the time: every process
reads hundreds of files when it starts. What the events mean is decided here, in either case.
"""

from datetime import date
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import Resolver
from yaml.scanner import Scanner

from sscsim.policy.errors import PolicyError

_DEEPEST = 12


class _Strict(Composer, SafeConstructor, Resolver):
    """What events mean: texts, flags, dates, lists and mappings, nothing else."""

    check_event: Any

    def __init__(self) -> None:
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self.path: list[Any] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("aliases are not allowed")
        if len(self.path) > _DEEPEST:
            raise ValueError("nested too deeply")
        self.path.append(index)
        node = super().compose_node(parent, index)
        self.path.pop()
        return node


class _InPython(_Strict, Reader, Scanner, Parser):
    """Without libyaml; errors differ in their words only."""

    def __init__(self, stream: Any) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)
        _Strict.__init__(self)


def _loader() -> Any:
    if not yaml.__with_libyaml__:
        return _InPython
    from yaml._yaml import CParser

    class OnLibyaml(_Strict, CParser):
        def __init__(self, stream: Any) -> None:
            CParser.__init__(self, stream)
            _Strict.__init__(self)

    return OnLibyaml


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | date):
            raise ValueError(f"a key must be a word or a date, not {key!r}")
        if key in found:
            raise ValueError(f"the key {key!s} stands twice (line {key_node.start_mark.line + 1})")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _no_float(loader: Any, node: yaml.ScalarNode) -> Any:
    raise ValueError(f"{node.value} must be quoted (line {node.start_mark.line + 1})")


def _day(loader: Any, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise ValueError(f"{node.value} is not a date (line {node.start_mark.line + 1})") from None


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)
_Strict.add_constructor("tag:yaml.org,2002:float", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:int", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", _day)
_LOADER = _loader()


def read_yaml(text: str, file: str) -> list[Any]:
    """The documents of a strict YAML text; PolicyError says what is wrong with it."""
    try:
        return [document for document in yaml.load_all(text, Loader=_LOADER) if document]
    except yaml.MarkedYAMLError as fault:
        line = f"line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise PolicyError(file, line, fault.problem or "not YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise PolicyError(file, "", str(fault) or "not YAML") from None
