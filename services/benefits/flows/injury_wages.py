"""The wage behind the benefits of an injury: twelve months of contribution wages before it.

One place to ask. The agency's word stands; else the bases of the months that were paid to work
injury insurance, as they are on record; where nobody paid any, the average that was declared with
the application, as if each month had been it. Whoever is insured by the order has none: a share of
the area's average stands for it.
"""

from services.benefits import terms_contributions as contributions
from services.benefits import terms_injury as terms
from services.benefits.domain.injury import wage as rules
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.insurance import WORK_INJURY
from services.benefits.store import insurance, platform_orders
from sscsim.db import Tx
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


def before(tx: Tx, injury: WorkInjury) -> list[Money]:
    """Contribution wages of the months before, newest last; none where nobody knows them."""
    if injury.confirmed_wage is None:
        month = Month.of(injury.injured_on)
        paid = insurance.months_of(
            tx, injury.person_id, (WORK_INJURY,), month + -rules.MONTHS, month + -1
        )
        if paid:
            return [each.base for each in paid]
    return [] if injury.wage is None else [injury.wage] * rules.MONTHS


def own(tx: Tx, injury: WorkInjury) -> Step | None:
    """本人工资, within its limits; None where no wage is known. PolicyMissing, FigureMissing."""
    region, day = injury.region_code, injury.injured_on
    if injury.platform_order_id is not None:
        order = platform_orders.orders.find(tx, injury.platform_order_id)
        assert order is not None, "an order is never removed"
        rule = terms.platform(region, day, order.trade)
        return rule.wage(contributions.average_wage(region, day))
    wages = before(tx, injury)
    return terms.wage(region, day).own(wages) if wages else None


def average(tx: Tx, injury: WorkInjury) -> Money | None:
    """What they had a month, whatever the limits: what the employer pays on while work stops."""
    wages = before(tx, injury)
    return rules.average(wages).money if wages else None
