"""HRSS-057 and HRSS-031: somebody pays alone, by the month or a resident's year."""

from calendar import monthrange
from collections.abc import Sequence

from services.benefits import terms
from services.benefits import terms_contributions as rates
from services.benefits.domain import insurance as words
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import charge as charges_domain
from services.benefits.domain.insurance import own_contribution as domain
from services.benefits.domain.insurance.flexible_enrolment import KINDS
from services.benefits.domain.insurance.own_contribution import (
    FlexibleFacts,
    OwnMonth,
    ResidentFacts,
)
from services.benefits.domain.insurance.relation import Relation
from services.benefits.flows.contributions import charges, paying
from services.benefits.flows.contributions.pricing import Payer, Price, due_month
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

# ---- by the month


def _flexible_facts(tx: Tx, case: Case, _gathered: object) -> FlexibleFacts:
    insurance.hold(tx, [case.person.id])
    kind = KINDS[case.inputs["insurance"]]
    asked = domain.months_asked(case)
    now, region = Month.of(case.today), case.competent_region
    covered = insurance.covered(tx, [case.person.id], asked[0], asked[-1])
    figures = terms.figures_of("job_seeking", region, case.today)
    relation = insurance.open_relation(tx, case.person.id, kind)
    since = relation.first if relation is not None else now + 1
    return FlexibleFacts(
        relation=relation,
        rules={
            month: rates.flexible(region, month.first, kind == words.MEDICAL)
            for month in asked
            if since <= month <= now
        },
        covered={
            (words.RULE_OF.get(each, each), month): place
            for (each, month), place in covered.get(case.person.id, {}).items()
        },
        working_age=figures.number("working_age").value,
    )


def _flexible_effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A charge of the months, which the card's account or a code pays."""
    relation = insurance.open_relation(tx, case.person.id, KINDS[case.inputs["insurance"]])
    assert relation is not None, "the rule has seen it"
    base = case.inputs["monthly_base_fen"]
    known = insurance.relations.change(tx, relation, base=base, wage=base)
    return _charged(tx, case, known, said.terms["months"], charges_domain.FLEXIBLE)


# ---- a resident's year


def _resident_facts(tx: Tx, case: Case, _gathered: object) -> ResidentFacts:
    insurance.hold(tx, [case.person.id])
    return ResidentFacts(
        relation=insurance.open_relation(tx, case.person.id, words.RESIDENT_PENSION),
        rule=rates.resident(case.competent_region, case.today),
        years_paid=insurance.years_paid(tx, case.person.id),
    )


def _resident_effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A charge of the year; the subsidy goes to the account with it."""
    relation = insurance.open_relation(tx, case.person.id, words.RESIDENT_PENSION)
    assert relation is not None, "the rule has seen it"
    tier = case.inputs["yearly_tier_fen"]
    known = insurance.relations.change(tx, relation, base=tier, wage=tier)
    return _charged(tx, case, known, said.terms["months"], charges_domain.RESIDENT)


# ---- both


def _charged(tx: Tx, case: Case, relation: Relation, own: Sequence[OwnMonth], kind: str) -> Effect:
    payer = Payer.of(relation)
    months = [
        due_month(
            tx,
            payer,
            each.month,
            Price(each.base, Money.zero(), each.personal, each.to_account),
            each.subsidy,
        )
        for each in own
    ]
    today = case.today
    made = charges.make(
        tx,
        f"{case.application_id}/own",
        kind,
        months,
        region=relation.region_code,
        payer_name=case.person.name,
        pay_by=case.inputs["pay_by"],
        due_on=today.replace(day=monthrange(today.year, today.month)[1]),
        person_id=case.person.id,
        application_id=case.application_id,
    )
    if made.pay_by == charges_domain.CARD:
        made = paying.collect_later(tx, made)
    return Effect({"contribution_charge_id": made.id})


FLEXIBLE = Handling(
    domain.FLEXIBLE_CODE,
    decide=domain.decide_flexible,
    facts=_flexible_facts,
    effect=_flexible_effect,
    one_at_a_time=False,
)
RESIDENT = Handling(
    domain.RESIDENT_CODE,
    decide=domain.decide_resident,
    facts=_resident_facts,
    effect=_resident_effect,
    one_at_a_time=False,
)
