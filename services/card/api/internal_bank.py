"""Paying onto cards, and from them, for the other services: never routed by the gateway."""

from typing import Any

from services.card import problems
from services.card import problems_bank as bank
from services.card.api import bank_views as views
from services.card.flows.bank import credit_batch, credit_roll, pay_in, take, take_out
from services.card.problems_bank import BankBalanceTooLow, BatchLineNotPaid
from services.card.problems_electronic import CodePaymentClosed
from sscsim.kernel.money import Money
from sscsim.web import Blueprint, Schema, View, fields

internal_bank = Blueprint("card_internal_bank", description="For the other services.")


@internal_bank.post(
    "/internal/v1/bank-credits",
    body=views.CreditQuestion,
    answer=views.CreditAnswer,
    problems=(problems.PersonNotFound,),
)
def pay_in_for_service(body: dict[str, Any]) -> Any:
    """Credit the account on a person's card, once for each `event`."""
    return pay_in.pay_in(**body)


@internal_bank.post(
    "/internal/v1/bank-collections",
    body=views.CollectionQuestion,
    answer=views.CollectionAnswer,
    problems=(problems.PersonNotFound,),
)
def collect_for_service(body: dict[str, Any]) -> Any:
    """Debit the account on a person's card, once for each `event`."""
    return take_out.take_out(**body)


class DebitQuestion(Schema):
    """One payment from a person's card account, for another service."""

    event = fields.Text(required=True, max=60, description="What is paid for: taken once.")
    person_id = fields.Id("psn", required=True)
    amount_fen = fields.Fen(min=1, required=True, attribute="amount")
    password = fields.Text(required=True, max=6, pattern="[0-9]{6}")
    payee = fields.Text(required=True, max=80, description="Account of the bank's book.")
    memo = fields.Text(max=120)


class DebitMention(Schema):
    event = fields.Text(required=True, max=60)


class DebitTakenView(View):
    entry_id = fields.Id("bke", attribute="id")


@internal_bank.post(
    "/internal/v1/bank-debits",
    body=DebitQuestion,
    answer=DebitTakenView,
    problems=(
        problems.PersonNotFound,
        bank.CardAccountMissing,
        bank.BankAccountNotUsable,
        bank.BankPasswordWrong,
        bank.BankBalanceTooLow,
        CodePaymentClosed,
    ),
)
def take_for_service(body: dict[str, Any]) -> Any:
    """Take a payment from the account on a person's card, once for each `event`."""
    return take.take(**body)


@internal_bank.post(
    "/internal/v1/bank-debits/query", body=DebitMention, answer=DebitTakenView, status=200
)
def query_debit_for_service(body: dict[str, Any]) -> Any:
    """What was taken for the event; if nothing was, it is closed and can't be taken late."""
    return take.taken(body["event"]) or {}


class BatchLine(Schema):
    number = fields.Int(min=1, required=True)
    account_number = fields.Text(max=19, required=True)
    name = fields.Text(max=60, required=True)
    amount_fen = fields.Fen(min=1, required=True)
    memo = fields.Text(max=60)


class BatchLines(fields.List):
    """A list of `BatchLine`, taken in one pass when nothing is wrong with any: they are many.

    What the pass is not sure of is looked at field by field, and that says what is wrong.
    """

    def __init__(self) -> None:
        most = credit_batch.LINES_AT_ONCE
        super().__init__(fields.Nested(BatchLine), min=1, max=most, required=True)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list) and all(map(_is_in_order, value)):
            return [line | {"amount_fen": Money(line["amount_fen"])} for line in value]
        return super()._deserialize(value, attr, data, **kwargs)


_NEEDED = frozenset({"number", "account_number", "name", "amount_fen"})
_ALL = _NEEDED | {"memo"}


def _is_in_order(line: Any) -> bool:
    """Whether `BatchLine` takes the line; never true of one that it refuses."""
    return (
        type(line) is dict
        and (line.keys() == _ALL or line.keys() == _NEEDED)
        and _is_whole(line["number"], 10**15)
        and _is_whole(line["amount_fen"], fields.MAX_FEN)
        and _is_text(line["account_number"], 19)
        and _is_text(line["name"], 60)
        and _is_text(line.get("memo", "-"), 60)
    )


def _is_whole(value: Any, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _is_text(value: Any, longest: int) -> bool:
    return type(value) is str and 1 <= len(value) <= longest and value.isprintable()


class CreditBatchBody(Schema):
    batch_no = fields.Text(max=40, required=True)
    lines = BatchLines()


class BatchLineMention(Schema):
    batch_no = fields.Text(max=40, required=True)
    number = fields.Int(min=1, required=True)


class RecipientsQuestion(Schema):
    credentials = fields.List(
        fields.Text(max=40), min=1, max=credit_batch.LINES_AT_ONCE, required=True
    )


@internal_bank.post("/internal/v1/bank-credit-batches", body=CreditBatchBody, status=200)
def pay_batch_for_service(body: dict[str, Any]) -> Any:
    """Credit the lines of a batch in one transaction; each number of a batch is paid once.

    The answer has a code for every line, in their order.
    """
    return {"data": credit_batch.pay(**body)}


@internal_bank.post(
    "/internal/v1/bank-credit-batches/reverse",
    body=BatchLineMention,
    status=200,
    problems=(BatchLineNotPaid, BankBalanceTooLow),
)
def reverse_batch_line_for_service(body: dict[str, Any]) -> Any:
    """Take back what a line paid; the same again is answered with the same entry."""
    return credit_batch.take_back(**body)


@internal_bank.post("/internal/v1/subsidy-recipients", body=RecipientsQuestion, status=200)
def list_subsidy_recipients(body: dict[str, Any]) -> Any:
    """Whose numbers or cards these are, and by which account each can be paid."""
    return {"data": credit_batch.recipients(body["credentials"])}


class RollLine(Schema):
    event = fields.Text(required=True, max=60, description="What is paid: once.")
    person_id = fields.Id("psn", required=True)
    name = fields.Text(max=100)
    amount_fen = fields.Fen(min=1, required=True)
    memo = fields.Text(max=120)
    account_id = fields.Id("bka", description="Chosen for it; the best one when left out.")


class CreditRollBody(Schema):
    lines = fields.List(
        fields.Nested(RollLine), min=1, max=credit_batch.LINES_AT_ONCE, required=True
    )


class DeathsQuestion(Schema):
    person_ids = fields.List(fields.Id("psn"), min=1, max=credit_batch.LINES_AT_ONCE, required=True)


@internal_bank.post("/internal/v1/bank-credit-rolls", body=CreditRollBody, status=200)
def pay_roll_for_service(body: dict[str, Any]) -> Any:
    """Credit the accounts on these persons' cards in one transaction, once for each `event`.

    The answer has a code for every event, in their order.
    """
    return {"data": credit_roll.pay(**body)}


@internal_bank.post("/internal/v1/deaths", body=DeathsQuestion, status=200)
def list_deaths_for_service(body: dict[str, Any]) -> Any:
    """Who of these persons has died, and when."""
    return {"data": credit_batch.deaths(**body)}


@internal_bank.post("/internal/v1/births", body=DeathsQuestion, status=200)
def list_births_for_service(body: dict[str, Any]) -> Any:
    """When these persons were born, and their sex."""
    return {"data": credit_batch.births(**body)}
