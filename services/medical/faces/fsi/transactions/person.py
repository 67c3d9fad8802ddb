"""1101 人员基本信息获取: who is shown, how they are insured, and as what they are recognised."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from services.medical.domain.vocabulary import EMPLOYEE, RESIDENT
from services.medical.faces.fsi import persons, shown, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.person_information import Information, Stretch
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money


@answers("1101")
def person(call: Call) -> dict[str, Any]:
    """The person by card, by a code of the electronic card, or by identity number.

    What is said besides (number, name) must be the person's. `insuinfo` has the basic medical
    insurances, in force on the day of `begntime` or today, and of those that ended the last one;
    the account's balance stands with the first that the account belongs to.
    """
    asked = call.input["data"]
    found = shown.person(call.institution, asked)
    begins = asked.get("begntime")
    on = begins.date() if begins else world.today()
    return told(found, on)


def told(found: Information, on: date) -> dict[str, Any]:
    """The three nodes of a person, which other numbers have too."""
    return {
        "baseinfo": persons.base(found),
        "insuinfo": list(_insured(found, on)),
        "idetinfo": list(_recognised(found, on)),
    }


def _insured(found: Information, on: date) -> Iterator[dict[str, Any]]:
    stretches = list(_told(found, on))
    kinds = [stretch.insurance_kind for stretch in stretches]
    keeper = kinds.index(EMPLOYEE) if EMPLOYEE in kinds else 0
    for ordinal, stretch in enumerate(stretches):
        held = found.balance if ordinal == keeper else None
        yield _insurance(found, stretch, on, held or Money.zero())


def _told(found: Information, on: date) -> Iterator[Stretch]:
    """Of each kind those in force; where there is none, the last that has ended."""
    for kind in (EMPLOYEE, RESIDENT):
        begun = [s for s in found.stretches if s.insurance_kind == kind and s.from_date <= on]
        in_force = [s for s in begun if s.covers(on)]
        yield from in_force or begun[-1:]


def _insurance(found: Information, stretch: Stretch, on: date, balance: Money) -> dict[str, Any]:
    ended = None if stretch.covers(on) else stretch.to_date
    return {
        "balc": balance,
        "insutype": words.code("insutype", stretch.insurance_kind),
        "psn_type": persons.kind(found, stretch, on),
        "psn_insu_stas": words.code("psn_insu_stas", "ended" if ended else "insured"),
        "psn_insu_date": stretch.from_date,
        "paus_insu_date": ended,
        "cvlserv_flag": persons.servant(found, stretch.region_code, on),
        "insuplc_admdvs": stretch.region_code,
    }


def _recognised(found: Information, on: date) -> Iterator[dict[str, Any]]:
    """As what one is recognised in need; a civil servant stands with the insurance."""
    for one in found.recognised:
        if one.holds(on) and words.has("psn_idet_type", one.kind):
            end = one.to_date and datetime.combine(one.to_date, time(23, 59, 59), SHANGHAI)
            yield {
                "psn_idet_type": words.code("psn_idet_type", one.kind),
                "begntime": one.from_date,
                "endtime": end,
            }
