"""How a case of a personal account's figures is worked out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import terms_accounts
from services.medical.domain import account_year, sharing
from services.medical.domain.account_year import Stretch
from sscsim.kernel.explain import faults
from sscsim.kernel.money import Money
from sscsim.policy import Figures

_LONG_AGO = date(2000, 1, 1)


def worked_out(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    """The credit and interest of the account year of that day, and who may use the account."""
    terms, region = terms_accounts.credit_from(figures), figures.scheme.regions[0]
    starts_on = terms.starts_on.value
    base, balance = given.get("base"), Money.yuan(given.get("balance", "0.00"))
    insured = Stretch(
        region,
        given.get("category", "active"),
        given.get("from_date", _LONG_AGO),
        given.get("to_date"),
        Money.yuan(base) if base else None,
    )
    year = figures.day.year
    earned = account_year.interest(
        account_year.months_of(year - 1, starts_on), {_LONG_AGO: balance}, terms.interest_ratio
    )
    made = account_year.credit(region, year, [insured], terms, None, earned)
    assert faults(made.explanation.as_json()) == []
    rules = terms_accounts.sharing_from(figures)
    return {
        "credit": made.credit.plain(),
        "interest": made.interest.plain(),
        "first_day": account_year.first_day(year, starts_on).isoformat(),
        "same_pool": _said(sharing.reaches(rules, same_pool=True, same_province=True)),
        "other_pool": _said(sharing.reaches(rules, same_pool=False, same_province=True)),
        "other_province": _said(sharing.reaches(rules, same_pool=False, same_province=False)),
    }


def _said(allowed: bool) -> str:
    return "yes" if allowed else "no"
