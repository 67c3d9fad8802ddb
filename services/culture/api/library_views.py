"""Fields and views that several pages of the libraries share."""

from typing import Any

import marshmallow as ma

from services.culture.domain import fees, holds, library, loans, reader_cards, readers, titles
from services.culture.flows.titles import ShownTitle
from services.culture.problems_libraries import ExactlyOneNeeded
from services.culture.problems_reader_cards import IdentityCardIncomplete
from sscsim import world
from sscsim.demo_people import LIN_XIAO, SEED
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

LIBRARY = "cdpl"
"""Where the reader of the preset `demo` is registered."""
NETWORK = "cy"
READER_ID = resource_id("rdr", SEED, "culture", LIN_XIAO.person_id(SEED))
NOBODY = "0" * 26


def library_id(**more: Any) -> fields.Text:
    more.setdefault("example", LIBRARY)
    return fields.Text(max=20, pattern="[a-z][a-z_]{1,19}", **more)


def barcode(**more: Any) -> fields.Text:
    more.setdefault("description", "条码: library 3, kind 2, serial 8 digits, and a check digit.")
    return fields.Text(max=14, min=14, pattern=titles.BARCODE, **more)


_library = library_id
_barcode = barcode
"""By another name where a field is called the same."""


class NamedView(View):
    zh = fields.Text(required=True)
    en = fields.Text(required=True)


class PlaceView(View):
    library_id = _library(required=True)
    status = fields.Enum(titles.STATUSES, required=True)
    copies = fields.Int(min=1, required=True)


class TitleView(Resource):
    object = fields.Object("title")
    isbn = fields.Text(required=True, max=13, pattern=titles.ISBN)
    name = fields.Text(required=True)
    author = fields.Text(required=True, max=100)
    publisher = fields.Text(max=100)
    year = fields.Int(min=1, max=9999)
    clc_class = fields.Text(max=20, description="中图法分类号.")
    medium = fields.Enum(library.MEDIA, required=True)
    is_foreign = fields.Bool(required=True)
    picture_book = fields.Enum(
        titles.EDITIONS, description="Of a picture book (绘本): where it was published."
    )
    price_fen = fields.Fen(required=True, attribute="price")
    places = fields.List(
        fields.Nested(PlaceView), max=2_000, description="Where copies are, in which state."
    )

    @ma.pre_dump
    def _flat(self, shown: Any, **_: Any) -> Any:
        if not isinstance(shown, ShownTitle):
            return shown
        one = shown.title
        named = {name: getattr(one, name) for name in one.__slots__}
        blank = {"publisher": one.publisher or None, "year": one.year or None}
        return {**named, **blank, "clc_class": one.clc_class or None, "places": shown.places}


class CopyView(Resource):
    object = fields.Object("copy")
    title_id = fields.Id("ttl", required=True)
    barcode = _barcode(required=True)
    call_number = fields.Text(required=True, max=40, description="索书号.")
    medium = fields.Enum(library.MEDIA, required=True)
    owner_id = _library(required=True, description="The library whose it is.")
    location_id = _library(
        required=True, description="Where it is, was lent from, or sets out from."
    )
    is_floating = fields.Bool(
        required=True, attribute="floats", description="Stays where it is returned (流动馆藏)."
    )
    price_fen = fields.Fen(required=True, attribute="price")
    properties = fields.Text(max=255, description="What a library noted of it (附注).")
    status = fields.Enum(titles.STATUSES, required=True)


class LoanView(Resource):
    object = fields.Object("loan")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    copy_id = fields.Id("cop", required=True)
    title_id = fields.Id("ttl", required=True)
    barcode = _barcode(required=True)
    title_name = fields.Text(required=True)
    library_id = _library(required=True, description="Who lent it: its house rules hold.")
    family_card_id = fields.Id("lrc", description="The family card by which it was lent.")
    status = fields.Enum(loans.STATUSES, required=True)
    lent_at = fields.Instant(required=True)
    due_date = fields.Date(required=True, attribute="due_on", description="The last day.")
    renewals = fields.Int(min=0, required=True)
    recalled_date = fields.Date(attribute="recalled_on")
    claimed_date = fields.Date(attribute="claimed_on")
    returned_date = fields.Date(attribute="returned_on")
    returned_to = _library(description="The library that took it back.")
    days_overdue = fields.Int(min=0, required=True)
    accrued_fen = fields.Fen(
        required=True, attribute="accrued", description="The fine if it came back today."
    )

    @ma.pre_dump
    def _flat(self, shown: Any, **_: Any) -> Any:
        one = shown.loan
        return {
            **{name: getattr(one, name) for name in one.__slots__},
            "barcode": shown.copy.barcode,
            "title_name": shown.title.name,
            "days_overdue": shown.days_overdue,
            "accrued": shown.accrued,
        }


class HoldView(Resource):
    object = fields.Object("hold")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    title_id = fields.Id("ttl", required=True)
    title_name = fields.Text(required=True)
    pickup_library_id = _library(required=True)
    copy_id = fields.Id("cop")
    status = fields.Enum(holds.STATUSES, required=True)
    position = fields.Int(min=1, description="In the queue, while it waits.")
    ready_date = fields.Date(attribute="ready_on")
    expires_date = fields.Date(attribute="expires_on", description="The last day to fetch it.")

    @ma.pre_dump
    def _flat(self, shown: Any, **_: Any) -> Any:
        one = shown.hold
        named = {name: getattr(one, name) for name in one.__slots__}
        return {**named, "title_name": shown.title.name, "position": shown.position}


class InLanguage(ExplanationView):
    """The stored explanation holds both languages; an answer is in the caller's."""

    @ma.pre_dump
    def _in_language(self, stored: Any, **_: Any) -> Any:
        return explain.shown(stored, world.current().language)


class FeeView(Resource):
    object = fields.Object("reader_fee")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    library_id = _library(required=True, description="To whom it is owed.")
    loan_id = fields.Id("loan")
    kind = fields.Enum(fees.KINDS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    paid_fen = fields.Fen(required=True, attribute="paid")
    waived_fen = fields.Fen(required=True, attribute="waived")
    owed_fen = fields.Fen(required=True, attribute="owed")
    status = fields.Enum(fees.STATUSES, required=True)
    explanation = fields.Nested(InLanguage, description="How the amount came about.")


class ProblemMention(View):
    code = fields.Text(required=True, max=80)
    title = fields.Text(max=200)
    detail = fields.Text(max=1_000)
    status = fields.Int()


class PartView(View):
    fee_id = fields.Id("lfe", required=True)
    amount_fen = fields.Fen(required=True)


class ReaderPaymentView(Resource):
    object = fields.Object("reader_payment")
    reader_id = fields.Id("rdr", required=True)
    person_id = fields.Id("psn", required=True)
    library_id = _library(required=True, description="Who takes the money.")
    purpose = fields.Enum(fees.PURPOSES, required=True)
    method = fields.Enum(fees.METHODS_OF_RECORD, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    parts = fields.List(fields.Nested(PartView), required=True, max=1_000)
    status = fields.Enum(fees.PAYMENT_STATUSES, required=True)
    reference = fields.Text(max=40, description="Of the bank side.")
    problem = fields.Nested(ProblemMention, description="Why nothing was paid.")
    paid_at = fields.Instant()

    @ma.pre_dump
    def _listed(self, one: Any, **_: Any) -> Any:
        named = {name: getattr(one, name) for name in one.__slots__}
        parts = [{"fee_id": fee_id, "amount_fen": fen} for fee_id, fen in one.parts.items()]
        return {**named, "parts": parts}


class MembershipView(View):
    network_id = fields.Text(required=True, max=20)
    library_id = _library(required=True, description="Where the reader registered.")
    carrier = fields.Enum(library.CARRIERS, required=True)
    card_id = fields.Id("card", description="The social security card, where there is one.")
    home_region_code = fields.Region(
        required=True, attribute="home_region", description="Where the person is registered."
    )
    tier = fields.Text(max=4, description="Chosen for a deposit.")
    deposit_due_fen = fields.Fen(required=True, attribute="deposit_due")
    deposit_fen = fields.Fen(required=True, attribute="deposit", description="Left there now.")
    blocked_date = fields.Date(attribute="blocked_on", description="Since when nothing is lent.")
    blocked_by = _library(description="The library that said so.")
    block_reason = fields.Text(max=255)
    status = fields.Enum(readers.STATUSES, required=True)


class ReaderView(Resource):
    object = fields.Object("reader")
    person_id = fields.Id("psn", required=True)
    name = fields.Text(required=True, max=100)
    status = fields.Enum(readers.STATUSES, required=True)
    memberships = fields.List(fields.Nested(MembershipView), required=True)


class CredentialSchema(Schema):
    """How somebody shows who they are: by exactly one of these."""

    card_id = fields.Id("card", description="The card, where its id is known.")
    card_number = fields.Text(max=20, pattern="[0-9A-Z]{8,20}")
    electronic_code = fields.Text(
        max=3_000, description="Text of a code that the electronic card shows; used up by this."
    )
    social_security_number = fields.Text(
        max=18, pattern="[0-9]{17}[0-9Xx]", description="Of an identity card (居民身份证)."
    )
    name = fields.Text(max=100, description="On the identity card; with its number only.")
    password = fields.Text(
        max=6, pattern="[0-9]{6}", description="Password of the card; a wrong one counts."
    )

    @ma.validates_schema
    def _one_of(self, body: dict[str, Any], **_: Any) -> None:
        shown = [name for name in self.shown_by() if name in body]
        if len(shown) > 1 or not shown:
            raise ExactlyOneNeeded(self.shown_by(), "/card_id")
        if ("name" in body) != ("social_security_number" in body):
            missing = "name" if "name" not in body else "social_security_number"
            raise IdentityCardIncomplete(missing)

    def shown_by(self) -> tuple[str, ...]:
        return ("card_id", "card_number", "electronic_code", "social_security_number")


class ReaderCredentialSchema(CredentialSchema):
    """Or by a card that the library made."""

    reader_card_number = fields.Text(
        max=14, pattern=reader_cards.NUMBER, description="Of a card of the library's own (读者证)."
    )

    def shown_by(self) -> tuple[str, ...]:
        return (*super().shown_by(), "reader_card_number")


class PersonFilters(ListQuery):
    person_id = fields.Id("psn", example=LIN_XIAO.person_id(SEED))
