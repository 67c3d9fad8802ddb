"""Ways to pensions, their runs, certifications and adjustments, as an operation needs them."""

from collections.abc import Callable
from typing import Any

from scenarios.benefits.desk import Desk
from tests.contract.towns import new, once, owner
from tests.support import pensioners

Values = dict[str, Any]


@once
def _desk() -> Desk:
    return pensioners.desk_of(owner(), f"way-pensions-{new()}")


@once
def _drawing() -> Any:
    return pensioners.drawing(_desk())


def _pension() -> Values:
    return {"pension_id": _drawing()["id"]}


def _run() -> Values:
    return {"pension_run_id": pensioners.run_of(_desk(), _drawing())}


def _certification() -> Values:
    found = pensioners.certification_of(_desk(), _drawing())
    return {"pension_certification_id": found}


@once
def _adjustment() -> Values:
    return {"pension_adjustment_id": pensioners.adjustment(_desk())}


@once
def _survivors() -> Values:
    return {"survivor_benefit_id": pensioners.survivor_benefit(_desk())}


def _adjusting() -> Values:
    return {"body": pensioners.adjusting()}


def _found() -> Values:
    return {
        "pension_id": pensioners.found_later(_desk()),
        "body": {"reason": "contributions_found"},
    }


def _earlier() -> Values:
    return {"body": pensioners.earlier(_desk())}


WAYS: dict[str, Callable[[], Values]] = {
    "createPensionAdjustment": _adjusting,
    "getPension": _pension,
    "getPensionAdjustment": _adjustment,
    "getPensionCertification": _certification,
    "getPensionExplanation": _pension,
    "getPensionRun": _run,
    "getSurvivorBenefit": _survivors,
    "listPensionChanges": _pension,
    "listPensionMonths": _pension,
    "listPensionRunLines": _run,
    "recalculatePension": _found,
    "recordEarlierContributions": _earlier,
}
