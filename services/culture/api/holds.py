"""Holds over HTTP."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.domain import holds as hold_words
from services.culture.flows import loans as shown
from services.culture.flows.circulation import holding
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query, Schema, fields
from sscsim.world import RegionNotAllowed

holds = Blueprint("holds", tag="Holds", description="Waiting for titles (预约).")
_HOLD = {"hold_id": "hld_" + views.NOBODY}
_ANY = ("library", "agency", "holder")
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)


class HoldNew(Schema):
    reader_id = fields.Id("rdr", required=True, example=views.READER_ID)
    title_id = fields.Id("ttl", required=True, example="ttl_" + views.NOBODY)
    pickup_library_id = views.library_id(required=True)


class PickupNew(Schema):
    pickup_library_id = views.library_id(required=True)


class HoldFilters(views.PersonFilters):
    reader_id = fields.Id("rdr")
    title_id = fields.Id("ttl")
    pickup_library_id = views.library_id()
    status = fields.Enum(hold_words.STATUSES)


@holds.post(
    "/v1/holds",
    body=HoldNew,
    answer=views.HoldView,
    status=201,
    key="required",
    location="/v1/holds/{id}",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        refusals.TitleNotFound,
        refusals.HoldRefused,
        *_RULES,
    ),
)
def place_hold(body: dict[str, Any]) -> Any:
    """Wait for a title at a library (预约); a copy that is free anywhere in the network comes."""
    return holding.place(**body)


@holds.get("/v1/holds", listing=views.HoldView, query=HoldFilters, scope="loan.read")
def list_holds(query: Query) -> Any:
    """List holds, the newest first, with their places in the queue."""
    return shown.page_of_holds(query.page, **query.filters)


@holds.get(
    "/v1/holds/<id('hld'):hold_id>",
    answer=views.HoldView,
    scope="loan.read",
    problems=(refusals.HoldNotFound,),
    path_examples=_HOLD,
)
def get_hold(hold_id: str) -> Any:
    """Show a hold, and until when the copy is kept."""
    return shown.get_hold(hold_id)


@holds.post(
    "/v1/holds/<id('hld'):hold_id>/change-pickup",
    body=PickupNew,
    answer=views.HoldView,
    key="accepted",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.HoldNotFound,
        refusals.HoldMoveNotAllowed,
        refusals.HoldRefused,
        refusals.NotAReader,
        refusals.ReaderClosed,
        *_RULES,
    ),
    path_examples=_HOLD,
)
def change_hold_pickup(hold_id: str, body: dict[str, Any]) -> Any:
    """Fetch it at another member of the network (更改取书馆), while it is waited for."""
    return holding.change_pickup(hold_id, **body)


@holds.post(
    "/v1/holds/<id('hld'):hold_id>/cancel",
    answer=views.HoldView,
    key="required",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.HoldNotFound,
        refusals.HoldMoveNotAllowed,
        *_RULES,
    ),
    path_examples=_HOLD,
)
def cancel_hold(hold_id: str) -> Any:
    """Wait no longer (取消预约); a copy that is kept goes to who waits next."""
    return holding.cancel(hold_id)
