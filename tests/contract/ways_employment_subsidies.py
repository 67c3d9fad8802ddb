"""Ways to subsidies, recoveries, internships and loans in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import once, town
from tests.support import money_employment_subsidies

Values = dict[str, Any]


def _grant() -> Values:
    body = {"body": {"reason": "材料不实"}}
    return {"subsidy_grant_id": money_employment_subsidies.paid_grant(town())["id"], **body}


@once
def _a_grant() -> Values:
    return {"subsidy_grant_id": _grant()["subsidy_grant_id"]}


@once
def _recovery() -> Values:
    return {"benefit_recovery_id": money_employment_subsidies.owed(town())["id"]}


def _refund() -> Values:
    owed = money_employment_subsidies.owed(town())
    return {"benefit_recovery_id": owed["id"], "body": {"amount_fen": 1_000}}


@once
def _internship() -> Values:
    return {"internship_id": money_employment_subsidies.internship(town())["internship_id"]}


def _leaving() -> Values:
    made = money_employment_subsidies.internship(town())
    today = money_employment_subsidies.today(town()).isoformat()
    body = {"ended_on": today, "reason": "left"}
    return {"internship_id": made["internship_id"], "body": body}


@once
def _subsidy() -> Values:
    return {"subsidy_id": money_employment_subsidies.internship(town())["subsidy_id"]}


def _false() -> Values:
    made = money_employment_subsidies.internship(town())
    return {"subsidy_id": made["subsidy_id"], "body": {"reason": "材料不实"}}


def _base() -> Values:
    return {"internship_base_id": money_employment_subsidies.base(town())[0]["id"]}


@once
def _a_base() -> Values:
    return _base()


def _new_base() -> Values:
    """An employer that is no base yet: there is a new party each time."""
    number = next(town().numbers)
    party = town().owner.post(
        "/sandbox/v1/parties", {"name": f"to be a base {number}", "role": "employer"}
    )
    said = {
        "party_id": party["id"],
        "credit_code": money_employment_subsidies.credit_code(1_000_000 + number),
        "name": "示范单位",
        "region_code": "990100",
        "places": 2,
    }
    return {"body": said}


def _loan() -> Values:
    return {"startup_loan_id": money_employment_subsidies.loan(town())["id"]}


@once
def _a_loan() -> Values:
    return _loan()


def _declinable() -> Values:
    return {**_loan(), "body": {"reason": "征信记录不符合要求"}}


def _contracted() -> Values:
    found = _loan()
    town().post(f"/v1/startup-loans/{found['startup_loan_id']}/contract")
    return found


def _overdue() -> Values:
    return {"startup_loan_id": money_employment_subsidies.overdue_loan(town())["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "closeInternshipBase": _base,
    "collectStartupLoan": _overdue,
    "contractStartupLoan": _loan,
    "createInternshipBase": _new_base,
    "declineStartupLoan": _declinable,
    "drawStartupLoan": _contracted,
    "endInternship": _leaving,
    "getBenefitRecovery": _recovery,
    "getInternship": _internship,
    "getInternshipBase": _a_base,
    "getStartupLoan": _a_loan,
    "getSubsidy": _subsidy,
    "getSubsidyGrant": _a_grant,
    "listBenefitRecoveryParts": _recovery,
    "listStartupLoanInstalments": _a_loan,
    "listSubsidyMonths": _subsidy,
    "recheckSubsidy": _subsidy,
    "recoverSubsidy": _false,
    "recoverSubsidyGrant": _grant,
    "refundBenefit": _refund,
}
