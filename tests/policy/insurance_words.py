"""What cases of social insurance say, turned into values and back.

Every explanation that a case sees is worked out again from what it shows: the amount a caller
reads is the amount its steps give.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Basis, Explanation, Figure, Source
from sscsim.kernel.money import Money

Given = Mapping[str, Any]
_GIVEN = Basis(
    "case", "given", "1", "builtin", "2000-01-01", Source("case", "Given in the case", "invented")
)


def shares(explanation: Explanation) -> dict[str, str]:
    """Each part and the total, in yuan; AssertionError where the steps don't give them."""
    stored = explanation.as_json()
    assert explain.faults(stored) == []
    assert all(line["text"]["zh"] and line["text"]["en"] for line in stored["steps"])
    said = {name: money.plain() for name, money in explanation.totals().items()}
    return said | {"total": explanation.total.plain()}


def reasons(found: Iterable[Reason]) -> str:
    """Codes, in order; each is said in both languages."""
    found = list(found)
    assert all(each.stored()["zh"] and each.stored()["en"] for each in found)
    return " ".join(each.code for each in found)


def money(given: Given, name: str, default: str | None = None) -> Money:
    stated = given.get(name, default)
    assert stated is not None, f"the case gives no {name}"
    return Money.yuan(str(stated))


def figure(value: Any) -> Figure[Any]:
    """A figure that the case itself gives."""
    return Figure(value, _GIVEN)


def ratio(text: str) -> Fraction:
    """Of `"1.2"` the exact number."""
    return Fraction(text)


def day(stated: Any) -> date:
    return date.fromisoformat(str(stated))
