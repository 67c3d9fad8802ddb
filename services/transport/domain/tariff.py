"""What a distance costs, and a flat fare: the list fare before any concession."""

from typing import Any

from services.transport.domain.rules import Tariff
from services.transport.problems import FareRuleMissing
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

Metres = Figure[int] | int
"""Of a network, with where its distances come from; or as the caller says."""


def by_distance(rule: str, tariff: Tariff, metres: Metres) -> Step:
    """The fare of so many metres; both ends of a step belong to it as the tariff says.

    FareRuleMissing behind the last step, where the tariff says nothing of it.
    """
    steps = tariff.steps.value
    long = metres.value if isinstance(metres, Figure) else metres
    way = Figure(f"{long} m", metres.basis) if isinstance(metres, Figure) else f"{long} m"
    for reach in steps:
        if long <= reach.metres:
            return explain.amount(
                rule,
                "fare",
                {
                    "fare": Figure(reach.fare, tariff.steps.basis),
                    "way": way,
                    "up_to": f"{reach.metres} m",
                },
                Text(
                    zh="{way}，不超过 {up_to}，票价 {result}", en="{way}, up to {up_to}: {result}"
                ),
            )
    return _behind(rule, tariff, long, way)


def _behind(rule: str, tariff: Tariff, metres: int, way: Figure[str] | str) -> Step:
    last = tariff.steps.value[-1]
    if tariff.beyond is not None:
        return explain.amount(
            rule,
            "fare",
            {"fare": tariff.beyond, "way": way, "above": _metres(last.metres, tariff.steps)},
            Text(zh="{way}，超过 {above}，票价 {result}", en="{way}, above {above}: {result}"),
        )
    if tariff.then_every is None or tariff.then_adds is None:
        raise FareRuleMissing(leaf=f"{tariff.leaf}.beyond")
    begun = -(-(metres - last.metres) // tariff.then_every.value)
    return explain.amount(
        rule,
        "last + begun * adds",
        {
            "last": Figure(last.fare, tariff.steps.basis),
            "begun": begun,
            "adds": tariff.then_adds,
            "way": way,
            "every": _metres(tariff.then_every.value, tariff.then_every),
        },
        Text(
            zh="{way}：{last}，其后每 {every} 加 {adds}，计 {begun} 段，票价 {result}",
            en="{way}: {last}, and {adds} for each {every} begun, {begun} of them: {result}",
        ),
    )


def _metres(metres: int, of: Figure[Any]) -> Figure[str]:
    return Figure(f"{metres} m", of.basis)


def flat(rule: str, fare: Figure[Money]) -> Step:
    """One fare, whatever the distance."""
    return explain.amount(
        rule, "fare", {"fare": fare}, Text(zh="一票制 {result}", en="A flat fare of {result}")
    )
