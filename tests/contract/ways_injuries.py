"""Ways to work injuries and what rests on them in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import injuries, once
from tests.support.injuries import Injuries

Values = dict[str, Any]


def _way(name: str, make: Callable[[Injuries], str], **body: Any) -> Callable[[], Values]:
    """The id under `name` of what is made; `body` is laid over the call's."""

    def way() -> Values:
        found: Values = {name: make(injuries()).rsplit("/", 1)[-1]}
        return found | ({"body": body} if body else {})

    return way


def _panel() -> Values:
    return {"body": {"service_application_id": injuries().awaited()["id"]}}


@once
def _made(make: Callable[[Injuries], str]) -> str:
    return make(injuries()).rsplit("/", 1)[-1]


def _seen(name: str, make: Callable[[Injuries], str]) -> Callable[[], Values]:
    """The same one each time: to be looked at only."""
    return lambda: {name: _made(make)}


_I, _P, _O = "work_injury_id", "injury_pension_id", "offsite_care_id"

WAYS: dict[str, Callable[[], Values]] = {
    "getWorkInjury": _way(_I, Injuries.injury),
    "confirmInjuryWage": _way(_I, Injuries.injury),
    "extendStopWork": _way(_I, Injuries.injury),
    "contestWorkInjury": _way(_I, Injuries.injury),
    "decideInjuryContest": _way(_I, Injuries.contested),
    "getCapacityFinding": _way("capacity_finding_id", Injuries.finding),
    "getInjuryGrant": _seen("injury_grant_id", Injuries.grant),
    "getInjuryPension": _seen(_P, Injuries.pension),
    "listInjuryPensionMonths": _seen(_P, Injuries.pension),
    "getInjuryCertification": _seen("injury_certification_id", Injuries.certification),
    "getOffsiteCare": _seen(_O, Injuries.offsite),
    "cancelOffsiteCare": _way(_O, Injuries.offsite),
    "getAssistiveDevice": _seen("assistive_device_id", Injuries.device),
    "getInjurySettlement": _seen("injury_settlement_id", Injuries.bill),
    "recordCapacityPanel": _panel,
}
