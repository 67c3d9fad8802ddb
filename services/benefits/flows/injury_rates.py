"""Floating rates (浮动费率): all employers of a region are assessed at once, once a year.

A job a region and year, on the first day of it: what was contributed, what the fund paid and how
many were hurt in the years before decide what is paid from a month of the year on.
"""

from datetime import datetime, time
from fractions import Fraction
from typing import Any

from services.benefits import problems_injury_fund as problems
from services.benefits import terms_contributions as contributions
from services.benefits import terms_injury as terms
from services.benefits.domain.injury import floating as domain
from services.benefits.domain.injury.floating import FloatingRule, InjuryRate, Record
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.flows import relations
from services.benefits.store import injury_fund as rows
from services.benefits.store import store
from services.benefits.store.injury_fund import Span
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import FigureMissing, PolicyMissing

ASSESS = "benefits.assess_injury_rates"
KEPT = rows.rates
_AT = time(5, 30)
"""After the month before was charged, which is priced as it was."""
_NOTHING = Record(*(Money.zero(),) * 4, injuries=0, staff=0)


def watch(tx: Tx, region_code: str, year: int) -> None:
    """Have a region's employers assessed when a year begins, once: said by who registers one."""
    tx.schedule(ASSESS, f"{region_code}:{year}", max(_at(Month(year, 1), _AT), tx.world.now))


def _at(month: Month, when: time) -> datetime:
    return datetime.combine(month.first, when, clock.SHANGHAI)


def assess(key: str) -> None:
    """Assess a region's employers for a year (due job); `key`: the region and the year.

    A region whose figures nobody has keeps the rates that there are.
    """
    region_code, _, said = key.partition(":")
    year = int(said)
    with store.write() as tx:
        tx.lock("injury_rates", region_code)
        try:
            rule = terms.floating(region_code, tx.world.today)
            _assessed(tx, region_code, rule)
        except (PolicyMissing, FigureMissing):
            pass
        watch(tx, region_code, year + 1)
        failpoint("benefits.injury_rates.before_commit")
        tx.complete_job()


def _assessed(tx: Tx, region_code: str, rule: FloatingRule) -> None:
    first, last, since = rule.months(tx.world.today)
    employers = rows.unassessed(tx, region_code, since)
    span = Span(first, last, _at(first, time(0, 0)), _at(last + 1, time(0, 0)))
    known = rows.records(tx, region_code, span)
    rates: dict[int, Figure[Fraction]] = {}
    made = []
    for each in employers:
        if each.industry_class not in rates:
            rates[each.industry_class] = contributions.injury_rate(
                region_code, since.first, each.industry_class
            )
        record = known.get(each.credit_code, _NOTHING)
        made.append(_rate(tx, each, record, rule, rates[each.industry_class]))
    rows.add_rates(tx, made)
    tx.emit_all("injury_rate.assessed", [(each.id, told(each)) for each in made])


def _rate(
    tx: Tx, employer: InsuredEmployer, known: Record, rule: FloatingRule, of: Figure[Fraction]
) -> InjuryRate:
    first, last, since = rule.months(tx.world.today)
    explanation, rate = rule.explained(employer.industry_class, known, of)
    return InjuryRate(
        id=tx.new_id("irt", employer.id, since),
        insured_employer_id=employer.id,
        credit_code=employer.credit_code,
        region_code=employer.region_code,
        party_id=employer.party_id,
        industry_class=employer.industry_class,
        first_month=str(first),
        last_month=str(last),
        contributed=known.contributed,
        spent=known.spent,
        injuries=known.injuries,
        staff=known.staff,
        step=rule.step(employer.industry_class, known),
        rate_millionths=int(rate * domain.MILLION),
        explanation=explanation.as_json(),
        assessed_on=tx.world.today,
        from_month=str(since),
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def factor(tx: Tx, credit_code: str, region_code: str, month: Month) -> Figure[Fraction] | None:
    """By what an employer's rate of a month floats; None: it pays its class's rate.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    known = rows.rate_in_force(tx, credit_code, region_code, month)
    if known is None or known.step == domain.OWN:
        return None
    return terms.floating(region_code, known.assessed_on).factor_of(known.step)


def told(known: InjuryRate) -> dict[str, Any]:
    """What an event says of a rate."""
    return {
        "id": known.id,
        "insured_employer_id": known.insured_employer_id,
        "region_code": known.region_code,
        "step": known.step,
        "rate_millionths": known.rate_millionths,
        "from_month": known.from_month,
    }


# ---- reading


def get(rate_id: str) -> InjuryRate:
    """InjuryRateNotFound, NotTheirRecord for another employer."""
    return relations.own(store, KEPT, rate_id, problems.InjuryRateNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees its own."""
    return relations.own_page(store, KEPT, page, filters)
