"""Working out the cases of work injury insurance: the rule on the figures of the case."""

from datetime import date

from services.benefits import terms_injury as terms
from services.benefits.domain.injury import death, grade
from services.benefits.domain.injury.death import Dependant
from services.benefits.domain.injury.floating import Record
from services.benefits.domain.injury.wage import WageRule
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Refused
from sscsim.policy import Figures
from tests.policy.insurance_words import Given, figure, money, ratio, reasons, shares
from tests.policy.insurance_words import day as day_of


def law(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What is asked for: wage, grade, care, stopped work, death, deadlines."""
    said: dict[str, str] = {}
    if "wages" in given:
        said |= _disability(figures, given)
    if "care" in given:
        level = str(given["care"])
        said["care_refused"] = reasons(grade.refuses_care(level))
        if not said["care_refused"]:
            rule = terms.disability_from(figures)
            said["care"] = shares(rule.care_monthly(level, _average(given)))["total"]
    if "stopped" in given:
        stopped, confirmed = terms.stop_work_from(figures), bool(given.get("confirmed", False))
        months = int(given["stopped"])
        said["stop_refused"] = reasons(stopped.refuses(months, confirmed))
        said["stop_until"] = str(stopped.last_day(day, confirmed))
        said["stop_pay"] = shares(stopped.of(months, money(given, "wage")))["total"]
    if "certified" in given:
        made = date.fromisoformat(str(given["certified"]))
        said["certified_until"] = terms.certification_from(figures).until(made).isoformat()
    if "dead" in given:
        said |= _death(figures, given)
    if "deadline" in given:
        said |= _deadlines(figures, given, day)
    return said


def _average(given: Given) -> Figure[Money]:
    found: Figure[Money] = figure(money(given, "average"))
    return found


def _wages(given: Given) -> list[Money]:
    return [Money.yuan(str(each)) for each in given["wages"]]


def _disability(figures: Figures, given: Given) -> dict[str, str]:
    wage = terms.wage_from(figures, _average(given)).own(_wages(given))
    said = {"own_wage": wage.money.plain()}
    if "grade" not in given:
        return said
    which = int(given["grade"])
    against = reasons(grade.refuses(which))
    if against:
        return said | {"refused": against}
    rule = terms.disability_from(figures)
    said["once"] = shares(rule.once(which, wage))["total"]
    monthly = rule.monthly(which, wage, figure(money(given, "minimum_wage")))
    said["monthly"] = "-"
    if monthly is not None:
        said |= {f"monthly_{name}": amount for name, amount in shares(monthly).items()}
        said["monthly"] = monthly.total.plain()
        if "pension" in given:
            gap = rule.pension_gap(monthly.total, money(given, "pension"))
            said["gap"] = shares(gap)["total"]
    return said


def _death(figures: Figures, given: Given) -> dict[str, str]:
    rule, when = terms.death_from(figures), str(given["dead"])
    had = int(given["had_grade"]) if "had_grade" in given else None
    income = figure(money(given, "income"))
    once = shares(rule.once(when, _average(given), income))
    said = {f"once_{name}": amount for name, amount in once.items()}
    said["death_refused"] = reasons(rule.refuses(when, had))
    said["ahead"] = shares(rule.ahead(income))["total"]
    if "kin" in given:
        wage = terms.wage_from(figures, _average(given)).own([money(given, "wage")])
        kin = [
            Dependant(f"psn_{at}", each.startswith("spouse"), each.endswith("lonely"))
            for at, each in enumerate(given["kin"], start=1)
        ]
        said |= {f"kin_{name}": amount for name, amount in shares(rule.monthly(wage, kin)).items()}
    if "missing" in given:
        goes_on = rule.wage_while_missing(int(given["missing"]), money(given, "wage"))
        said["missing"] = shares(goes_on)["total"]
    return said


def _deadlines(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """`on` is the day of the accident, of the acceptance, of the conclusion."""
    rule, other = terms.deadlines_from(figures), day_of(given["deadline"])
    return {
        "by_employer": reasons(rule.refuses(day, other, by_employer=True)),
        "by_person": reasons(rule.refuses(day, other, by_employer=False)),
        "employer_until": str(rule.employer_until(day)),
        "person_until": str(rule.person_until(day)),
        "decide_by": str(rule.decide_by(day, is_clear=False)),
        "clear_by": str(rule.decide_by(day, is_clear=True)),
        "appraise_by": str(rule.appraise_by(day, is_extended=False)),
        "extended_by": str(rule.appraise_by(day, is_extended=True)),
        "again": reasons(rule.refuses_again(day, other)),
        "recheck": reasons(rule.refuses_recheck(day, other)),
    }


def income(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """The grant of the law of a death on the day."""
    rule = terms.death_from(terms.law("510100", day))
    found = rule.once(death.AT_ONCE, figure(Money.zero()), figures.money("urban"))
    return {"urban": figures.money("urban").value.plain(), "grant": shares(found)["grant"]}


def floating(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.floating_from(figures)
    which = int(given["class"])
    known = Record(
        contributed=money(given, "contributed"),
        grants=money(given, "paid"),
        monthly=money(given, "monthly", "0.00"),
        bills=money(given, "bills", "0.00"),
        injuries=int(given.get("injuries", "0")),
        staff=int(given.get("staff", "100")),
    )
    found = rule.factor_of(rule.step(which, known))
    explained, rate = rule.explained(which, known, figure(ratio("0.004")))
    first, last, since = rule.months(day)
    return {
        "factor": str(float(found.value)) if found else "-",
        "refused": reasons(rule.refuses(which)),
        "spent": shares(explained)["fund"],
        "rate": f"{float(rate * 100):g}%",
        "looked_at": f"{first} {last}",
        "since": str(since),
    }


def prevention(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What a project is refused for, and the year's limit."""
    rule = terms.prevention_from(figures)
    amounts = [Money.yuan(str(each)) for each in given["parts"]]
    income = money(given, "income")
    said = {"ceiling": shares(rule.ceiling(income))["prevention"], "refused": ""}
    try:
        rule.check_parts(amounts)
        rule.check_ceiling(income, money(given, "committed", "0.00"), sum_money(amounts))
    except Refused as against:
        said["refused"] = against.code
    return said


def leaving(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """One grade; or, of `average` or `wage` 1.00, every grade's months or amounts."""
    rule = terms.leaving_from(figures)
    if "grades" in given:
        found = [_left(rule, int(each), given) for each in given["grades"]]
        return {name: " ".join(each[name] for each in found) for name in ("medical", "employment")}
    which = int(given["grade"])
    against = reasons(rule.refuses(which))
    return {"refused": against} | ({} if against else _left(rule, which, given))


def _left(rule: terms.LeavingRule, which: int, given: Given) -> dict[str, str]:
    wage = _own(money(given, "wage"), money(given, "average"))
    months_left = int(given.get("months_left", "240"))
    found = shares(rule.of(which, months_left, wage, _average(given)))
    return {"medical": found["fund"], "employment": found["employer"], "total": found["total"]}


def _own(wage: Money, average: Money) -> Step:
    """A wage that no limit touches."""
    free = WageRule(figure(average), figure(ratio("0")), figure(ratio("100")))
    return free.own([wage])


def devices(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.device_from(figures, str(given["device"]))
    before = day_of(given["fitted_on"]) if "fitted_on" in given else None
    return {"refused": reasons(rule.refuses(before, day)), **shares(rule.of(money(given, "price")))}


def platform(figures: Figures, given: Given, day: date) -> dict[str, str]:
    rule = terms.platform_from(figures, str(given["trade"]))
    return {
        "premiums": shares(rule.premiums(int(given["orders"])))["total"],
        "wage": rule.wage(_average(given)).money.plain(),
    }
