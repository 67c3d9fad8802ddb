"""HRSS-017: funeral grant and payment to survivors of a person on benefit (丧葬补助金和抚恤金)."""

from dataclasses import dataclass
from datetime import date

from services.benefits import terms_contributions as contributions
from services.benefits import terms_unemployment as terms
from services.benefits.domain import overlap
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment import death as domain
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment.death import DeathBenefit, Facts
from services.benefits.flows import applicants, funeral_grants
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.flows.unemployment import benefits, deaths
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Known:
    """What the card service says of the deceased."""

    id: str | None = None
    died_on: date | None = None
    relation: str | None = None


def _gather(case: Case) -> Known:
    found = applicants.person_with_number(case.inputs["deceased_number"])
    if found is None:
        return Known()
    died_on = applicants.deceased([found.id]).get(found.id)
    relation, _ = applicants.relation(found.id, case.person.id)
    return Known(found.id, died_on, relation)


def _facts(tx: Tx, case: Case, known: Known) -> Facts:
    region, day = case.competent_region, known.died_on or case.today
    figures = terms.region(region, day)
    base: Money | Figure[Money]
    if figures.word("death.base").value == "average_wage":
        base = contributions.average_wage(region, day)
    else:
        base = terms.amount(region, day).monthly().total
    drawn = claimed = None
    grants: list[overlap.FuneralGrant] = []
    if known.id is not None:
        rows.hold(tx, known.id)
        drawn = domain.drawn_at(rows.benefits.of(tx, known.id), day)
        claimed = rows.death_of(tx, known.id)
        grants = funeral_grants.paid_for(tx, known.id, overlap.UNEMPLOYMENT)
    return Facts(
        deceased_id=known.id,
        died_on=known.died_on,
        relation=known.relation,
        benefit=drawn,
        known=claimed,
        rule=terms.death_from(figures),
        base=base,
        grants=grants,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The record and its payment; the benefit ends with the month of the death."""
    found, now, died = said.terms, tx.world.now, case.inputs["died_on_date"]
    assert said.amount is not None
    drawn = rows.benefits.find(tx, found["benefit_id"], lock=True)
    assert drawn is not None, "the rule saw it"
    benefits.end(tx, drawn, "died", Month.of(died))
    made = DeathBenefit(
        id=tx.new_id("udb", found["deceased_id"]),
        application_id=case.application_id,
        person_id=case.person.id,
        deceased_id=found["deceased_id"],
        benefit_id=drawn.id,
        region_code=case.competent_region,
        relation=case.inputs["relation"],
        died_on=died,
        scheme=case.inputs["scheme_choice"],
        funeral=found["funeral"],
        survivors=found["survivors"],
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.deaths.add(tx, made)
    key = f"unemployment-death/{made.deceased_id}"
    order = PaymentOrder(key, said.amount, record.FUND, "失业人员丧葬补助金和抚恤金")
    return Effect({"unemployment_death_benefit_id": made.id}, (order,))


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=deaths.on_payment,
)
