"""Cards that libraries make themselves, over HTTP."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture import problems_reader_cards as card_refusals
from services.culture.api import library_views as views
from services.culture.domain import reader_cards as domain
from services.culture.flows.readers import cards as flow
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

reader_cards = Blueprint(
    "reader_cards",
    tag="Reader cards",
    description="Cards of the libraries' own (读者证): of one reader, temporary, or of a family.",
)
_CARD = {"reader_card_id": "lrc_" + views.NOBODY}
_DESK = ("library", "agency")
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)


class FamilyCardNew(Schema):
    library_id = views.library_id(required=True, example="demo_central")
    reader_id = fields.Id(
        "rdr", required=True, example=views.READER_ID, description="Who answers for it."
    )
    member_ids = fields.List(
        fields.Id("rdr", example=views.READER_ID),
        required=True,
        min=1,
        max=20,
        example=["rdr_" + views.NOBODY],
        description="The other members.",
    )


class ReaderCardView(Resource):
    object = fields.Object("reader_card")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    library_id = views.library_id(required=True)
    network_id = fields.Text(required=True, max=20)
    number = fields.Text(required=True, max=14, pattern=domain.NUMBER)
    kind = fields.Enum(domain.KINDS, required=True)
    member_ids = fields.List(
        fields.Id("rdr"), required=True, max=21, description="Of a family card; else none."
    )
    valid_to_date = fields.Date(attribute="valid_to", description="The last day, where it has one.")
    status = fields.Enum(domain.STATUSES, required=True)


class ReaderCardFilters(views.PersonFilters):
    reader_id = fields.Id("rdr", example=views.READER_ID)
    library_id = views.library_id()
    kind = fields.Enum(domain.KINDS)
    status = fields.Enum(domain.STATUSES)


@reader_cards.post(
    "/v1/reader-cards",
    body=FamilyCardNew,
    answer=ReaderCardView,
    status=201,
    key="required",
    location="/v1/reader-cards/{id}",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        card_refusals.FamilyTooSmall,
        card_refusals.FamilyMemberTaken,
        *_RULES,
    ),
)
def issue_family_card(body: dict[str, Any]) -> Any:
    """Make a card for a family (家庭证), where the library's rules have one.

    All members are readers of its network. What is lent by it is the holder's, has the card's own
    limits, and counts against nobody's others.
    """
    return flow.issue_family(**body)


@reader_cards.get(
    "/v1/reader-cards", listing=ReaderCardView, query=ReaderCardFilters, scope="reader.read"
)
def list_reader_cards(query: Query) -> Any:
    """List cards of the libraries' own, the newest first."""
    return flow.page(query.page, **query.filters)


@reader_cards.get(
    "/v1/reader-cards/<id('lrc'):reader_card_id>",
    answer=ReaderCardView,
    scope="reader.read",
    problems=(card_refusals.ReaderCardNotFound,),
    path_examples=_CARD,
)
def get_reader_card(reader_card_id: str) -> Any:
    """Show a card of a library's own."""
    return flow.get(reader_card_id)


@reader_cards.post(
    "/v1/reader-cards/<id('lrc'):reader_card_id>/report-lost",
    answer=ReaderCardView,
    key="required",
    scope="reader.write",
    roles=(*_DESK, "holder"),
    problems=(
        RegionNotAllowed,
        card_refusals.ReaderCardNotFound,
        card_refusals.ReaderCardMoveNotAllowed,
    ),
    path_examples=_CARD,
)
def report_reader_card_lost(reader_card_id: str) -> Any:
    """Report a card of a library's own as lost (挂失): nothing is lent by it."""
    return flow.report_lost(reader_card_id)


@reader_cards.post(
    "/v1/reader-cards/<id('lrc'):reader_card_id>/replace",
    answer=ReaderCardView,
    status=201,
    key="required",
    location="/v1/reader-cards/{id}",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        card_refusals.ReaderCardNotFound,
        card_refusals.ReaderCardMoveNotAllowed,
        refusals.ReaderNotFound,
        *_RULES,
    ),
    path_examples=_CARD,
)
def replace_reader_card(reader_card_id: str) -> Any:
    """Make another in its place (补证), with a new number; the price that the house names is owed.

    A temporary one keeps its last day, a family's its members.
    """
    return flow.replace(reader_card_id)
