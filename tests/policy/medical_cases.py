"""How a case of medical policy is worked out: the domain, with the figures of its files."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from services.medical import terms
from services.medical.domain import benefit, fee_lines
from services.medical.domain.fee_lines import FeeLine, Split
from services.medical.domain.insurance_year import year_of
from services.medical.domain.interim import Continued
from services.medical.domain.kinds import Occasion
from services.medical.domain.rules import Stay
from services.medical.domain.shares import Accounts
from services.medical.domain.vocabulary import EMPLOYEE, RESIDENT, WORK_INJURY
from services.medical.domain.year import DiseaseYear, YearSoFar
from services.medical.terms_of_kinds import terms_from
from sscsim import policy
from sscsim.kernel.explain import faults
from sscsim.kernel.money import Money
from sscsim.policy import Figures, Scheme
from tests.policy import account_cases, filing_cases


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    figures, given = scheme.on(case["on"]), case["given"]
    if scheme.name == "catalogue":
        return _catalogue(figures, given)
    if scheme.name == "filing_exemption":
        return _exemption(figures, given)
    if scheme.name == "payer":
        return {"payer": given[terms.payer_as_of(scheme, case["on"])]}
    if scheme.name == "filing":
        return filing_cases.worked_out(figures, given)
    if scheme.name == "personal_account":
        return account_cases.worked_out(figures, given)
    if scheme.name == "cross_province_chronic":
        return _joint_disease(figures, given)
    return _benefit(figures, given)


def _yuan(given: Mapping[str, Any], name: str) -> Money:
    return Money.yuan(given.get(name, "0.00"))


KIND_OF = {
    "inpatient": "inpatient",
    "outpatient": "outpatient",
    "chronic": "chronic",
    "pharmacy": "pharmacy",
}
"""The kind of visit of a case that doesn't say it, by the last word of its scheme."""


def _occasion(scheme: Scheme, given: Mapping[str, Any]) -> Occasion:
    insured, _, rules = scheme.name.partition("_")
    insurance = {"employee": EMPLOYEE, "resident": RESIDENT}.get(insured, WORK_INJURY)
    return Occasion(
        insurance,
        given.get("kind") or KIND_OF[rules],
        given.get("category", "active"),
        given.get("disease"),
        given.get("delivery"),
        given.get("prescription") != "no",
    )


def _benefit(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    occasion = _occasion(figures.scheme, given)
    region = figures.scheme.regions[0]

    def others(name: str) -> Figures:
        return policy.scheme("medical", region, name).on(figures.day)

    rules = terms_from(figures, occasion, others)
    year, of_disease = given.get("year", {}), given.get("of_disease", {})
    outcome = benefit.settle(
        Split(*(_yuan(given, part) for part in fee_lines.PARTS)),
        Stay(
            given["level"],
            occasion.category,
            given.get("treatment", "home"),
            frozenset(given.get("entitlements", ())),
            _yuan(given, "hospital_part"),
            int(given["age"]) if "age" in given else None,
            _continued(given.get("continued")),
        ),
        YearSoFar(
            int(year.get("stays", "0")),
            *(_yuan(year, part.name) for part in fields(YearSoFar)[1:]),
        ),
        Accounts(_yuan(given, "account")),
        rules,
        DiseaseYear(_yuan(of_disease, "deductible"), _yuan(of_disease, "pool")),
    )
    assert faults(outcome.explanation.as_json()) == []
    found = {
        "deductible": outcome.deductible,
        "base": outcome.base,
        "person_part": outcome.person_part,
        "own_account": outcome.own_account,
        "cash": outcome.cash,
        "clearing": outcome.clearing_amount,
        **outcome.funds,
    }
    insurance_year = year_of(figures.day, rules.year_starts_on.value)
    return {name: money.plain() for name, money in found.items()} | {
        "insurance_year": str(insurance_year),
        "interim": rules.interim.answer(figures.day, rules.year_starts_on.value),
    }


def _continued(given: Mapping[str, Any] | None) -> Continued | None:
    if given is None:
        return None
    return Continued(Money.yuan(given["deductible"]), given["same_year"])


def _catalogue(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    item_class = given["item_class"]
    share = figures.ratio(f"first_self_pay.class_{'ab'['AB'.find(item_class)]}")
    limit = given.get("limit_price")
    line = FeeLine(
        item_class,
        Decimal(given["quantity"]),
        Money.yuan(given["unit_price"]),
        share,
        Money.yuan(limit) if limit is not None else None,
    )
    explained = fee_lines.split(line)
    assert faults(explained.as_json()) == []
    return {part: money.plain() for part, money in explained.totals().items()}


def _exemption(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    found = terms.exemption_of(figures, given["home"], given["care"])
    return {"treated_as": found.treated_as.value if found else "none"}


def _joint_disease(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    found = terms.joint_by(figures, given["home"], given["care"], given["disease"])
    return {"joint": "yes" if found else "no"}
