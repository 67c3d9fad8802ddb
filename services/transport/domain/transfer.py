"""A second ride soon after a first one (换乘优惠).

Two kinds. A discount comes off what the rider would pay (Shanghai). Or it comes off the list
fare, and the rest pays no percentage (Chongqing): then the rider pays the lower of this and their
own concession's fare, which is assumed, as no source says it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.transport.domain.rules import TransferRule
from services.transport.problems import FareRuleMissing
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class FirstRide:
    """The ride before this one; `list_fare` without any concession."""

    mode: str
    tapped_at: datetime
    list_fare: Money
    line_id: str | None = None
    vehicle: str | None = None


def applies(
    rule: TransferRule, first: FirstRide, mode: str, at: datetime, line_id: str | None,
    vehicle: str | None,
) -> bool:  # fmt: skip
    """Whether this ride, begun at `at`, is a transfer from the first."""
    gone = at - first.tapped_at
    if f"{first.mode}_{mode}" not in rule.pairs.value:
        return False
    if not timedelta(0) <= gone <= timedelta(minutes=rule.within.value):
        return False
    same_vehicle = vehicle is not None and vehicle == first.vehicle
    if same_vehicle and rule.same_vehicle is not None and not rule.same_vehicle.value:
        return False
    if line_id is not None and line_id == first.line_id and rule.same_route_gap is not None:
        return gone >= timedelta(minutes=rule.same_route_gap.value)
    return True


def discount(rule: TransferRule, first: FirstRide, list_fare: Money, fare: Money) -> Step:
    """What comes off `fare`, which is what the rider pays without the transfer.

    FareRuleMissing where the city's policy doesn't say how much.
    """
    if rule.discount is None:
        raise FareRuleMissing(leaf="transfer.discount")
    grounds = {
        "within": Figure(f"{rule.within.value} min", rule.within.basis),
        "pairs": Figure(", ".join(rule.pairs.value), rule.pairs.basis),
    }
    if rule.off_list_fare is None or not rule.off_list_fare.value:
        return explain.amount(
            "transfer_discount",
            "min(fare, discount)",
            {"fare": fare, "discount": rule.discount, **grounds},
            Text(zh="换乘优惠 {result}", en="{result} off for the transfer"),
            share="transfer_discount",
        )
    grounds["off_list_fare"] = Figure("true", rule.off_list_fare.basis)
    up_to = rule.free_up_to
    if up_to is not None and list_fare <= min(up_to.value, first.list_fare):
        grounds["free_up_to"] = Figure(str(up_to.value), up_to.basis)
        return explain.amount(
            "transfer_discount",
            "fare",
            {"fare": fare, "first_list_fare": str(first.list_fare), **grounds},
            Text(
                zh="第二程票价不高于 {free_up_to} 和第一程 {first_list_fare}，免费",
                en="The second fare is neither above {free_up_to} nor above the first, "
                "{first_list_fare}: free",
            ),
            share="transfer_discount",
        )
    return explain.amount(
        "transfer_discount",
        "fare - min(fare, max(list - discount, 0))",
        {"fare": fare, "list": list_fare, "discount": rule.discount, **grounds},
        Text(
            zh="换乘：原票价 {list} 减 {discount}，不再打折，比应付 {fare} 少 {result}",
            en="Transfer: {list} less {discount}, without a percentage, is {result} less than "
            "{fare}",
        ),
        share="transfer_discount",
    )
