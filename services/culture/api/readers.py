"""Readers, their deposits and refunds over HTTP."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture import problems_reader_cards as card_refusals
from services.culture.api import library_views as views
from services.culture.domain import reader_cards as card_words
from services.culture.domain import readers as domain
from services.culture.flows import loans as shown
from services.culture.flows.readers import block, identify, read, refund, register
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields
from sscsim.world import RegionNotAllowed

readers = Blueprint(
    "readers", tag="Readers", description="Readers by social security card (读者), and deposits."
)
_READER = {"reader_id": views.READER_ID}
_REFUND = {"refund_id": "lrf_" + views.NOBODY}
_DESK = ("library", "agency")
CARD_REFUSALS = (
    refusals.CardNotForReader,
    refusals.CarrierNotTaken,
    refusals.NotAReader,
    refusals.ReaderClosed,
    card_refusals.IdentityNotKnown,
    card_refusals.IdentityCardIncomplete,
    card_refusals.ReaderCardNotFound,
)
"""What a card that is shown may be refused for."""
RELAYED = {
    403: ("scene_not_allowed",),
    422: (
        "card_number_invalid",
        "card_number_ambiguous",
        "identity_number_invalid",
        "real_looking_identity",
    ),
}
"""What the card service says of a card that it can't look at."""
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)


_BLOCKING = (
    RegionNotAllowed,
    refusals.LibraryNotFound,
    refusals.ReaderNotFound,
    refusals.NotAReader,
    refusals.ReaderClosed,
    refusals.ReaderBlockState,
    *_RULES,
)


class ReaderNew(views.CredentialSchema):
    library_id = views.library_id(required=True, example="demo_central")
    tier = fields.Text(max=4, pattern="[a-z]", description="Of the house rules, for a deposit.")

    reader_card = fields.Enum(
        (card_words.OWN, card_words.TEMPORARY),
        description="Have the library make one of its own (读者证、临时证) instead.",
    )


class ReaderShown(views.ReaderCredentialSchema):
    library_id = views.library_id(required=True)


class ReaderFilters(ListQuery):
    person_id = fields.Id("psn")
    library_id = views.library_id(description="Where they registered.")


class AtLibrary(Schema):
    library_id = views.library_id(required=True)


class ReaderBlock(AtLibrary):
    reason = fields.Text(max=200, required=True, example="读者证遗失")
    is_card_retained = fields.Bool(
        load_default=False, description="A machine kept the card that was shown."
    )


class RefundNew(AtLibrary):
    method = fields.Enum(domain.REFUND_METHODS, required=True, example="cash")


class RefundView(Resource):
    object = fields.Object("reader_refund")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    library_id = views.library_id(required=True, description="Who hands it out.")
    deposit_library_id = views.library_id(required=True, description="Who kept it.")
    method = fields.Enum(domain.REFUND_METHODS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    fine_fen = fields.Fen(required=True, attribute="fine", description="Taken out of it for fees.")
    status = fields.Enum(domain.REFUND_STATUSES, required=True)
    return_code = fields.Text(max=2, description="Of the bank, where it went onto the card.")


class DepositEntryView(View):
    id = fields.Id("lde", required=True)
    object = fields.Object("deposit_entry")
    library_id = views.library_id(required=True, description="Who keeps it.")
    paid_by = views.library_id(required=True, description="Where the money passed the desk.")
    kind = fields.Enum(domain.DEPOSIT_KINDS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount", min=-fields.MAX_FEN)
    balance_fen = fields.Fen(required=True, attribute="balance")
    created_at = fields.Instant(required=True)


@readers.post(
    "/v1/readers",
    body=ReaderNew,
    answer=views.ReaderView,
    status=201,
    key="accepted",
    location="/v1/readers/{id}",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ExactlyOneNeeded,
        refusals.CardNotForReader,
        refusals.CarrierNotTaken,
        card_refusals.IdentityNotKnown,
        card_refusals.IdentityCardIncomplete,
        refusals.TierUnknown,
        refusals.ReaderKnown,
        *_RULES,
    ),
    relayed=RELAYED,
    example={"library_id": "demo_central", "card_id": CHEN_YU.card_id(SEED)},
)
def register_reader(body: dict[str, Any]) -> Any:
    """Register a reader by social security card or its electronic twin (社保卡办证), or without.

    One identity a person: at another member of the same network nothing more is needed, and in
    another network this adds a membership. The card is verified by the card service for the use
    `library` at the library's city. The deposit that the house rules want is due before anything is
    lent; most want none.

    Some networks take the identity card (`social_security_number` with `name`), and some libraries
    make a card of their own (`reader_card`), for good or for some weeks; it may want a deposit.
    """
    return register.register(**body)


@readers.post(
    "/v1/readers/identify",
    body=ReaderShown,
    answer=views.ReaderView,
    key="accepted",
    scope="reader.write",
    roles=_DESK,
    problems=(refusals.LibraryNotFound, refusals.ExactlyOneNeeded, *CARD_REFUSALS, *_RULES),
    relayed=RELAYED,
    example={"library_id": views.LIBRARY, "card_id": "card_" + views.NOBODY},
)
def identify_reader(body: dict[str, Any]) -> Any:
    """Say which reader a card is, if it is good at this library."""
    return identify.shown_at(**body)


@readers.get("/v1/readers", listing=views.ReaderView, query=ReaderFilters, scope="reader.read")
def list_readers(query: Query) -> Any:
    """List readers, of one person or registered at one library."""
    return read.page(query.page, query.get("person_id"), query.get("library_id"))


@readers.get(
    "/v1/readers/<id('rdr'):reader_id>",
    answer=views.ReaderView,
    scope="reader.read",
    problems=(refusals.ReaderNotFound,),
    path_examples=_READER,
)
def get_reader(reader_id: str) -> Any:
    """Show a reader and the networks that know them."""
    return read.get(reader_id)


@readers.post(
    "/v1/readers/<id('rdr'):reader_id>/leave",
    body=AtLibrary,
    answer=views.ReaderView,
    key="accepted",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        refusals.ReaderHasObligations,
        *_RULES,
    ),
    path_examples=_READER,
)
def leave_library(reader_id: str, body: dict[str, Any]) -> Any:
    """Leave the network of a library (退证); nothing may be open, and no deposit left."""
    return register.leave(reader_id, **body)


@readers.post(
    "/v1/readers/<id('rdr'):reader_id>/block",
    body=ReaderBlock,
    answer=views.ReaderView,
    key="accepted",
    scope="reader.write",
    roles=_DESK,
    problems=_BLOCKING,
    path_examples=_READER,
)
def block_reader(reader_id: str, body: dict[str, Any]) -> Any:
    """Let a reader borrow nothing for a while (停借), in the whole network of the library.

    What they have they keep, and may bring back; nothing is lent, renewed or kept for them.
    """
    return block.block(reader_id, **body)


@readers.post(
    "/v1/readers/<id('rdr'):reader_id>/unblock",
    body=AtLibrary,
    answer=views.ReaderView,
    key="accepted",
    scope="reader.write",
    roles=_DESK,
    problems=_BLOCKING,
    path_examples=_READER,
)
def unblock_reader(reader_id: str, body: dict[str, Any]) -> Any:
    """Let a reader borrow again (恢复借阅)."""
    return block.unblock(reader_id, **body)


@readers.get(
    "/v1/readers/<id('rdr'):reader_id>/deposit-entries",
    listing=DepositEntryView,
    scope="reader.read",
    problems=(refusals.ReaderNotFound,),
    path_examples=_READER,
)
def list_deposit_entries(reader_id: str, query: Query) -> Any:
    """List the movements of a reader's deposits, the newest first."""
    return read.deposit_entries(reader_id, query.page)


@readers.post(
    "/v1/readers/<id('rdr'):reader_id>/refund-deposit",
    body=RefundNew,
    answer=RefundView,
    status=201,
    key="required",
    location="/v1/reader-refunds/{id}",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        refusals.NoDeposit,
        refusals.DepositTooEarly,
        refusals.ReaderHasObligations,
        *_RULES,
    ),
    path_examples=_READER,
)
def refund_deposit(reader_id: str, body: dict[str, Any]) -> Any:
    """Give a deposit back at any member (退押金), in cash or onto the card.

    What is owed to the library that kept it is taken out of it. Handed out by a library of another
    city, it becomes a claim between the two cities, cleared each month.
    """
    return refund.refund(reader_id, **body)


@readers.get(
    "/v1/reader-refunds/<id('lrf'):refund_id>",
    answer=RefundView,
    scope="reader.read",
    problems=(refusals.RefundNotFound,),
    path_examples=_REFUND,
)
def get_reader_refund(refund_id: str) -> Any:
    """Show a refund, and whether the bank took it."""
    return shown.get_refund(refund_id)


@readers.post(
    "/v1/reader-refunds/<id('lrf'):refund_id>/hand-out",
    answer=RefundView,
    key="required",
    scope="reader.write",
    roles=_DESK,
    problems=(RegionNotAllowed, refusals.RefundNotFound, refusals.RefundNotReturned),
    path_examples=_REFUND,
)
def hand_out_reader_refund(refund_id: str) -> Any:
    """Hand out in cash what the bank sent back."""
    return refund.hand_out(refund_id)
