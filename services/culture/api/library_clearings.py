"""What libraries of one city settled among themselves, over HTTP."""

from typing import Any

import marshmallow as ma

from services.culture import problems_libraries as refusals
from services.culture.api.library_views import NOBODY, library_id
from services.culture.domain import city_clearing as domain
from services.culture.domain.city_clearing import CityClearing
from services.culture.flows import city_clearing as flow
from sscsim.web import Blueprint, ListQuery, Query, Resource, View, fields

library_clearings = Blueprint(
    "library_clearings",
    tag="Library clearings",
    description="Libraries of one city settle what they took for each other (同城结算).",
)
_DESK = ("library", "agency")
_PATH = {"clearing_id": "lcc_" + NOBODY}


class LibraryClearingView(Resource):
    object = fields.Object("library_clearing")
    month = fields.Month(required=True)
    library_ids = fields.List(library_id(), required=True, description="The two, in order.")
    owed_by_first_fen = fields.Fen(required=True, attribute="owed_by_first")
    owed_by_second_fen = fields.Fen(required=True, attribute="owed_by_second")
    payer_id = library_id(description="Who paid; absent where both owed the same.")
    amount_fen = fields.Fen(required=True, attribute="amount", description="What moved.")
    dues = fields.Int(required=True, attribute="count", description="How many it settled.")

    @ma.pre_dump
    def _named(self, made: Any, **_: Any) -> Any:
        if not isinstance(made, CityClearing):
            return made
        names = (*made.__slots__, "amount", "payer_id")
        shown = {name: getattr(made, name) for name in names}
        return {**shown, "library_ids": [made.first_id, made.second_id]}


class LibraryDueView(View):
    id = fields.Id("lcd", required=True)
    object = fields.Object("library_due")
    payer_id = library_id(required=True, description="Who owed it.")
    payee_id = library_id(required=True)
    purpose = fields.Enum(domain.PURPOSES, required=True)
    event = fields.Text(required=True, max=60, description="The payment or refund behind it.")
    amount_fen = fields.Fen(required=True, attribute="amount")
    created_at = fields.Instant(required=True)


class ClearingFilters(ListQuery):
    library_id = library_id(description="Either of the two.", example="demo_central")
    month = fields.Month()


@library_clearings.get(
    "/v1/library-clearings",
    listing=LibraryClearingView,
    query=ClearingFilters,
    scope="library.read",
    roles=_DESK,
)
def list_library_clearings(query: Query) -> Any:
    """List months that libraries of one city settled, the newest first.

    A fee that one took for another, and a deposit that one handed out for another, is owed between
    the two and settled some working days after the month, netted. Between cities it is a claim.
    """
    return flow.page(query)


@library_clearings.get(
    "/v1/library-clearings/<id('lcc'):clearing_id>",
    answer=LibraryClearingView,
    scope="library.read",
    roles=_DESK,
    problems=(refusals.LibraryClearingNotFound,),
    path_examples=_PATH,
)
def get_library_clearing(clearing_id: str) -> Any:
    """Show a month of two libraries of one city."""
    return flow.get(clearing_id)


@library_clearings.get(
    "/v1/library-clearings/<id('lcc'):clearing_id>/dues",
    listing=LibraryDueView,
    query=ListQuery,
    scope="library.read",
    roles=_DESK,
    problems=(refusals.LibraryClearingNotFound,),
    path_examples=_PATH,
)
def list_library_dues(clearing_id: str, query: Query) -> Any:
    """List what a clearing settled, the newest first."""
    return flow.dues(clearing_id, query)
