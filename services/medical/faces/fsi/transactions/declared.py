"""What was declared of a person, the sums of their year, the account: 5301 to 5304, 5206, 536x.

Whoever asks presents the person's number, which an institution gets by 1101 of somebody who shows
a card, a code or their number. 5301, 5302, 5206 and 5368 are told wherever the institution is; a
transfer only where it comes from or goes to.
"""

from collections.abc import Iterator
from typing import Any

from services.medical.domain.vocabulary import CHRONIC, EMPLOYEE
from services.medical.faces.fsi import accumulator_codes, chronic_codes, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.declarations import NO, YES, purpose
from services.medical.flows import person_information, year_sums
from services.medical.flows.declarations import chosen, chronic, transfers
from services.medical.flows.declarations.transfers import Told
from services.medical.flows.person_information import Information
from sscsim.kernel.periods import Month

INSTITUTION = "01"
"""申报来源: 定点医药机构."""


@answers("5301")
def chronic_registrations(call: Call) -> dict[str, Any]:
    found = chronic.standing(call.input["data"]["psn_no"])
    known = chronic_codes.diseases()
    return {
        "feedetail": [
            {
                "opsp_dise_code": known[one.disease].code,
                "opsp_dise_name": known[one.disease].zh,
                "begndate": one.from_date,
                "enddate": one.end_date,
            }
            for one in found
        ]
    }


@answers("5360")
def entitled_to(call: Call) -> dict[str, Any]:
    """What somebody is registered for on a day: the kind of treatment, and the disease."""
    asked, known = call.input["data"], chronic_codes.diseases()
    kind, on = asked.get("insutype") or None, asked["begntime"]
    found = (one for one in chronic.standing(asked["psn_no"]) if one.covers(on))
    rows = [
        {
            "med_type": words.code("med_type", CHRONIC),
            "dise_codg": known[one.disease].code,
            "dise_name": known[one.disease].zh,
            "insutype": words.code("insutype", one.insurance_kind),
            "begndate": one.from_date,
            "enddate": one.end_date,
        }
        for one in found
    ]
    return {"data": [row for row in rows if kind in (None, row["insutype"])]}


@answers("5302")
def chosen_institutions(call: Call) -> dict[str, Any]:
    asked = call.input["data"]
    found = chosen.standing(asked["psn_no"], purpose(asked["biz_appy_type"]))
    return {
        "psnfixmedin": [
            {
                "psn_no": one.person_id,
                "insutype": words.code("insutype", one.insurance_kind),
                "fix_srt_no": str(one.rank),
                "fixmedins_code": institution.institution_code,
                "fixmedins_name": institution.name,
                "begndate": one.start_date,
                "enddate": one.end_date,
                "memo": one.given.get("memo"),
            }
            for one, institution in found
        ]
    }


@answers("5304")
def transfers_of(call: Call) -> dict[str, Any]:
    """Those that hold on a day of the time that is asked for."""
    asked = call.input["data"]
    since, end = asked["begntime"].date(), asked.get("endtime")
    until = end.date() if end else None
    person, found = transfers.standing(call.institution, asked["psn_no"], since, until)
    return {"refmedin": [_transfer(person, one) for one in found]}


def _transfer(person: Information, told: Told) -> dict[str, Any]:
    record = told.record
    given = record.given if record else {}
    insured = [s for s in person.stretches if s.region_code == told.home_region_code]
    kind = record.insurance_kind if record else insured[0].insurance_kind
    return {
        "insutype": words.code("insutype", kind),
        "dcla_souc": INSTITUTION if record else None,
        "psn_no": person.person_id,
        "psn_cert_type": words.code("psn_cert_type", "identity_card"),
        "certno": person.social_security_number,
        "psn_name": person.name,
        "gend": words.code("gend", person.sex),
        "brdy": person.birth_date,
        "tel": given.get("tel"),
        "addr": given.get("addr"),
        "insu_optins": told.home_region_code,
        "diag_code": record.diagnosis_code if record else None,
        "diag_name": record.diagnosis_name if record else None,
        "dise_cond_dscr": given.get("dise_cond_dscr"),
        "reflin_medins_no": told.to_code,
        "reflin_medins_name": told.to_name,
        "out_flag": YES if told.is_away else NO,
        "refl_date": record.transfer_date if record else told.start_date,
        "refl_rea": record.reason if record else "异地转诊备案",
        "begndate": told.start_date,
        "enddate": told.end_date,
        "hosp_agre_refl_flag": YES,
    }


@answers("5206")
def accumulators(call: Call) -> dict[str, Any]:
    """The sums of the insurance years that the month lies in, up to its end; today's without one.

    The insurance year is the home region's, and is told as the year it began in.
    """
    asked = call.input["data"]
    month = _month(asked.get("cum_ym") or None)
    found = year_sums.of_person(asked["psn_no"], month)
    return {"cuminfo": [row for one in found for row in _sums(one)]}


def _month(said: str | None) -> Month | None:
    if said is None:
        return None
    try:
        return Month.parse(f"{said[:4]}-{said[4:]}")
    except ValueError:
        raise refusals.message(f"累计年月{said}应为yyyyMM", "data.cum_ym") from None


def _sums(one: year_sums.YearSums) -> Iterator[dict[str, Any]]:
    for name, code in accumulator_codes.codes()[one.key.insurance_kind].items():
        yield {
            "insutype": words.code("insutype", one.key.insurance_kind),
            "year": str(one.key.insurance_year),
            "cum_ym": f"{one.month.year:04d}{one.month.month:02d}",
            "cum_type_code": code,
            "cum": getattr(one.sums, name),
        }


@answers("5368")
def account_balance(call: Call) -> dict[str, Any]:
    """What the personal account holds. Only the employees' insurance has one."""
    person = person_information.of(call.input["data"]["psn_no"])
    if person.balance is None or person.account_region is None:
        raise refusals.FsiRefused(refusals.QUERY, "该人员没有个人账户", "data.psn_no")
    return {
        "data": {
            "psn_no": person.person_id,
            "psn_name": person.name,
            "insutype": words.code("insutype", EMPLOYEE),
            "insuplc_admdvs": person.account_region,
            "balc": person.balance,
        }
    }
