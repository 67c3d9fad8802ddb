"""What callers send and get on the bank side."""

from dataclasses import asdict
from typing import Any

import marshmallow as ma

from services.card.api.views import CARD_ID
from services.card.domain import bank_account, bank_order, credit_file
from services.card.flows.bank.money import SOURCES
from services.card.flows.bank.states import LOSSES
from sscsim import world
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.kernel.ids import pan
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

ACCOUNT = {"account_id": resource_id("bka", SEED, "card", ZHOU_MING.card_id(SEED), 1)}
"""Zhou Ming's, in the preset `demo`."""
NO_ACCOUNT = {"account_id": "bka_" + "0" * 26}
"""For what his account's state does not allow."""
PASSWORD = "[0-9]{6}"


class MaskedAccount(fields.Text):
    """An account number: clear with the scope `person.pii` only."""

    def _serialize(self, value, attr, obj, **kwargs):  # type: ignore[no-untyped-def]  # marshmallow's own signature
        if value is None or world.current().may("person.pii"):
            return value
        return pan.mask(value)


def bank_code(**kwargs: object) -> fields.Enum:
    return fields.Enum(
        tuple(bank_account.BANKS),
        description="Issuer digits of a bank here: 629990 示范银行, 629991 示范农商银行.",
        **kwargs,
    )


def password(description: str, **kwargs: object) -> fields.Text:
    kwargs.setdefault("required", True)
    kwargs.setdefault("example", "471592")
    return fields.Text(min=6, max=6, pattern=PASSWORD, description=description, **kwargs)


def _memo() -> fields.Text:
    return fields.Text(max=120, description="Shown on the statement.", example="2026-03")


def _phone() -> fields.Text:
    return fields.Text(
        max=20,
        min=5,
        pattern=r"[0-9+() -]{5,20}",
        description="Phone number that the bank knows (预留手机号).",
        example="19900000001",
    )


class BankAccountOpening(Schema):
    card_id = fields.Id("card", required=True, example=CARD_ID)
    bank_code = bank_code(load_default=bank_account.DEFAULT_BANK)
    reserved_phone = _phone()


class BankAccountActivation(Schema):
    password = password("Bank password, six digits, not the same as the card's.")
    reserved_phone = _phone()


class BankLossReport(Schema):
    kind = fields.Enum(
        tuple(LOSSES), required=True, description="A temporary loss lapses by itself."
    )


class BankPasswordChange(Schema):
    old_password = password("The password so far.", example="471592")
    new_password = password("The new one.", example="830264")


class BankPasswordReset(Schema):
    new_password = password("The new one.", example="830264")


class CreditOrder(Schema):
    amount_fen = fields.Fen(min=1, required=True, example=80_000)
    source = fields.Enum(tuple(SOURCES), load_default="transfer")
    memo = _memo()


class DebitOrder(Schema):
    amount_fen = fields.Fen(min=1, required=True, example=2_000)
    password = password("Bank password.")
    memo = _memo()


class CaptureOrder(Schema):
    amount_fen = fields.Fen(min=1, description="All of it when left out.", example=1_500)


class BankAccountView(Resource):
    object = fields.Object("bank_account")
    card_id = fields.Id("card", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    bank_code = bank_code(required=True)
    account_number = MaskedAccount(
        required=True,
        max=19,
        description="Masked unless the caller has the scope `person.pii`.",
        example="6299***********0425",
    )
    status = fields.Enum(
        bank_account.STATUSES, required=True, description="State of the bank application."
    )
    balance_fen = fields.Fen(required=True, attribute="balance")
    held_fen = fields.Fen(required=True, attribute="held", description="Part that is reserved.")
    available_fen = fields.Fen(required=True, attribute="available")
    last_moved_date = fields.Date(attribute="last_moved_on")
    activated_at = fields.Instant()


class BankAccountFilters(ListQuery):
    person_id = fields.Id("psn")
    card_id = fields.Id("card")
    status = fields.Enum(bank_account.STATUSES)


class BankEntryView(Resource):
    object = fields.Object("bank_entry")
    account_id = fields.Id("bka", required=True)
    kind = fields.Enum(bank_account.ENTRY_KINDS, required=True)
    debit_account = fields.Text(
        required=True, attribute="debit", description="Account of the bank's book that received."
    )
    credit_account = fields.Text(
        required=True, attribute="credit", description="Account of the bank's book that gave."
    )
    book = fields.Text(required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    balance_after_fen = fields.Fen(required=True, attribute="balance_after")
    memo = fields.Text(max=120)
    reverses = fields.Id("bke", description="The entry that this one takes back.")


class StatementFilters(ListQuery):
    created_at_from = fields.Instant(description="From this instant on.")
    created_at_to = fields.Instant(description="Before this instant.")


class BankHoldView(Resource):
    object = fields.Object("bank_hold")
    account_id = fields.Id("bka", required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    status = fields.Enum(bank_account.HOLDS.states, required=True)
    captured_entry_id = fields.Id("bke")
    memo = fields.Text(max=120)
    expires_at = fields.Instant(required=True)


class BankPlay(Schema):
    played_by = fields.Enum(bank_order.PLAYERS, required=True)
    answer_within_s = fields.Int(
        min=1,
        max=30 * 24 * 3600,
        load_default=bank_order.ANSWER_WITHIN_S,
        description="Seconds of sandbox time after which an order times out.",
    )


class BankName(View):
    zh = fields.Text(required=True)
    en = fields.Text(required=True)


class BankView(View):
    """A bank by the name it is known by here, whoever plays it."""

    object = fields.Object("bank")
    bank_code = bank_code(required=True)
    name = fields.Nested(BankName, required=True)
    played_by = fields.Enum(bank_order.PLAYERS, required=True)
    answer_within_s = fields.Int(required=True)

    @ma.pre_dump
    def _named(self, bank: Any, **_: Any) -> Any:
        if isinstance(bank, dict):
            return bank
        return {**asdict(bank), "name": bank_account.BANKS[bank.bank_code]}


class Banks(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(BankView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class BankOrderView(Resource):
    object = fields.Object("bank_order")
    bank_code = bank_code(required=True)
    kind = fields.Enum(bank_order.KINDS, required=True)
    account_id = fields.Id("bka", required=True)
    status = fields.Enum(bank_order.MACHINE.states, required=True)
    return_code = fields.Enum(tuple(bank_account.RETURN_CODES))
    text = fields.Text(max=120)
    answer_by = fields.Instant(required=True, description="After this instant it times out.")


class BankOrderFilters(ListQuery):
    bank_code = bank_code()
    account_id = fields.Id("bka")
    kind = fields.Enum(bank_order.KINDS)
    status = fields.Enum(bank_order.MACHINE.states)


class BankOrderAnswer(Schema):
    return_code = fields.Enum(
        tuple(bank_account.RETURN_CODES), required=True, description="`00` does what was asked."
    )
    text = fields.Text(max=120, example="done")


class CreditFileUpload(Schema):
    content_base64 = fields.Base64(
        required=True,
        description="The file's bytes in base64; see the card service's README for the layout.",
    )
    bank_code = bank_code(load_default=bank_account.DEFAULT_BANK)


class CreditReturnUpload(Schema):
    content_base64 = fields.Base64(required=True, description="The file.", example="SERSfA==")


class CreditFileView(Resource):
    object = fields.Object("credit_file")
    batch_no = fields.Text(required=True, max=40)
    department = fields.Text(required=True, max=60, min=0)
    subsidy_code = fields.Text(required=True, max=60, min=0)
    bank_code = bank_code(required=True)
    status = fields.Enum(credit_file.MACHINE.states, required=True)
    lines_count = fields.Int(required=True)
    total_fen = fields.Fen(required=True, attribute="total")
    paid_count = fields.Int(required=True)
    paid_fen = fields.Fen(required=True, attribute="paid_total")
    answer_by = fields.Instant(description="When a bank played from outside should return it.")
    returned_at = fields.Instant()


class CreditFileFilters(ListQuery):
    status = fields.Enum(credit_file.MACHINE.states)
    bank_code = bank_code()


class CreditLineView(View):
    object = fields.Object("credit_file_line")
    number = fields.Int(required=True)
    name = fields.Text(required=True, max=60)
    account_number = MaskedAccount(required=True, max=19)
    amount_fen = fields.Fen(required=True, attribute="amount")
    return_code = fields.Enum(tuple(bank_account.RETURN_CODES))
    text = fields.Text(max=60, min=0)
    entry_id = fields.Id("bke")


class CreditQuestion(Schema):
    """One credit for a person's card account, for another service."""

    event = fields.Text(required=True, max=120, description="What is paid; the same pays once.")
    person_id = fields.Id("psn", required=True)
    name = fields.Text(max=60, description="Compared with the holder's name.")
    amount_fen = fields.Fen(min=1, required=True)
    memo = fields.Text(max=120)
    account_id = fields.Id("bka", description="Chosen for it; the newest one when left out.")


class CreditAnswer(View):
    return_code = fields.Enum(tuple(bank_account.RETURN_CODES), required=True)
    text = fields.Text(required=True, max=60)
    account_id = fields.Id("bka")
    entry_id = fields.Id("bke")


class CollectionQuestion(Schema):
    """One debit of a person's card account, for another service."""

    event = fields.Text(max=120, required=True, description="What is taken; the same takes once.")
    person_id = fields.Id("psn", required=True)
    amount_fen = fields.Fen(min=1, required=True)
    memo = fields.Text(max=120)


class CollectionAnswer(View):
    return_code = fields.Enum(tuple(bank_account.ANSWER_CODES), required=True)
    text = fields.Text(required=True, max=60)
    account_id = fields.Id("bka")
    entry_id = fields.Id("bke")
