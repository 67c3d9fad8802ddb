"""Ways to projects, orders and premiums of the work injury fund in the states that a call needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import once, town
from tests.support import money_injury_fund as made

Values = dict[str, Any]
_J, _M = "prevention_project_id", "platform_premium_id"


def _new(make: Callable[[Any], Any]) -> Callable[[], Values]:
    return lambda: {"body": make(town())}


def _project(path: str) -> Values:
    return {_J: path.rsplit("/", 1)[-1]}


def _applied() -> Values:
    return {_J: town().post(made.PROJECTS, made.new_project(town()))["id"]}


def _approved() -> Values:
    return _project(made.approved(town()))


@once
def _seen() -> Values:
    return _approved()


@once
def _order() -> Values:
    return {"platform_order_id": town().post(made.ORDERS, made.new_order(town()))["id"]}


def _premium() -> Values:
    return {_M: made.premium(town())["id"]}


@once
def _a_premium() -> Values:
    return _premium()


WAYS: dict[str, Callable[[], Values]] = {
    "createPreventionProject": _new(made.new_project),
    "getPreventionProject": _seen,
    "listPreventionProjectParts": _seen,
    "reviewPreventionProject": _applied,
    "acceptPreventionPart": _approved,
    "stopPreventionProject": _approved,
    "createPlatformOrder": _new(made.new_order),
    "getPlatformOrder": _order,
    "getPlatformPremium": _a_premium,
    "payPlatformPremium": _premium,
}
