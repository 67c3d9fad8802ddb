"""Care elsewhere and assistive devices after a work injury, over HTTP."""

from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.api import injury_care_views as views
from services.benefits.flows import assistive_devices, injury_settlements, offsite_cares
from services.benefits.problems_relations import RecordState
from sscsim import world
from sscsim.web import Blueprint, Query

injury_care = Blueprint(
    "injury_care",
    tag="Work-injury care",
    description="工伤异地就医与辅助器具: care elsewhere that was confirmed, assistive devices.",
)
_OFFSITE = "/v1/offsite-cares/<id('ofc'):offsite_care_id>"


@injury_care.get(
    "/v1/offsite-cares",
    listing=views.OffsiteCareView,
    query=views.OffsiteCareFilters,
    scope="work_injury.read",
)
def list_offsite_cares(query: Query) -> Any:
    """List confirmations of care elsewhere, the newest first."""
    return offsite_cares.page(query.page, dict(query.filters))


@injury_care.get(
    _OFFSITE,
    answer=views.OffsiteCareView,
    scope="work_injury.read",
    problems=(problems.OffsiteCareNotFound,),
    path_examples=views.OFFSITE,
)
def get_offsite_care(offsite_care_id: str) -> Any:
    """Show a confirmation of care elsewhere."""
    return offsite_cares.get(offsite_care_id)


@injury_care.post(
    _OFFSITE + "/cancel",
    answer=views.OffsiteCareView,
    key="accepted",
    scope="service_application.write",
    roles=("holder", "agency"),
    problems=(problems.OffsiteCareNotFound, world.RegionNotAllowed, RecordState),
    path_examples=views.OFFSITE,
)
def cancel_offsite_care(offsite_care_id: str) -> Any:
    """Cancel a confirmation (撤销): today is its last day."""
    return offsite_cares.cancel(offsite_care_id)


@injury_care.get(
    "/v1/injury-settlements",
    listing=views.InjurySettlementView,
    query=views.InjurySettlementFilters,
    scope="work_injury.read",
)
def list_injury_settlements(query: Query) -> Any:
    """List bills of work injuries that were settled by card, the newest first."""
    return injury_settlements.page(query.page, dict(query.filters))


@injury_care.get(
    "/v1/injury-settlements/<id('ist'):injury_settlement_id>",
    answer=views.InjurySettlementView,
    scope="work_injury.read",
    problems=(problems.InjurySettlementNotFound,),
    path_examples=views.SETTLEMENT,
)
def get_injury_settlement(injury_settlement_id: str) -> Any:
    """Show a bill of a work injury that was settled by card."""
    return injury_settlements.get(injury_settlement_id)


@injury_care.get(
    "/v1/assistive-devices",
    listing=views.AssistiveDeviceView,
    query=views.AssistiveDeviceFilters,
    scope="work_injury.read",
)
def list_assistive_devices(query: Query) -> Any:
    """List assistive devices, the newest first."""
    return assistive_devices.page(query.page, dict(query.filters))


@injury_care.get(
    "/v1/assistive-devices/<id('asd'):assistive_device_id>",
    answer=views.AssistiveDeviceView,
    scope="work_injury.read",
    problems=(problems.AssistiveDeviceNotFound,),
    path_examples=views.DEVICE,
)
def get_assistive_device(assistive_device_id: str) -> Any:
    """Show an assistive device."""
    return assistive_devices.get(assistive_device_id)
