"""What a journey costs: the steps from the list fare to what is paid, in the order of the rules.

List fare, cap, concession, transfer discount; each rounds at most once, half up to the fen. An
overtime charge is money beside the fare, or instead of it: no concession lowers it, which is
assumed. Lines with a fare of their own are charged beside the rest of the way, assumed too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.transport.domain import concession, passes, tariff, transfer
from services.transport.domain.rider import Moment, Rider
from services.transport.domain.rules import (
    BUS,
    DISTANCE,
    NETWORK_MAXIMUM,
    STAGES,
    FareRules,
    Overtime,
    Tariff,
    TransferRule,
)
from services.transport.domain.transfer import FirstRide
from services.transport.problems import FareRuleMissing
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

SHARES = ("fare", "concession_discount", "transfer_discount", "pass")


@dataclass(frozen=True, slots=True)
class Journey:
    """One ride, from entry to exit, or one tap on a bus.

    `metres` by the rule of the lines ridden: `distance`, `stages`, a grade of bus, or a line with a
    fare of its own. `longest`: metres of the longest way, of the network or from the exit; None
    where no network is known.
    """

    mode: str
    metres: Mapping[str, tariff.Metres]
    entered_at: datetime
    exited_at: datetime | None = None
    is_same_station: bool = False
    line_id: str | None = None
    vehicle: str | None = None
    named_station: bool = False
    longest: Callable[[str], Figure[int] | None] = field(default=lambda charge: None)

    def stayed(self) -> timedelta | None:
        return None if self.exited_at is None else self.exited_at - self.entered_at


@dataclass(frozen=True, slots=True)
class Quote:
    """What is paid, and why."""

    list_fare: Money
    concession: str | None
    surcharge: Money
    is_overtime: bool
    explanation: Explanation

    @property
    def fare(self) -> Money:
        return self.share("fare")

    def share(self, name: str) -> Money:
        return self.explanation.totals()[name]


def quote(
    journey: Journey,
    rider: Rider,
    rules: FareRules,
    first: FirstRide | None = None,
    held: passes.Held | None = None,
) -> Quote:
    """The fare of the journey for this rider.

    ConcessionUnknown, ConcessionNotDue; PassUnknown; FareRuleMissing where the city's policy
    doesn't say what would be needed.
    """
    listed = _list_steps(journey, rules)
    full = listed[-1].money
    if held is not None:
        covered = passes.covers(held, rules, journey.entered_at, journey.exited_at, full)
        if covered is not None:
            return paid(full, Money.zero(), [*listed, covered])
    if _is_late(journey, rules):
        late = _overtime_steps(journey, rules)
        if _overtime(rules).replaces_fare.value:
            return paid(late[-1].money, Money.zero(), late, is_overtime=True)
        return _reduced(journey, rider, rules, first, listed, late)
    return _reduced(journey, rider, rules, first, listed, [])


def _reduced(
    journey: Journey,
    rider: Rider,
    rules: FareRules,
    first: FirstRide | None,
    listed: list[Step],
    late: list[Step],
) -> Quote:
    """The list fare less concession and transfer discount, and what is charged beside it."""
    full = fare = listed[-1].money
    steps = [*listed]
    share = concession.best(rules, rider, Moment(journey.entered_at), journey.named_station)
    if share is not None:
        steps += _concession_steps(full, share)
        fare = full - steps[-1].money
    rule = rules.transfer
    if first is not None and rule is not None and fare and _is_transfer(rule, first, journey):
        steps.append(transfer.discount(rule, first, full, fare))
    surcharge = late[-1].money if late else Money.zero()
    code = None if share is None else share.code
    return paid(full, surcharge, [*steps, *late], code, bool(late))


def _is_transfer(rule: TransferRule, first: FirstRide, journey: Journey) -> bool:
    at, line, vehicle = journey.entered_at, journey.line_id, journey.vehicle
    return transfer.applies(rule, first, journey.mode, at, line, vehicle)


def paid(
    full: Money,
    surcharge: Money,
    steps: list[Step],
    code: str | None = None,
    is_overtime: bool = False,
) -> Quote:
    """Close the account: what no other share took is paid."""
    total = full + surcharge
    taken = Money(sum(step.money.fen for step in steps if step.share is not None))
    text = Text(
        zh="票价 {list} 加另收 {surcharge} 减优惠 {taken_off}，实付 {result}",
        en="{list} and {surcharge} beside it, less {taken_off}: {result} is paid",
    )
    inputs = {"list": full, "surcharge": surcharge, "taken_off": taken}
    last = explain.amount("fare", "list + surcharge - taken_off", inputs, text, share="fare")
    explanation = Explanation(total, (*steps, last), SHARES)
    return Quote(full, code, surcharge, is_overtime, explanation)


# ---------------------------------------------------------------- the list fare


def list_fare(journey: Journey, rules: FareRules) -> Money:
    """What the journey costs without any concession; FareRuleMissing."""
    return _list_steps(journey, rules)[-1].money


def _list_steps(journey: Journey, rules: FareRules) -> list[Step]:
    """The steps to the list fare; the last one is it."""
    free = _same_station(journey, rules)
    if free is not None:
        return [free]
    charged = [_charged(by, metres, rules) for by, metres in journey.metres.items()]
    steps = [step for part in charged for step in part]
    if len(charged) > 1:
        parts = {f"part_{number}": part[-1].money for number, part in enumerate(charged, start=1)}
        text = Text(zh="分段相加，票价 {result}", en="The parts together are {result}")
        steps.append(explain.amount("list_fare", " + ".join(parts), parts, text))
    return steps


def _charged(by: str, metres: tariff.Metres, rules: FareRules) -> list[Step]:
    """The steps to the fare of the part of the way that is charged by this rule."""
    if by == DISTANCE and rules.ladder is not None:
        return capped("distance", rules.ladder, metres, rules)
    if by == STAGES and rules.stages is not None:
        return [tariff.by_distance("stage_fare", rules.stages, metres)]
    flat = rules.flat.get(by)
    return [_own_line(by, metres, rules) if flat is None else tariff.flat("flat_fare", flat)]


def capped(name: str, ladder: Tariff, metres: tariff.Metres, rules: FareRules) -> list[Step]:
    """The fare by distance, no higher than the city's cap."""
    step = tariff.by_distance(f"{name}_fare", ladder, metres)
    if rules.cap is None or step.money <= rules.cap.value:
        return [step]
    inputs: dict[str, explain.Input] = {"fare": step.money, "cap": rules.cap}
    text = Text(zh="封顶 {cap}", en="No more than {cap}")
    return [step, explain.amount(f"{name}_cap", "min(fare, cap)", inputs, text)]


def _own_line(by: str, metres: tariff.Metres, rules: FareRules) -> Step:
    own = rules.own.get(by)
    if isinstance(own, Tariff):
        return tariff.by_distance("own_line_fare", own, metres)
    if own is not None:
        return tariff.flat("own_line_fare", own)
    raise FareRuleMissing(leaf=_leaf(by))


def _leaf(by: str) -> str:
    """Where the figure would stand that the policy doesn't have."""
    named = {DISTANCE: "ladder.steps", STAGES: "stages.steps"}
    return named.get(by, f"flat.{by} / own_fare.{by}.flat")


def _same_station(journey: Journey, rules: FareRules) -> Step | None:
    """Free, where one comes out of the station again soon enough; None if that isn't so."""
    allowed, stayed = rules.same_station_free, journey.stayed()
    if not journey.is_same_station or allowed is None or stayed is None:
        return None
    if stayed > timedelta(minutes=allowed.value):
        return None
    grounds = {"free_within": Figure(f"{allowed.value} min", allowed.basis)}
    text = Text(
        zh="同站进出不超过 {free_within}，免费", en="Out again at the same station: {free_within}"
    )
    return explain.amount("same_station", "0", grounds, text)


# ---------------------------------------------------------------- the concession


def _concession_steps(full: Money, share: concession.Share) -> list[Step]:
    paid = explain.amount(
        "concession_fare",
        "list * pays",
        {"list": full, "pays": share.pays, "concession": share.code, **share.because},
        Text(
            zh="优惠 {concession}：{list} 的 {pays} 为 {result}",
            en="Concession {concession}: {pays} of {list} is {result}",
        ),
        rounding="half_up_fen",
    )
    taken = explain.amount(
        "concession_discount",
        "list - paid",
        {"list": full, "paid": paid.money},
        Text(zh="优惠 {result}", en="{result} off"),
        share="concession_discount",
    )
    return [paid, taken]


# ---------------------------------------------------------------- overtime


def _is_late(journey: Journey, rules: FareRules) -> bool:
    stayed = journey.stayed()
    if journey.mode == BUS or stayed is None or rules.time_limit is None:
        return False
    return stayed > timedelta(minutes=rules.time_limit.value)


def _overtime(rules: FareRules) -> Overtime:
    if rules.overtime is None:
        raise FareRuleMissing(leaf="overtime.charge")
    return rules.overtime


def _overtime_steps(journey: Journey, rules: FareRules) -> list[Step]:
    """The steps to the charge; the last one is it."""
    rule, limit = _overtime(rules), rules.time_limit
    assert limit is not None
    steps: list[Step] = []
    maximum: Figure[Money] | Money
    if rule.network_maximum is not None and rule.charge.value == NETWORK_MAXIMUM:
        maximum = rule.network_maximum
    else:
        longest = journey.longest(rule.charge.value)
        if longest is None or rules.ladder is None:
            raise FareRuleMissing(leaf="overtime.network_maximum")
        steps += capped("maximum", rules.ladder, longest, rules)
        maximum = steps[-1].money
    grounds = {
        "time_limit": Figure(f"{limit.value} min", limit.basis),
        "charge": rule.charge,
        "replaces_fare": Figure(str(rule.replaces_fare.value).lower(), rule.replaces_fare.basis),
    }
    text = Text(
        zh="超过 {time_limit}，收最高单程票价 {result}",
        en="Longer than {time_limit}: the highest single fare, {result}",
    )
    return [*steps, explain.amount("overtime", "maximum", {"maximum": maximum, **grounds}, text)]
