"""HRSS-070: the skills-upgrade subsidy (技能提升补贴) out of the unemployment fund."""

from datetime import date
from typing import Any

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.training import subsidy as domain
from services.benefits.flows import skill_grants
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import training
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.periods import Month

_KIND = "employee_basic_medical"
"""Employees are insured against unemployment with the other kinds (五险合一征缴); the card
service keeps the stretches of this one."""


def _gather(case: Case) -> int:
    """How many months the person was insured as an employee, anywhere."""
    body = {
        "person_ids": [case.person.id],
        "insurance_kind": _KIND,
        "from_date": case.person.birth_date.isoformat(),
        "to_date": case.today.isoformat(),
    }
    found: Any = peers.call("card", "POST", "/internal/v1/insurance-stretches", body)["data"]
    stretches = [
        (
            date.fromisoformat(each["from_date"]),
            date.fromisoformat(each["to_date"]) if each.get("to_date") else None,
        )
        for each in found
    ]
    return domain.months_of(stretches, Month.of(case.today).last)


def _facts(tx: Tx, case: Case, months: int | None) -> domain.Facts:
    figures = terms.figures_of("skills_upgrade", case.competent_region, case.today)
    certificate = skill_grants.certificate_of(tx, case)
    leaf = certificate.level if certificate else None
    return domain.Facts(
        certificate=certificate,
        rate=figures.money(leaf) if leaf and figures.has(leaf) else None,
        claim_months=figures.number("claim_months").value,
        earlier=training.grants_of(tx, case.person.id, domain.UPGRADE),
        insured_months=months or 0,
        insured_needed=figures.number("insured_months").value,
        times_a_year=figures.number("times_a_year").value,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    return skill_grants.granted(tx, case, said, "技能提升补贴")


HANDLING = Handling(
    "HRSS-070",
    decide=domain.decide_upgrade,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=skill_grants.follow,
)
