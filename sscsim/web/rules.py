"""Routes whose address builders are compiled when an address is first built.

Werkzeug compiles two functions a route when it is added. A simulator has a thousand routes, builds
an address of hardly any, and waits for this in every process that starts.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LazyRule(Rule):
    """A rule that answers as Werkzeug's does; what is late is the compiling."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiled = super()._compile_builder

        def build(rule: Rule, *args: Any, **values: Any) -> tuple[str, str]:
            made = compiled(append_unknown)
            bound = made.__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", bound)
            answer: tuple[str, str] = bound(*args, **values)
            return answer

        return build
