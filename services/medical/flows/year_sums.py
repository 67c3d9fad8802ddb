"""The sums of a person's insurance years up to a month (累计)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.medical import terms
from services.medical.domain.accumulator import YearKey
from services.medical.domain.year import YearSoFar
from services.medical.flows import person_information
from services.medical.flows.declarations.who import MEDICAL
from services.medical.problems_declarations import DeclarationWrong
from services.medical.store import insured, packs, store
from sscsim import world
from sscsim.kernel.periods import CHINA, Month


@dataclass(frozen=True, slots=True)
class YearSums:
    """`sums` as they stood at the end of the month, or stand today."""

    key: YearKey
    month: Month
    sums: YearSoFar


def of_person(person_id: str, month: Month | None = None) -> list[YearSums]:
    """Of each medical insurance that was in force in the month, this month's without one.

    The accumulators themselves for this month; for one before it, what had been entered by its
    end. All zero where nothing was settled. DeclarationWrong for a month to come.
    """
    today = world.today()
    this_month = Month.of(today)
    asked = month or this_month
    if asked > this_month:
        raise DeclarationWrong("cum_ym", "累计年月晚于本月", "is a month to come")
    last = min(asked.last, today)
    person = person_information.of(person_id)
    made: dict[YearKey, YearSums] = {}
    with store.read() as tx:
        for stretch in person.stretches:
            gone = stretch.to_date is not None and stretch.to_date < asked.first
            if stretch.insurance_kind not in MEDICAL or stretch.from_date > last or gone:
                continue
            home, kind = stretch.region_code, stretch.insurance_kind
            year = terms.insurance_year(home, kind, last, packs.text_of(tx, home))
            key = YearKey(person_id, kind, home, year)
            if asked == this_month:
                sums = insured.year_so_far(tx, key)
            else:
                midnight = datetime.combine(last + timedelta(days=1), time(), CHINA)
                sums = insured.entered_before(tx, key, midnight)
            made[key] = YearSums(key, asked, sums)
    return list(made.values())
