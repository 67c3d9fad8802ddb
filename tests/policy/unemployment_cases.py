"""Working out the cases of unemployment insurance: the rule on the figures of the case."""

from datetime import date
from fractions import Fraction

from services.benefits import terms_unemployment as terms
from services.benefits.domain.unemployment import check, claim, duration, grants, moving
from services.benefits.domain.unemployment.benefit import PremiumRule
from services.benefits.domain.unemployment.claim import Claim
from sscsim.kernel.ladder import Ladder
from sscsim.policy import Figures
from tests.policy.insurance_words import Given, figure, money, reasons, shares
from tests.policy.insurance_words import day as day_of


def law(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """A region that would give thirty months for anything shows the limits of the law."""
    rule = duration.DurationRule(
        figure(Ladder(((0, 30),))), figures.ladder("most"), figures.number("together")
    )
    months = [int(each) for each in given.get("contributed", ["12"])]
    left = int(given.get("left", "0"))
    claiming = claim.ClaimRule(
        figures.number("least").value, 7, figures.number("decide_days").value
    )
    said = {
        "most": " ".join(str(rule.earned(each).value) for each in months),
        "granted": " ".join(str(rule.granted(each, left).value) for each in months),
        "refused": reasons(claim.refuses(_claim(given, months[0], day), claiming)),
        "decide_by": str(claim.decide_by(day, claiming)),
    }
    if "benefit" in given:
        extra = figures.ratio("moving_extra")
        said |= shares(moving.sends(left, money(given, "benefit"), extra))
    return said


def _claim(given: Given, contributed: int, day: date) -> Claim:
    registered = given.get("registered_on", "2026-04-01")
    return Claim(
        contributed=contributed,
        left=int(given.get("left", "0")),
        left_for=str(given.get("left_for", "laid_off")),
        registered_on=day_of(registered) if registered != "-" else None,
        seeks_work=bool(given.get("seeks_work", True)),
        claimed_on=day,
        on_pension=bool(given.get("on_pension", False)),
        drawn_in=given.get("drawn_in"),
    )


def benefit(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What is asked for: months, the amount, the premium, the grants, the check, the death."""
    said: dict[str, str] = {}
    of_law = terms.law("510100", day)
    if "contributed" in given:
        rule = terms.duration_from(of_law, figures)
        months = [int(each) for each in given["contributed"]]
        table = rule.by_months.value
        said["table"] = " ".join(str(table.at(each)) for each in months)
        said["months"] = " ".join(str(rule.earned(each).value) for each in months)
    if "minimum_wage" in given:
        found = terms.amount_from(figures, figure(money(given, "minimum_wage")))
        said["monthly"] = shares(found.monthly())["total"]
    if "average" in given:
        premium = PremiumRule(
            figure(money(given, "average")),
            figures.ratio("premium_base"),
            figure(Fraction(given["rates"][0])),
            figure(Fraction(given["rates"][1])),
        )
        said["premium"] = shares(premium.monthly())["total"]
    if "registered_on" in given:
        rules = terms.claim_from(of_law, figures)
        said["from"] = str(claim.counts_from(day_of(given["registered_on"]), day, rules))
        said["decide_by"] = str(claim.decide_by(day, rules))
        said["first_month"] = str(claim.first_month(day))
    if "checks" in given:
        refused = int(given.get("offers_refused", "0"))
        misses, refusals = figures.number("misses").value, figures.number("refusals").value
        said["ends_for"] = check.ends_for(given["checks"], refused, misses, refusals) or "-"
    if "died_on" in given:
        said |= _death(figures, given, day)
    return said | _grants(figures, given)


def _death(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule, died = terms.death_from(figures), day_of(given["died_on"])
    base = money(given, figures.word("death.base").value)
    found = shares(rule.of(base, bool(given.get("survivors", True))))
    return {
        **{f"death_{name}": amount for name, amount in found.items()},
        "death_refused": reasons(rule.refuses(died, day)),
        "claim_until": str(rule.claim_until(died) or "-"),
    }


def _grants(figures: Figures, given: Given) -> dict[str, str]:
    said: dict[str, str] = {}
    if "wages" in given:
        seeking = terms.job_seeking_from(figures)
        wages = [money({"wage": each}, "wage") for each in given["wages"]]
        said["job_seeking"] = shares(seeking.monthly(wages))["total"]
        had, past = int(given.get("had", "0")), bool(given.get("past_retirement", False))
        said["job_seeking_refused"] = reasons(seeking.refuses(had, past))
    if "birth" in given:
        times = figures.ratio("childbirth")
        said["childbirth"] = shares(grants.childbirth(money(given, "birth"), times))["total"]
    if "left" in given:
        early, left = terms.early_work_from(figures), int(given["left"])
        amount = money(given, "benefit")
        job, business = early.job(left, amount), early.business(left, amount)
        said |= {
            "early_months": str(job.months),
            "early": shares(job.explanation)["total"],
            "early_refused": reasons(
                early.refuses_job(int(given["contract"]), int(given["insured"]), left)
            ),
            "business_months": str(business.months),
            "business": shares(business.explanation)["total"],
        }
    return said


def prices(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.prices_from(figures)
    line = figure(money(given, "subsistence"))
    found = rule.of(line, Fraction(given["prices"]) / 100, Fraction(given["food"]) / 100)
    return {"subsidy": shares(found)["total"] if found else "-"}


def retention(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.retention_from(figures)
    staff, laid_off = int(given["staff"]), int(given["laid_off"])
    return {
        "refused": reasons(rule.refuses(int(given.get("months", "12")), staff, laid_off)),
        "small": shares(rule.of(True, money(given, "paid")))["total"],
        "large": shares(rule.of(False, money(given, "paid")))["total"],
    }
