"""Working out the cases of retirement and pensions: the rule on the figures of the case.

Every amount is computed again from its explanation alone; a difference fails the case as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import (
    account,
    adjustment,
    age,
    certification,
    disability,
    employee,
    estimate,
    history,
    institution,
    overpayment,
    resident,
    short_years,
    survivor,
)
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.history import Deemed, History, PaidMonth
from services.benefits.domain.pension.payout_months import PayoutMonths
from sscsim import policy
from sscsim.kernel.explain import Basis, Explanation, Figure, Source, faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures

GIVEN = Basis("case", "given", "1", "world", "2000-01-01", Source("case", "The case", "invented"))
ZERO = Money.zero()


def given_figure(value: Any) -> Figure[Any]:
    """A figure that the case states itself."""
    return Figure(value, GIVEN)


def shown(made: Explanation) -> dict[str, str]:
    """Total and shares in yuan, if they come out again of what the explanation shows."""
    wrong = faults(made.as_json())
    parts = {share: amount.plain() for share, amount in made.totals().items()}
    return {**parts, "total": made.total.plain(), **({"faults": "; ".join(wrong)} if wrong else {})}


def codes(reasons: Iterable[Reason]) -> dict[str, str]:
    return {"reasons": " ".join(reason.code for reason in reasons)}


def yuan(given: Mapping[str, Any], name: str) -> Money:
    return Money.yuan(given[name]) if name in given else ZERO


def number(given: Mapping[str, Any], name: str, default: int = 0) -> int:
    return int(given.get(name, default))


def months_of_age(text: str) -> int:
    """`60` or `60-1`: years and months."""
    years, _, months = text.partition("-")
    return int(years) * 12 + int(months or 0)


def builtin(region: str, scheme: str) -> policy.Scheme:
    return next(each for each in policy.builtin("benefits", region) if each.name == scheme)


def payout_on(day: date) -> PayoutMonths:
    return terms_pension.payout_from(builtin("joint", "payout_months").on(day))


def choice(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    born = date.fromisoformat(given["born"])
    if "trade" in given:
        trades = terms_pension.special_trades_from(figures)
        against = trades.against(given["trade"], number(given, "months_in_trade"))
        return {"from": str(trades.month_of(born, given["sex"])), **codes(against)}
    ages = terms.retirement_from(builtin("joint", "retirement").on(day))
    if "insured_from" in given:
        return _ways(figures, given, age.class_of(ages, given["class"]).month_of(born))
    may = terms_pension.choice_from(figures)
    found = age.span(age.class_of(ages, given["class"]), born, may)
    chosen = Month.parse(given["chosen"]) if "chosen" in given else found.legal
    told = date.fromisoformat(given["told"]) if "told" in given else None
    asked = age.Application(
        chosen,
        number(given, "months", 480),
        has_employer=given.get("employer", "yes") == "yes",
        told_on=told,
        agreed=given.get("agreed", "no") == "yes",
    )
    least = figures.number("least_months")
    return {
        "earliest": str(found.earliest),
        "legal": str(found.legal),
        "latest": str(found.latest),
        "choice": found.choice(chosen),
        "least": str(least.value),
        "least_counts_in": str(age.least_counts_in(found, chosen)),
        **codes(age.against(asked, found, may, least)),
    }


def _ways(figures: Figures, given: Mapping[str, Any], legal: Month) -> dict[str, str]:
    """Each way with its first month and the months that it takes."""
    found = short_years.ways(
        int(given["months"]),
        legal,
        Month.parse(given["insured_from"]),
        figures.number("least_months"),
        terms_pension.pay_up_from(figures),
    )
    return {"ways": " ".join(f"{each.way}:{each.open_from}:{each.months}" for each in found)}


def payout(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    step = terms_pension.payout_from(figures).at(months_of_age(given["age"]))
    return {"months": str(step.decimal)}


def pension_account(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    if "base" in given:
        base, month = Money.yuan(given["base"]), Month.of(day)
        step, _ = account.contribution(base, figures.ratio("share"), month)
        return {"posted": step.money.plain()}
    return _with_refusal(lambda: _interest(figures.ratio("interest"), given, day))


def _interest(rate: Figure[Fraction], given: Mapping[str, Any], day: date) -> dict[str, str]:
    """Of the year of the day, up to its month. `posted`, `paid_out`: by month of the year."""
    entries = [
        account.Entry(Month(day.year, int(month)), kind, Money.yuan(amount))
        for kind in (account.POSTED, account.PAID_OUT)
        for month, amount in given.get(kind, {}).items()
    ]
    opening = yuan(given, "opening")
    made = account.interest(opening, entries, rate, Month.of(day))
    closing = opening + account.balance([*entries, made.entry])
    lump = account.lump_sum(opening, entries, made)
    assert lump.total == closing
    return {**shown(made.explanation), **_fault(lump), "closing": closing.plain()}


def _fault(made: Explanation) -> dict[str, str]:
    found = faults(made.as_json())
    return {"faults": "; ".join(found)} if found else {}


def average_wage(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    averages = terms_pension.averages_from(figures.scheme)
    paid = History((PaidMonth(Month.of(day), Money.yuan(given["base"])),))
    steps = history.average_index(paid, averages, given_figure(6), "index")
    return {"index": str(steps[-1].decimal)}


def _no_averages(year: int) -> Figure[Money]:
    raise AssertionError(f"the indices of the case are fixed; {year} was asked for")


def _history(given: Mapping[str, Any]) -> History:
    paid = [
        PaidMonth(month, Money(1), Fraction(index))
        for first, last, index in given.get("stretches", [])
        for month in Deemed(Month.parse(first), Month.parse(last), Fraction(index)).months
    ]
    deemed = [
        Deemed(Month.parse(first), Month.parse(last), Fraction(index))
        for first, last, index in given.get("deemed", [])
    ]
    return History(tuple(paid), tuple(deemed))


def facts_from(given: Mapping[str, Any], rules: employee.EmployeeRules) -> tuple[Facts, Any]:
    """As the case states them, or worked out from its stretches of fixed indices."""
    years = months_of_age(given["age"])
    if "stretches" not in given:
        facts = Facts(
            age=years,
            months=number(given, "months"),
            index=Decimal(given["index"]),
            balance=yuan(given, "balance"),
            early_months=number(given, "early_months"),
            early_index=Decimal(given["early_index"]) if "early_index" in given else None,
            virtual=yuan(given, "virtual"),
            extra_parts=number(given, "extra_parts", 1),
        )
        return facts, []
    known = _history(given)
    return estimate.facts_of(
        known, years, yuan(given, "balance"), rules, _no_averages, virtual=ZERO
    )


def _with_refusal(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return work()
    except policy.FigureMissing as missing:
        return {"refused": missing.code, "leaf": missing.params["leaf"]}


def employee_pension(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    def work() -> dict[str, str]:
        rules = terms_pension.employee_from(figures, payout_on(day))
        facts, steps = facts_from(given, rules)
        made = employee.pension(facts, rules).after(steps)
        found = {"index": str(facts.index), "early_months": str(facts.early_months)}
        if facts.early_index is not None:
            found["early_index"] = str(facts.early_index)
        return {**found, **shown(made)}

    return _with_refusal(work)


def _demo_rules() -> employee.EmployeeRules:
    """Of Demo City in 2026, whatever the day: an area base of 8,400.00, and 2.00 for each year."""
    day = date(2026, 4, 1)
    demo = builtin("990100", "employee_pension").on(day)
    return terms_pension.employee_from(demo, payout_on(day))


def institution_pension(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    if "base" in given:
        rates = terms_pension.annuity_rates_from(figures)
        return shown(institution.annuity_contribution(Money.yuan(given["base"]), rates))
    rules = _demo_rules()
    facts, _ = facts_from(given, rules)
    made = institution.pension(
        facts,
        rules,
        annuity_balance=yuan(given, "annuity"),
        old_method=Money.yuan(given["old"]) if "old" in given else None,
        paid_share=terms_pension.paid_share_from(figures),
    )
    return shown(made)


def resident_pension(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    rules = terms_pension.resident_from(figures)
    if "pays" in given:
        made, reasons = resident.contribution(Money.yuan(given["pays"]), rules)
        return {**codes(reasons), **(shown(made) if made else {})}
    if "opening" in given:
        return _with_refusal(lambda: _interest(rules.interest(), given, day))
    if "funeral" in given:
        months = figures.number("funeral").value
        return {"funeral_grant": Money(rules.base.value.fen * months).plain()}
    who = resident.Claimant(
        int(given["years"]),
        int(given["months"]),
        yuan(given, "balance"),
        draws_another=given.get("draws_another") == "yes",
    )
    return {**codes(resident.against(who, rules)), **shown(resident.pension(who, rules))}


def pension_adjustment(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    who = adjustment.Pensioner(
        pension=Money.yuan(given["pension"]),
        retired=Month.parse(given["retired"]),
        months=int(given["months"]),
        years=int(given["years"]),
        in_hard_region=given.get("hard_region") == "yes",
    )
    made = adjustment.adjust(who, terms_pension.adjustment_from(figures))
    behind = adjustment.arrears(made.total, day.year, Month.of(day))
    return {**shown(made), **_fault(behind), "arrears": behind.total.plain()}


def disability_allowance(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    rules = _demo_rules()
    facts, _ = facts_from(given, rules)
    month, legal = Month.of(day), Month.parse(given["legal"])
    least = given_figure(int(given["least"]))
    found = disability.grant(
        facts, month, legal, least, rules, terms_pension.allowance_from(figures)
    )
    lost = given.get("capacity_lost", "yes") == "yes"
    return {
        "kind": found.kind,
        "last": str(found.last),
        "anew_from": str(found.anew_from),
        **codes(disability.against(month, legal, capacity_lost=lost)),
        **shown(found.explanation),
    }


def _deceased(given: Mapping[str, Any]) -> survivor.Deceased:
    drawn = int(given["drawn"]) if "drawn" in given else None
    return survivor.Deceased(int(given["months"]), drawn, yuan(given, "own"))


def survivor_income(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    national = builtin("joint", "survivor_benefit").on(day)
    rules = terms_pension.survivor_from(national, figures.money("monthly"))
    return shown(survivor.benefits(_deceased(given), rules))


def survivor_benefit(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    income = given_figure(Money.yuan(given["income"]))
    rules = terms_pension.survivor_from(figures, income)
    return shown(survivor.benefits(_deceased(given), rules))


def benefit_recovery(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    rules, owed, first = terms_pension.recovery_from(figures), yuan(given, "owed"), Month.of(day)
    due: Sequence[overpayment.Due]
    if "instalments" in given:
        due, reasons = overpayment.instalments(owed, int(given["instalments"]), first, rules)
    else:
        due, reasons = overpayment.offset(owed, Money.yuan(given["benefit"]), first, rules)
    found = {**codes(reasons), "count": str(len(due))}
    if due:
        found |= {"first": due[0].amount.plain(), "last": due[-1].amount.plain()}
        found["last_month"] = str(due[-1].month)
    return found


def pension_certification(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    return {"until": str(certification.good_until(day, figures.number("valid").value))}


SCHEMES: dict[str, Callable[[Figures, Mapping[str, Any], date], dict[str, str]]] = {
    "retirement_choice": choice,
    "payout_months": payout,
    "pension_account": pension_account,
    "average_wage": average_wage,
    "employee_pension": employee_pension,
    "institution_pension": institution_pension,
    "resident_pension": resident_pension,
    "pension_adjustment": pension_adjustment,
    "disability_allowance": disability_allowance,
    "survivor_income": survivor_income,
    "survivor_benefit": survivor_benefit,
    "benefit_recovery": benefit_recovery,
    "pension_certification": pension_certification,
}
