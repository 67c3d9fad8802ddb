"""Ways to unemployment benefits, checks, payouts and premiums in the states an operation needs."""

from collections.abc import Callable
from typing import Any

from scenarios.benefits import jobless
from scenarios.benefits.desk import Desk
from tests.contract.towns import new, once, owner, town
from tests.support import unemployed

Values = dict[str, Any]


def _desk() -> Desk:
    return Desk(owner(), f"jobless-{new()}")


def _benefit() -> Values:
    return {"unemployment_benefit_id": jobless.on_benefit(_desk())[2]["id"]}


def _to_suspend() -> Values:
    return {**_benefit(), "body": {"reason": "imprisoned"}}


def _suspended() -> Values:
    desk = _desk()
    known = jobless.on_benefit(desk)[2]["id"]
    desk.post(f"{jobless.BENEFITS}/{known}/suspend", {"reason": "imprisoned"})
    return {"unemployment_benefit_id": known}


def _to_stop() -> Values:
    return {**_benefit(), "body": {"reason": "military_service"}}


@once
def _paid() -> Values:
    return unemployed.paid(_desk())


def _one(name: str) -> Callable[[], Values]:
    return lambda: {name: _paid()[name]}


@once
def _death() -> Values:
    return {"unemployment_death_benefit_id": unemployed.death_benefit(_desk())}


def _check() -> Values:
    known = unemployed.paid(_desk())["unemployment_check_id"]
    return {"unemployment_check_id": known, "body": {"reason": "hospital"}}


def _birth() -> Values:
    return {**_benefit(), "body": {"kind": "childbirth"}}


@once
def _grant() -> Values:
    desk = _desk()
    path = f"{jobless.BENEFITS}/{jobless.on_benefit(desk)[2]['id']}/grants"
    return {"unemployment_grant_id": desk.post(path, {"kind": "childbirth"})["id"]}


def _refund() -> Values:
    return {"body": unemployed.retention(town())[1]}


@once
def _refunded() -> Values:
    path, body, *_ = unemployed.retention(town())
    return {"job_retention_refund_id": town().post(path, body)["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "excuseUnemploymentCheck": _check,
    "getJobRetentionRefund": _refunded,
    "getUnemploymentBenefit": _one("unemployment_benefit_id"),
    "getUnemploymentCheck": _one("unemployment_check_id"),
    "getUnemploymentDeathBenefit": _death,
    "getUnemploymentPremium": _one("unemployment_premium_id"),
    "getUnemploymentRun": _one("unemployment_run_id"),
    "getUnemploymentGrant": _grant,
    "grantBesideUnemploymentBenefit": _birth,
    "listUnemploymentBenefitMonths": _one("unemployment_benefit_id"),
    "refundJobRetention": _refund,
    "resumeUnemploymentBenefit": _suspended,
    "stopUnemploymentBenefit": _to_stop,
    "suspendUnemploymentBenefit": _to_suspend,
}
