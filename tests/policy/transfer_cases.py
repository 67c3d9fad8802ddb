"""Working out the cases of transfers and annuities: the rule on the figures of the case."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from services.benefits import terms as benefits_terms
from services.benefits import terms_transfer as terms
from services.benefits import terms_unemployment
from services.benefits.domain import annuity
from services.benefits.domain.pension import account as accounts
from services.benefits.domain.pension.history import History, PaidMonth
from services.benefits.domain.transfer import institution, military, place, saga, sums, unemployment
from services.benefits.domain.transfer.military import Voucher
from services.benefits.domain.transfer.place import Stay
from services.benefits.domain.transfer.saga import Progress
from services.benefits.domain.transfer.sums import Account, Year
from services.benefits.domain.transfer.temporary import Arrival, account_of
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures
from tests.policy.insurance_words import Given, figure, money, reasons, shares
from tests.policy.insurance_words import day as day_of


def law(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """What is asked for: the place, the account, the sums, the army, unemployment, the days."""
    said: dict[str, str] = {}
    if "stays" in given:
        said |= _place(figures, given)
    if "born" in given:
        who = Arrival(
            region_code=str(given["region"]),
            register=str(given["register"]),
            sex=str(given["sex"]),
            birth_date=day_of(given["born"]),
            insured_on=day,
            had_relation=bool(given.get("had_relation", False)),
            was_posted=bool(given.get("was_posted", False)),
        )
        said["account"] = account_of(who, terms.temporary_from(figures))
    if "years" in given:
        said |= _sums(figures, given, day)
    if "institution" in given:
        said |= _institution(figures, given)
    if "served" in given:
        said |= _served(figures, given)
    if "contributed" in given:
        said |= _unemployment(figures, given, day)
    if "progress" in given:
        said |= _due(figures, given)
    return said


def stays_of(given: Given) -> list[Stay]:
    """`510100 130` or `310000 30 temporary`, in the order of time."""
    found = []
    for stated in given["stays"]:
        region, months, *more = str(stated).split()
        found.append(Stay(region, int(months), more == ["temporary"]))
    return found


def _place(figures: Figures, given: Given) -> dict[str, str]:
    stays = stays_of(given)
    found = place.place(stays, str(given["register"]), terms.place_from(figures))
    said = {
        "place": found.region_code,
        "why": reasons([found.why]),
        "sends": " ".join(place.sends(stays, found)),
    }
    if "claimed_in" in given:
        said["refused"] = reasons(place.against(str(given["claimed_in"]), found))
    return said


def year_of(stated: str) -> Year:
    """`2005 12 60000.00`, and the recorded share or the employer's: `recorded=0.10`."""
    year, months, bases, *more = stated.split()
    named = {key: Fraction(value) for key, value in (each.split("=") for each in more)}
    return Year(int(year), int(months), Money.yuan(bases), **named)


def _sums(figures: Figures, given: Given, day: date) -> dict[str, str]:
    this_year = money(given, "this_year", "0.00")
    held = Account(
        money(given, "own_before", "0.00"),
        money(given, "other_before", "0.00"),
        money(given, "recorded", "0.00"),
        this_year,
    )
    made = None
    if "interest" in given:
        opening = held.own_before + held.since
        entries = [accounts.Entry(Month(day.year, 1), accounts.POSTED, this_year)]
        rate = figure(Fraction(given["interest"]))
        made = accounts.interest(opening, entries, rate, Month.of(day))
    years = [year_of(str(each)) for each in given["years"]]
    moved = sums.moves(held, years, terms.moving_from(figures), made)
    return {**shares(moved.explanation), "months": str(moved.months)}


def _institution(figures: Figures, given: Given) -> dict[str, str]:
    first, last = (Month.parse(str(each)) for each in given["institution"])
    base = money(given, "base")
    paid = [PaidMonth(first + n, base) for n in range(last - first + 1)]
    years = institution.years_of(paid, figures.month("institution.since"))
    moved = sums.moves(Account(), years, terms.moving_from(figures))
    return {"pooled": moved.pooled.plain(), "months": str(moved.months)}


def _served(figures: Figures, given: Given) -> dict[str, str]:
    first, last = (Month.parse(str(each)) for each in given["served"])
    voucher = Voucher(first, last, money(given, "to_account"), money(given, "to_pool"), Fraction(1))
    found = military.served(voucher, History(()), figures.month("army.since"))
    arrived = day_of(given["arrived_on"])
    days = figures.number("deadlines.army").value
    return {
        **shares(military.sums(voucher)),
        "deemed": str(len(found.deemed)),
        "paid": str(len(found.paid)),
        "due": str(workdays.after(arrived, days).day),
    }


def _unemployment(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """From Chengdu to Chongqing, by the figures of both."""
    of_law = terms_unemployment.law("510100", day)
    relation = unemployment.Relation(
        str(given.get("from", "510100")),
        "500000",
        int(given["contributed"]),
        int(given.get("left", "0")),
        money(given, "benefit"),
    )
    moved = unemployment.moves(
        relation,
        terms_unemployment.duration_from(of_law, terms_unemployment.region("510100", day)),
        figures.number("unemployment.least"),
        of_law.ratio("moving_extra"),
    )
    close = figures.number("deadlines.unemployment").value
    return {
        "refused": reasons(unemployment.against(relation)),
        "contributed": str(moved.contributed),
        "left": str(moved.left),
        "money": shares(moved.money)["total"] if moved.money else "-",
        "form_by": str(workdays.after(day, close).day),
    }


def progress_of(stated: Mapping[str, Any]) -> Progress:
    days = {key: day_of(value) for key, value in stated.items() if key != "state"}
    return Progress(str(stated["state"]), **days)


def _due(figures: Figures, given: Given) -> dict[str, str]:
    return _said_due(progress_of(given["progress"]), terms.limits_from(figures))


def _said_due(at: Progress, limits: saga.Limits) -> dict[str, str]:
    due = saga.next_due(at, limits)
    if due is None:
        return {"party": "-", "by": "-"}
    if due.by is None:
        return {"party": due.party, "by": "-"}
    assert not saga.is_late(at, limits, due.by)
    assert saga.is_late(at, limits, due.by + timedelta(days=1))
    return {"party": due.party, "by": str(due.by)}


def clearing(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """The limit of all steps together, beside those of each step."""
    limits = terms.limits_from(terms.law("510100", day), figures.number("total"))
    return _said_due(progress_of(given["progress"]), limits)


def annuities(figures: Figures, given: Given, day: date) -> dict[str, str]:
    kind = str(given["kind"])
    manners = terms.manners_from(figures, kind)
    found = {
        manner: annuity.against(kind, str(given["case"]), manner, manners, given.get("fixed"))
        for manner in given["manners"]
    }
    return {"refused": " ".join(f"{each}:{reasons(why) or '-'}" for each, why in found.items())}


def annuity_tax(figures: Figures, given: Given, day: date) -> dict[str, str]:
    """The table of the year is the one that is built in."""
    rule = terms.annuity_tax_from(figures, benefits_terms.figures_of("income_tax", "990100", day))
    return shares(rule.net(money(given, "paid_out"), str(given["reason"]), str(given["manner"])))
