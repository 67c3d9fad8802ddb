"""Using a travel pass: what stands against one more visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.culture.domain.pass_rules import Blackout, Limits, Product

NOT_COVERED = "venue_not_covered"
BLACKOUT = "blackout_day"
DAY_LIMIT = "spot_day_limit"
YEAR_LIMIT = "spot_year_limit"
CLASS_LIMIT = "class_limit"
CHOICE = "choice_used_up"
COMPANIONS = "too_many_companions"
COMPANION_AGE = "companion_too_old"


@dataclass(frozen=True)
class Use:
    """One visit that a pass paid for."""

    venue: str
    day: date


def against(
    product: Product,
    limits: Limits,
    used: Sequence[Use],
    wanted: Use,
    companions: int = 0,
    ages: Sequence[int] = (),
) -> tuple[str, ...]:
    """Every limit that one more visit would break; `used`: all visits by this pass so far.

    `ages`: in full years, of the children who come along, where the gate asked.

    The year of a limit is the pass's own: it is good for one.
    """
    kind = product.spots.get(wanted.venue)
    if kind is None:
        return (NOT_COVERED,)
    here = [use for use in used if use.venue == wanted.venue]
    today = [use for use in here if use.day == wanted.day]
    most_today, most_here = limits.per_spot_per_day, limits.per_spot_per_year
    of_class = (limits.classes or {}).get(kind)
    alike = product.spots_of((kind,))
    together = sum(use.venue in alike for use in used)
    found = {
        BLACKOUT: is_blackout(wanted.day, limits.blackouts or {}),
        DAY_LIMIT: most_today is not None and len(today) >= most_today.value,
        YEAR_LIMIT: most_here is not None and len(here) >= most_here.value,
        CLASS_LIMIT: of_class is not None
        and (
            (of_class.uses is not None and together >= of_class.uses.value)
            or (of_class.per_spot is not None and len(here) >= of_class.per_spot.value)
        ),
        CHOICE: _has_chosen_otherwise(product, limits, used, wanted),
        COMPANIONS: companions > (limits.companions.value if limits.companions else 0),
        COMPANION_AGE: _is_too_old(limits, ages),
    }
    return tuple(reason for reason, stands in found.items() if stands)


def _is_too_old(limits: Limits, ages: Sequence[int]) -> bool:
    below = limits.companion_below
    return below is not None and any(age >= below.value for age in ages)


def _has_chosen_otherwise(
    product: Product, limits: Limits, used: Sequence[Use], wanted: Use
) -> bool:
    """Whether it is one of the spots to choose among, and as many others were chosen before."""
    if limits.choose_of is None or limits.choose is None:
        return False
    among = product.spots_of(limits.choose_of.value)
    if wanted.venue not in among:
        return False
    chosen = {use.venue for use in used if use.venue in among} | {wanted.venue}
    return len(chosen) > limits.choose.value


def is_blackout(day: date, blackouts: Mapping[str, Blackout]) -> bool:
    """Whether no pass is good on this day."""
    return any(_holds(each, day) for each in blackouts.values())


def _holds(blackout: Blackout, day: date) -> bool:
    first = date(day.year, *blackout.first.value)
    return first <= day < first + timedelta(days=blackout.days.value)


def broken(product: Product, limits: Limits, used: Sequence[Use]) -> tuple[Use, str] | None:
    """The first visit, in the order of `used`, that was beyond a limit; None: all were due.

    Blackout days and companions aren't looked at: what they were is not in a visit."""
    for number, use in enumerate(used):
        for reason in against(product, limits, used[:number], use):
            if reason not in (BLACKOUT, COMPANIONS):
                return use, reason
    return None
