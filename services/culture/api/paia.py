"""A reader's account by the model of PAIA, for clients that speak it."""

from typing import Any

import marshmallow as ma

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.flows import paia as flow
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, View, fields

paia = Blueprint(
    "paia",
    tag="Patron accounts",
    description="Patron, items, fees, requests, renewals and cancellations after PAIA core 1.4.",
)
_READER = {"reader_id": views.READER_ID}
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)
_EDITION = flow.EDITION + "ttl_" + views.NOBODY


class Uri(fields.Text):
    """A URI of ours: what it names, and its id."""

    def __init__(self, kind: str, prefix: str, **more: Any) -> None:
        form = fields.id_form(prefix)
        super().__init__(max=80, pattern=f"urn:ssc:{kind}:{form}", **more)


class PaiaPatronView(View):
    name = fields.Text(required=True, max=100)
    status = fields.Int(
        required=True, min=0, max=4, description="0 active, 3 inactive because of what is owed."
    )
    type = fields.List(fields.Text(max=60), required=True, description="Networks.")


class PaiaDocView(View):
    status = fields.Int(
        required=True,
        min=0,
        max=5,
        description="0 no relation, 1 reserved, 2 ordered (on its way), 3 held (on loan), "
        "4 provided (to be fetched), 5 rejected.",
    )
    item = fields.Text(max=80, description="The copy.")
    edition = fields.Text(max=80, description="The title.")
    about = fields.Text(max=200)
    label = fields.Text(max=40, description="Call number.")
    queue = fields.Int(min=0, description="How many wait for it.")
    renewals = fields.Int(min=0)
    starttime = fields.Instant()
    endtime = fields.Instant(description="Returned or fetched before this.")
    duedate = fields.Date()
    cancancel = fields.Bool()
    storage = fields.Text(max=100)
    storageid = fields.Text(max=60)
    error = fields.Text(max=1_000, description="Why it was refused, with its code first.")


class PaiaItemsView(View):
    doc = fields.List(fields.Nested(PaiaDocView), required=True)


class PaiaFeeView(View):
    amount = fields.Text(required=True, max=30, example="0.40 CNY")
    date = fields.Date()
    about = fields.Text(max=200)
    item = fields.Text(max=80)
    edition = fields.Text(max=80)
    feetype = fields.Text(max=40)
    feetypeid = fields.Text(max=80)
    feeid = fields.Id("lfe")


class PaiaFeesView(View):
    amount = fields.Text(required=True, max=30)
    fee = fields.List(fields.Nested(PaiaFeeView), required=True)


class PaiaWish(Schema):
    """One document, by its copy or its title."""

    item = Uri("copy", "cop")
    edition = Uri("title", "ttl", example=_EDITION)

    @ma.post_load
    def _made(self, body: dict[str, Any], **_: Any) -> flow.Wish:
        return flow.Wish(**body)


class PaiaRequest(PaiaWish):
    storageid = fields.Text(
        required=True,
        max=60,
        pattern=r"urn:ssc:library:[a-z][a-z_]{1,19}",
        example=flow.LIBRARY + views.LIBRARY,
    )


class PaiaDocs(Schema):
    doc = fields.List(fields.Nested(PaiaWish), required=True, min=1, max=50)


class PaiaRequests(Schema):
    doc = fields.List(fields.Nested(PaiaRequest), required=True, min=1, max=50)


_DOCS = {"doc": [{"edition": _EDITION}]}


def _wishes(body: dict[str, Any]) -> list[flow.Wish]:
    """The documents, each named in one way. ExactlyOneNeeded."""
    found: list[flow.Wish] = body["doc"]
    for number, wish in enumerate(found):
        if (wish.item is None) == (wish.edition is None):
            raise refusals.ExactlyOneNeeded(("item", "edition"), f"/doc/{number}/edition")
    return found


@paia.get(
    "/v1/paia/<id('rdr'):reader_id>",
    answer=PaiaPatronView,
    scope="reader.read",
    problems=(refusals.ReaderNotFound, *_RULES),
    path_examples=_READER,
)
def get_paia_patron(reader_id: str) -> Any:
    """Show the patron: name, status, networks."""
    return flow.patron(reader_id)


@paia.get(
    "/v1/paia/<id('rdr'):reader_id>/items",
    answer=PaiaItemsView,
    scope="loan.read",
    problems=(refusals.ReaderNotFound,),
    path_examples=_READER,
)
def get_paia_items(reader_id: str) -> Any:
    """Show what the patron has on loan, and what they wait for."""
    return flow.items(reader_id)


@paia.get(
    "/v1/paia/<id('rdr'):reader_id>/fees",
    answer=PaiaFeesView,
    scope="reader.read",
    problems=(refusals.ReaderNotFound,),
    path_examples=_READER,
)
def get_paia_fees(reader_id: str) -> Any:
    """Show what the patron owes."""
    return flow.fees(reader_id)


@paia.post(
    "/v1/paia/<id('rdr'):reader_id>/request",
    body=PaiaRequests,
    answer=PaiaItemsView,
    key="accepted",
    scope="loan.write",
    roles=("library", "agency", "holder"),
    problems=(refusals.ReaderNotFound, refusals.ExactlyOneNeeded, *_RULES),
    path_examples=_READER,
    example={"doc": [{"edition": _EDITION, "storageid": flow.LIBRARY + views.LIBRARY}]},
)
def request_paia_items(reader_id: str, body: dict[str, Any]) -> Any:
    """Wait for titles; each that is refused says why, and the others are served."""
    return flow.request(reader_id, _wishes(body))


@paia.post(
    "/v1/paia/<id('rdr'):reader_id>/renew",
    body=PaiaDocs,
    answer=PaiaItemsView,
    key="accepted",
    scope="loan.write",
    roles=("library", "agency", "holder"),
    problems=(refusals.ReaderNotFound, refusals.ExactlyOneNeeded, *_RULES),
    path_examples=_READER,
    example=_DOCS,
)
def renew_paia_items(reader_id: str, body: dict[str, Any]) -> Any:
    """Renew loans; each that is refused says why, and the others are renewed."""
    return flow.renew_items(reader_id, _wishes(body))


@paia.post(
    "/v1/paia/<id('rdr'):reader_id>/cancel",
    body=PaiaDocs,
    answer=PaiaItemsView,
    key="accepted",
    scope="loan.write",
    roles=("library", "agency", "holder"),
    problems=(refusals.ReaderNotFound, refusals.ExactlyOneNeeded, *_RULES),
    path_examples=_READER,
    example=_DOCS,
)
def cancel_paia_items(reader_id: str, body: dict[str, Any]) -> Any:
    """Wait no longer; each that is refused says why."""
    return flow.cancel(reader_id, _wishes(body))
