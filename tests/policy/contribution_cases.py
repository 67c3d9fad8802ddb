"""Working out the cases of contributions: the rule on the figures of the case."""

from datetime import date
from fractions import Fraction

from services.benefits import terms_contributions as terms
from services.benefits.domain.contributions import EMPLOYER, INSURANCES, PERSON, posting
from services.benefits.domain.contributions.base import BaseRule
from services.benefits.domain.contributions.flexible import FlexibleRule
from services.benefits.domain.contributions.posting import Rate
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures
from tests.policy.insurance_words import Given, figure, money, reasons, shares


def base(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """The base of a wage; with a class, the whole posting of a month in the region."""
    region = str(given.get("city", figures.scheme.regions[0]))
    floor = figures.word("unemployment_floor").value
    least = terms.minimum_wage(region, day) if floor == "minimum_wage" else None
    rules = terms.bases_from(figures, least)
    rule = rules[str(given.get("insurance", "pension"))]
    wage = money(given, "wage")
    low, high = rule.limits()
    said = {"average": rule.average.value.plain(), "low": low.plain(), "high": high.plain()}
    said |= {"base": rule.of(wage).money.plain(), "refused": reasons(rule.refuses(wage))}
    if "class" in given:
        rates = terms.rates(region, day, _employer(given))
        said |= _posted(posting.of_employee(Month.of(day), wage, rules, rates))
    return said


def minimum_wage(figures: Figures, given: Given, day: date) -> dict[str, str]:
    return {"amount": figures.money("amount").value.plain()}


def rates(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What three insurances take of a base that is given as it is."""
    if "price" in given:
        rate = figures.ratio("injury.construction")
        return shares(posting.of_construction(money(given, "price"), rate))
    insurances = given.get("insurances", INSURANCES)
    found = terms.rates_from(figures, _employer(given), insurances)
    return _of_base(money(given, "base"), found, day)


def _employer(given: Given) -> terms.Employer:
    floating = figure(Fraction(given["factor"])) if "factor" in given else None
    size = str(given.get("size", "large"))
    return terms.Employer(int(given.get("class", "1")), size, floating)


def medical(figures: Figures, given: Given, day: date) -> dict[str, str]:
    said = _of_base(money(given, "base"), terms.medical_rates_from(figures), day)
    free = _free(money(given, "base"))
    nothing = figure(Fraction(0))
    of_own = FlexibleRule(free, nothing, nothing, figures.ratio("flexible"))
    return said | {"flexible": shares(of_own.of(money(given, "base")))["medical"]}


def flexible(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.flexible_from(figures, _free(money(given, "average")))
    chosen = money(given, "chosen")
    refused = reasons(rule.refuses(chosen))
    return {"refused": refused} if refused else shares(rule.of(chosen))


def resident(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """One payment, or all tiers: `tiers` lists what is paid, `subsidies` what each gets."""
    rule = terms.resident_from(figures)
    paid_before = frozenset(int(year) for year in given.get("years_paid", []))
    born = int(given.get("born", "1980"))
    if "tiers" in given:
        paid = [Money.yuan(str(tier)) for tier in given["tiers"]]
        refused = [rule.refuses(day.year, each, born, paid_before) for each in paid]
        got = [
            "-" if against else shares(rule.of(each))["subsidy"]
            for each, against in zip(paid, refused, strict=True)
        ]
        return {"subsidies": " ".join(got)}
    paid_now = money(given, "paid")
    against = reasons(rule.refuses(day.year, paid_now, born, paid_before))
    return {"refused": against} | ({} if against else shares(rule.of(paid_now)))


def arrears(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """`on` is the day of payment."""
    rule = terms.arrears_from(figures)
    month, owed = Month.parse(str(given["month"])), money(given, "owed")
    least, most = rule.fine(owed)
    return shares(rule.of(month, owed, day)) | {
        "due_on": str(rule.due_on(month)),
        "days": str(rule.days_late(month, day)),
        "late_from": str(rule.first_late_day(month)),
        "fine_least": shares(least)["total"],
        "fine_most": shares(most)["total"],
    }


def _free(average: Money) -> BaseRule:
    """Limits of 60 % and 300 % around an average that the case gives."""
    return BaseRule(figure(average), figure(Fraction(60, 100)), figure(Fraction(3)))


def _of_base(base: Money, rates: tuple[Rate, ...], day: date) -> dict[str, str]:
    exactly = BaseRule(figure(base), figure(base), figure(base))
    rules = {rate.insurance: exactly for rate in rates}
    return _posted(posting.of_employee(Month.of(day), base, rules, rates))


def _posted(found: posting.Posting) -> dict[str, str]:
    sums = {
        "employer": found.paid_by(EMPLOYER).plain(),
        "person": found.paid_by(PERSON).plain(),
        "account": found.to_account.plain(),
    }
    bases = {f"base_{line.insurance}": line.base.plain() for line in found.lines}
    return {**shares(found.explanation), **bases, **sums}
