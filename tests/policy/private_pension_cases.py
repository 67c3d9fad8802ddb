"""Working out the cases of the private pension: the rule on the figures of the case."""

from datetime import date

from services.benefits import terms_private_pension as terms
from services.benefits.domain.private_pension import opening
from services.benefits.domain.private_pension.opening import Opening
from services.benefits.domain.private_pension.payout import Facts, instalments
from services.benefits.domain.private_pension.room import Contribution
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures
from tests.policy.insurance_words import Given, figure, money, reasons, shares


def pension(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What is asked for: places, an opening, the year's room, a payout, the tax on it."""
    said: dict[str, str] = {}
    if "places" in given:
        rule = terms.places_from(figures)
        places = [str(each) for each in given["places"]]
        said["closed"] = " ".join(each for each in places if not rule.is_open(each, _around(each)))
    if "insured" in given:
        one = Opening(
            str(given.get("region", "510100")), "510000", str(day), bool(given["insured"]),
            given.get("bank"), bool(given.get("has_drawn", False)),
        )  # fmt: skip
        said["opening_refused"] = reasons(opening.refuses(one, terms.places_from(figures)))
    if "asked" in given:
        said |= _room(figures, given, day)
    if "condition" in given:
        rule_of_payout = terms.payout_from(figures)
        facts = _facts(given, day)
        balance = money(given, "balance", "1000.00")
        manner = str(given.get("manner", "at_once"))
        against = rule_of_payout.refuses(str(given["condition"]), manner, balance, facts)
        said["payout_refused"] = reasons(against)
    if "paid_out" in given:
        said |= shares(terms.payout_from(figures).net(money(given, "paid_out")))
    if "parts" in given:
        parts = instalments(money(given, "balance"), int(given["parts"]))
        said["instalments"] = " ".join(part.plain() for part in parts)
    return said


def _around(code: str) -> str:
    return regions.province_of(code) if regions.is_known(code) else f"{code[:2]}0000"


def _room(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """`paid`: year, bank, amount and, if the bank gave it back, `returned`, in one text each."""
    rule = terms.room_from(figures)
    known = []
    for row in given.get("paid", []):
        year, bank, amount, *status = str(row).split()
        known.append(Contribution(int(year), Money.yuan(amount), bank, *status))
    year = int(given.get("year", day.year))
    refused = rule.refuses(year, day.year, money(given, "asked"), known)
    return {"room": shares(rule.left(year, known))["total"], "room_refused": reasons(refused)}


def _facts(given: Given, day: date) -> Facts:
    income = given.get("income")
    first = Month.parse(str(given.get("benefit_from", "2000-01")))
    return Facts(
        today=Month.of(day),
        retires_in=Month.parse(str(given.get("retires_in", "2050-01"))),
        lost_capacity=bool(given.get("lost_capacity", False)),
        settled_abroad=bool(given.get("settled_abroad", False)),
        own_medical=money(given, "own_medical", "0.00"),
        income=figure(Money.yuan(str(income))) if income else None,
        benefit_months=[first + n for n in range(int(given.get("benefit_months", "0")))],
        gets_subsistence=bool(given.get("gets_subsistence", False)),
    )


def tax(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.tax_from(figures, figure(money(given, "limit", "12000.00")))
    paid = money(given, "contribution", "0.00")
    found = rule.saved(money(given, "income"), money(given, "other", "0.00"), paid)
    by_rule = {step.rule: step.money.plain() for step in found.steps}
    return {
        "saved": shares(found)["total"],
        "tax": by_rule["income_tax.without"],
        "taxed": by_rule["income_tax.taxed.without"],
    }


def income(figures: Figures, given: Given, day: date) -> dict[str, str]:
    return {"amount": figures.money("amount").value.plain()}


def products(figures: Figures, given: Given, day: date) -> dict[str, str]:
    catalogue = terms.products_from(figures)
    counts = {name: str(count.value) for name, count in catalogue.counts.items()}
    asked = [str(each).split() for each in given.get("asked", [])]
    refused = [reasons(catalogue.refuses(name, int(number))) or "-" for name, number in asked]
    return {**counts, "total": str(catalogue.total), "refused": " ".join(refused)}
