"""Working out the cases of personnel files and labour relations."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.benefits import terms
from services.benefits.domain.decision import Person
from services.benefits.domain.files import graduate
from services.benefits.domain.labour import arbitration, contract, inspection
from services.benefits.domain.labour.contract import ContractTimes
from services.benefits.domain.labour.dispute import DisputeTimes
from services.benefits.domain.labour.inspection import InspectionTimes
from services.benefits.flows.items.files.transferring import FileTimes
from sscsim.kernel import workdays
from sscsim.kernel.periods import Month
from sscsim.policy import Figures
from tests.policy import benefits_cases

Given = Mapping[str, Any]
EMPLOYER = "91990100MA0000001G"


def personnel_files(figures: Figures, given: Given, day: date) -> dict[str, str]:
    times = terms.numbers(FileTimes, figures)
    if "inputs" in given:
        facts = graduate.Facts(times.graduate_months, times.send_days, None, None)
        case = benefits_cases.case_of("HRSS-078", given, day)
        return benefits_cases.decided(graduate.decide(case, facts))
    return {
        "send_by": str(workdays.after(day, times.send_days).day),
        "give_back_by": str(workdays.after(day, times.borrow_days).day),
        "certificate_until": str((Month.of(day) + times.certificate_months).day(day.day)),
        "received_until": str(Month.of(day) + times.graduate_months),
    }


def labour_disputes(figures: Figures, given: Given, day: date) -> dict[str, str]:
    times = terms.numbers(DisputeTimes, figures)
    if "arisen" in given:
        return _arbitration(times, given, day)
    award = day + timedelta(days=times.award_days)
    return {
        "session_on": str(workdays.after(day, times.session_days).day),
        "mediation_until": str(day + timedelta(days=times.mediation_days)),
        "serve_by": str(day + timedelta(days=times.serve_days)),
        "award_by": str(award),
        "extended": str(award + timedelta(days=times.extension_days)),
        "sue_until": str(day + timedelta(days=times.sue_days)),
        "pay_by": str(day + timedelta(days=times.pay_days)),
    }


def _arbitration(times: DisputeTimes, given: Given, day: date) -> dict[str, str]:
    claim = {"claim": given["claim"], "facts": "用人单位至今没有支付。"}
    if "amount" not in given:
        claim["amount_fen"] = 100_000
    inputs = {
        "respondent_credit_code": EMPLOYER,
        "respondent_name": "示范餐饮",
        "arisen_on_date": str(given["arisen"]),
        "was_mediated": False,
        "claims": [claim],
        "contact_phone": "19900000001",
    }
    employed = bool(given.get("employed", False))
    facts = arbitration.Facts(times, None, None, is_employed=employed)
    case = benefits_cases.case_of("HRSS-080", {"inputs": inputs}, day)
    shown = benefits_cases.decided(arbitration.decide(case, facts))
    return {name: value for name, value in shown.items() if not name.startswith("claim")}


def labour_inspection(figures: Figures, given: Given, day: date) -> dict[str, str]:
    times = terms.numbers(InspectionTimes, figures)
    if "ended" in given:
        inputs = {
            "employer_credit_code": EMPLOYER,
            "employer_name": "示范建设",
            "violation": "overtime",
            "happened_until_date": str(given["ended"]),
            "people_concerned": 1,
            "facts": "长期超时加班没有调休。",
        }
        case = benefits_cases.case_of("HRSS-081", {"inputs": inputs}, day)
        facts = inspection.Facts(times, None)
        return benefits_cases.decided(inspection.decide(case, facts))
    finish = workdays.after(day, times.finish_days).day
    return {
        "finish_by": str(finish),
        "extended": str(workdays.after(finish, times.extension_days).day),
        "correct_by": str(day + timedelta(days=times.correct_days)),
        "least": figures.money("card_fine.least").value.plain(),
        "most": figures.money("card_fine.most").value.plain(),
    }


def migrant_wages(figures: Figures, given: Given, day: date) -> dict[str, str]:
    return {"closable": str(day + timedelta(days=figures.number("close_days").value))}


def labour_contracts(figures: Figures, given: Given, day: date) -> dict[str, str]:
    times = terms.numbers(ContractTimes, figures)
    inputs = {
        "employer_credit_code": EMPLOYER,
        "worker_number": "990100199005200018",
        "contract_kind": "fixed_term",
        "start_date": str(given["start"]),
        "post": "厨师",
        "monthly_wage_fen": 600_000,
        "contract_sha256": "ab" * 32,
        **({"end_date": str(given["end"])} if "end" in given else {}),
    }
    born = date.fromisoformat(str(given.get("born", "1990-05-20")))
    worker = Person("psn_0", "李安", "male", born, "990100")
    case = benefits_cases.case_of("HRSS-083", {"inputs": inputs}, day)
    said = contract.decide(case, contract.Facts(times, worker, ()))
    return benefits_cases.decided(said) | {"open_ended_after": str(times.fixed_terms)}
