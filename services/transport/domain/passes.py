"""Day and monthly passes (日票、月票): whether one covers a ride."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.transport.domain.rules import FareRules
from services.transport.problems import PassUnknown
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Held:
    """A day pass with its first entry, or the monthly pass of a kind of holder."""

    first_entered_at: datetime | None = None
    holder: str | None = None
    rides_before: int = 0


def covers(
    held: Held, rules: FareRules, entered_at: datetime, exited_at: datetime | None, fare: Money
) -> Step | None:
    """The step that pays the ride with the pass; None where the pass has ended.

    PassUnknown where the fare system has none of the kind.
    """
    if held.first_entered_at is not None:
        return _day(held.first_entered_at, rules, entered_at, exited_at, fare)
    rule = rules.monthly_passes.get(held.holder or "")
    if rule is None:
        raise PassUnknown("monthly pass", "/monthly_pass/holder")
    if held.rides_before >= rule.rides.value:
        return None
    return _paid_by("monthly_pass", fare, {"rides": _words(f"{rule.rides.value}", rule.rides)})


def _day(
    first: datetime, rules: FareRules, entered_at: datetime, exited_at: datetime | None, fare: Money
) -> Step | None:
    rule = rules.day_pass
    if rule is None:
        raise PassUnknown("day pass", "/day_pass")
    entries, exits = rule.entries_within, rule.last_exit_within
    if entered_at - first > timedelta(minutes=entries.value):
        return None
    if exited_at is not None and exited_at - first > timedelta(minutes=exits.value):
        return None
    grounds = {
        "entries_within": _words(f"{entries.value} min", entries),
        "last_exit_within": _words(f"{exits.value} min", exits),
    }
    return _paid_by("day_pass", fare, grounds)


def _paid_by(rule: str, fare: Money, grounds: dict[str, Figure[str]]) -> Step:
    text = Text(zh="乘车票抵 {result}", en="The pass pays {result}")
    return explain.amount(rule, "fare", {"fare": fare, **grounds}, text, share="pass")


def _words(text: str, of: Figure[int]) -> Figure[str]:
    return Figure(text, of.basis)
