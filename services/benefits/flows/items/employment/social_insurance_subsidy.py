"""HRSS-007: social-insurance subsidy (社会保险补贴): month by month while the work stands."""

from datetime import date
from typing import Any

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import social_insurance_subsidy as domain
from services.benefits.domain.employment.social_insurance_subsidy import Facts, Rules
from services.benefits.flows import records, subsidies
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import employment_records
from services.benefits.store import subsidies as rows
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures

_KIND = "310"
"""Employees' insurance, which also those insure themselves in who work flexibly."""


def _gather(case: Case) -> Any:
    """Since when data show the person insured, until today, and on which base."""
    first = Month.parse(case.inputs["from_month"]).first
    body = {
        "person_ids": [case.person.id],
        "insurance_kind": _KIND,
        "from_date": min(first, case.today).isoformat(),
        "to_date": case.today.isoformat(),
    }
    found = peers.call("card", "POST", "/internal/v1/insurance-stretches", body)["data"]
    going_on = [each for each in found if each.get("to_date") is None]
    if not going_on:
        return None
    newest = going_on[-1]
    return date.fromisoformat(newest["from_date"]), newest.get("contribution_base_fen")


def rules_from(figures: Figures) -> Rules:
    """The figures of a day as the rule reads them."""
    return Rules(
        base=figures.money("contribution_base"),
        rates={
            name: figures.ratio(f"rate.{name}") for name in ("pension", "medical", "unemployment")
        },
        share=figures.ratio("share"),
        cap=figures.money("monthly_cap"),
        most_hardship=figures.number("most.hardship").value,
        most_near_retirement=figures.number("most.near_retirement").value,
        near_retirement=figures.number("near_retirement").value,
        most_graduate=figures.number("most.graduate").value,
        years_after_graduation=figures.number("years_after_graduation").value,
    )


def _facts(tx: Tx, case: Case, gathered: Any) -> Facts:
    region, today, person_id = case.competent_region, case.today, case.person.id
    rows.hold_person(tx, person_id)
    party_id = case.party_id if case.proxy_kind == "employer" else None
    codes = rows.codes_of(tx, party_id) if party_id else frozenset()
    works = [
        each
        for each in records.employments_on(tx, person_id, today)
        if domain.is_for(each, party_id, codes=codes)
    ]
    work = works[0] if works else None
    graduates = employment_records.graduates.of(tx, person_id)
    insured_from, base = gathered or (None, None)
    return Facts(
        rules=rules_from(terms.figures_of("social_insurance_subsidy", region, today)),
        work=work,
        in_difficulty=work is not None and work.hardship_id is not None,
        graduate=graduates[-1] if graduates else None,
        retires_in=terms.retirement(region, today).latest_month(
            case.person.birth_date, case.person.sex
        ),
        known=rows.granted_to(tx, person_id),
        insured_from=insured_from,
        insured_base=Money(base) if base else None,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The subsidy; its months are paid by due jobs, to the person or to the employer."""
    by_employer = case.proxy_kind == "employer"
    work = employment_records.employments.find(tx, said.terms["work_id"])
    assert work is not None
    made = subsidies.grant(
        tx,
        case,
        person_id=case.person.id,
        party_id=case.party_id if by_employer else None,
        payee_name=(work.employer_name or "-") if by_employer else case.person.name,
        basis_id=work.id,
        category=case.inputs["category"],
        first=Month.parse(case.inputs["from_month"]),
        months=case.inputs["months"],
        monthly=said.terms["monthly"],
    )
    return Effect({"subsidy_id": made.id})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=subsidies.on_payment,
)
