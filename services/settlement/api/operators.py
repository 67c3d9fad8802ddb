"""Doors for the books of operators, libraries and the travel pass; never routed by the gateway.

What is told here is told by outbox, any number of times: each event is booked once.
"""

from typing import Any

import marshmallow as ma

from services.settlement.flows import operators as flow
from services.settlement.problems_kinds import PassSaleNotFound
from sscsim.web import Blueprint, Schema, fields

operators = Blueprint("settlement_operators")
SIGNED: Any = {"min": -fields.MAX_FEN}


class Weights(ma.fields.Dict):
    """Whole weights by venue."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=_Holder(), values=fields.Int(min=0, max=10**9), **kwargs)


class _Holder(fields.Text):
    """Whose book or account it is: part of its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=40, pattern="[0-9A-Za-z_-]{1,40}", **kwargs)


class _Told(Schema):
    event = fields.Text(max=120, required=True)


class TopUpBody(_Told):
    operator = _Holder(required=True)
    amount_fen = fields.Fen(required=True, min=-fields.MAX_FEN)


class RideBody(_Told):
    issuer = _Holder(required=True)
    acquirer = _Holder(required=True)
    fare_fen = fields.Fen(required=True, **SIGNED)
    fee_fen = fields.Fen(**SIGNED)
    concession_fen = fields.Fen(**SIGNED)
    region = fields.Region()

    @ma.validates_schema
    def check(self, body: dict[str, Any], **_: Any) -> None:
        """A concession is some region's, and the fee is part of the fare."""
        if body.get("concession_fen") and "region" not in body:
            raise ma.ValidationError("required|必填|is required", "region")
        fare, fee = body["fare_fen"].fen, body["fee_fen"].fen if "fee_fen" in body else 0
        if fee and (abs(fee) >= abs(fare) or (fee < 0) != (fare < 0)):
            raise ma.ValidationError("too_large|须小于票价|must be below the fare", "fee_fen")


class RideMoneyBody(_Told):
    operator = _Holder(required=True)
    purpose = fields.Enum(tuple(flow.RIDE_MONEY), required=True)
    amount_fen = fields.Fen(required=True, **SIGNED)
    issuer = _Holder()
    region = fields.Region()

    @ma.validates_schema
    def check(self, body: dict[str, Any], **_: Any) -> None:
        """An issuer owes within its city, and a region pays its concessions."""
        wanted = {"city": "issuer", "concession": "region"}.get(body["purpose"])
        if wanted is not None and wanted not in body:
            raise ma.ValidationError("required|必填|is required", wanted)
        if body.get("issuer") == body["operator"]:
            raise ma.ValidationError("same_party|不能相同|is the operator itself", "issuer")


class DepositBody(_Told):
    library = _Holder(required=True)
    paid_fen = fields.Fen()
    refund_fen = fields.Fen()
    fine_fen = fields.Fen()
    refunded_by = _Holder()


class LibraryClearingBody(_Told):
    library = _Holder(required=True)
    other = _Holder(required=True)
    owes_fen = fields.Fen()
    is_owed_fen = fields.Fen()

    @ma.validates_schema
    def check(self, body: dict[str, Any], **_: Any) -> None:
        """Nobody owes themselves."""
        if body["library"] == body["other"]:
            raise ma.ValidationError("same_party|不能相同|is the library itself", "other")


class PassSaleBody(_Told):
    price_fen = fields.Fen(required=True, min=1)
    fee_fen = fields.Fen()


class PassTakenBackBody(_Told):
    """The event of the sale."""


class PassPeriodBody(_Told):
    amount_fen = fields.Fen(required=True, min=1)
    visits = Weights(required=True)


@operators.post("/internal/v1/transit-top-ups", body=TopUpBody)
def book_transit_top_up(body: dict[str, Any]) -> None:
    """Money reached or left a transit purse (T1)."""
    flow.card_topped_up(**body)


@operators.post("/internal/v1/transit-rides", body=RideBody)
def book_transit_ride(body: dict[str, Any]) -> None:
    """A purse paid a fare, here or on a foreign network (T2), with a concession (T3)."""
    flow.ridden(**body)


@operators.post("/internal/v1/transit-payments", body=RideMoneyBody)
def book_transit_payment(body: dict[str, Any]) -> None:
    """Money of rides beside the purses: owed or paid by an account (T4, T5), by an issuer of the
    same city (T6), by a region for its concessions (T7)."""
    flow.ride_money(**body)


@operators.post("/internal/v1/reader-deposits", body=DepositBody)
def book_reader_deposit(body: dict[str, Any]) -> None:
    """A reader's deposit came in or went back (B1)."""
    flow.deposit_moved(**body)


@operators.post("/internal/v1/library-clearings", body=LibraryClearingBody)
def book_library_clearing(body: dict[str, Any]) -> None:
    """Two libraries of one city settled what they took and paid for each other (B2)."""
    flow.libraries_cleared(**body)


@operators.post("/internal/v1/pass-sales", body=PassSaleBody)
def book_pass_sale(body: dict[str, Any]) -> None:
    """A travel pass was sold (V1)."""
    flow.pass_sold(**body)


@operators.post(
    "/internal/v1/pass-sales/take-back", body=PassTakenBackBody, problems=(PassSaleNotFound,)
)
def take_back_pass_sale(body: dict[str, Any]) -> None:
    """A travel pass went back before it began (V1 reversed)."""
    flow.pass_taken_back(**body)


@operators.post("/internal/v1/pass-periods", body=PassPeriodBody)
def book_pass_period(body: dict[str, Any]) -> None:
    """A period of travel passes is shared out among the venues (V2)."""
    flow.pass_period_closed(**body)
