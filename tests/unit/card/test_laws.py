"""Every law of the card service turns red when what it guards is corrupted, and only then."""

import pytest
import sqlalchemy as sa

from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
from services.card.flows.invariants import CHECKS
from services.card.store import store
from services.card.store.tables import cards, enrolments
from services.card.store.tables_bank import (
    bank_accounts,
    bank_entries,
    bank_holds,
    credit_file_lines,
    credit_files,
)
from services.card.store.tables_electronic import code_payments, code_revocations
from services.card.store.tables_lifecycle import card_moves
from services.card.store.tables_production import applications
from services.card.store.tables_stock import stock_cards, stock_orders
from sscsim.kernel.money import Money
from tests.unit.card.test_bank import batch, sent, write

pytestmark = pytest.mark.db
LAWS = {law.id: law for law in (*CHECKS, *BANK_CHECKS)}
PASSWORD = "471592"


def grown(table, column, *where):
    return table.update().where(*where).values({column: table.c[column] + Money(1)})


def copied(table, **changed):
    """One more row like the first one."""
    names = [column.name for column in table.c if column.name != "seq"]
    values = [
        sa.literal(changed[name], table.c[name].type) if name in changed else table.c[name]
        for name in names
    ]
    first = sa.select(sa.func.min(table.c.seq)).scalar_subquery()
    return table.insert().from_select(names, sa.select(*values).where(table.c.seq == first))


CORRUPTIONS = {
    "a second active card": (
        "card.one_active_card",
        copied(cards, id="card_x", card_number="X00000019", card_identification_code="0" * 32),
    ),
    "two stretches of insurance at once": (
        "card.enrolments_apart",
        copied(enrolments, id="enr_x"),
    ),
    "a state that no move led to": (
        "card.status_by_moves",
        cards.update().where(cards.c.status == "formally_lost").values(status="locked"),
    ),
    "a move is lost": (
        "card.status_by_moves",
        card_moves.delete().where(card_moves.c.move == "report_loss"),
    ),
    "a second open application": (
        "card.one_open_application",
        copied(applications, id="app_x"),
    ),
    "a stock card is lost": (
        "card.stock",
        stock_cards.delete().where(stock_cards.c.status == "in_stock"),
    ),
    "an order of more than arrived": (
        "card.stock",
        stock_orders.update().values(quantity=stock_orders.c.quantity + 1),
    ),
    "a card given out to nobody": (
        "card.stock",
        stock_cards.update().where(stock_cards.c.status == "assigned").values(card_id="card_x"),
    ),
    "more given back than paid": (
        "card.code_payments",
        code_payments.update().values(refunded=Money(99_999)),
    ),
    "a payment without its entry": (
        "card.code_payments",
        code_payments.update().values(entry_id="bke_x"),
    ),
    "a gap in the revocations": (
        "card.revocations",
        code_revocations.update().values(number=code_revocations.c.number + 1),
    ),
    "a balance is changed": ("card.bank_balances", grown(bank_accounts, "balance")),
    "an entry is changed": (
        "card.bank_balances",
        grown(bank_entries, "amount", bank_entries.c.kind == "credit"),
    ),
    "an entry is lost": (
        "card.bank_balances",
        bank_entries.delete().where(bank_entries.c.kind == "credit"),
    ),
    "more is held than was asked for": ("card.bank_holds", grown(bank_accounts, "held")),
    "a hold is lost": ("card.bank_holds", bank_holds.delete()),
    "a file paid more than its lines": ("card.credit_files", grown(credit_files, "paid_total")),
    "a paid line says another amount": (
        "card.credit_files",
        grown(credit_file_lines, "amount", credit_file_lines.c.return_code == "00"),
    ),
    "a returned line says it was paid": (
        "card.credit_files",
        credit_file_lines.update().values(return_code="00"),
    ),
    "a paid line has no entry": (
        "card.credit_files",
        credit_file_lines.update().values(entry_id=None),
    ),
}


@pytest.fixture
def world(demo_desk):
    """Something of everything that the laws speak of."""
    desk = demo_desk
    desk.post("/v1/stock-orders", {"region_code": "990100", "quantity": 2})
    desk.advance(days=20)
    person = desk.person(contact_phone="19900000001")
    desk.apply(person, kind="premade")
    lost = desk.active_card(desk.person(name="张伟"))
    desk.post(f"/v1/cards/{lost}/report-loss", {})
    body = {"region_code": "990100", "insurance_kind": "employee_basic_medical"}
    enrolled = {**body, "category": "active", "from_date": "2026-01-01"}
    desk.post(f"/v1/persons/{person}/enrolments", enrolled)
    [account] = desk.get("/v1/bank-accounts?status=active")["data"]
    path = f"/v1/bank-accounts/{account['id']}"
    desk.post(f"{path}/holds", {"amount_fen": 100, "password": PASSWORD})
    made = batch(
        ("周明", account["account_number"], "8.00"), ("周小", account["account_number"], "1.00")
    )
    desk.post("/v1/credit-files", sent(write(made)))
    [electronic] = desk.get("/v1/electronic-cards")["data"]
    code = desk.post("/v1/codes", {"electronic_card_id": electronic["id"]})
    paying = {"text": code["text"], "amount_fen": 1_000, "password": PASSWORD}
    paid = desk.post("/v1/code-payments", paying, role="pharmacy")
    desk.post(f"/v1/code-payments/{paid['id']}/refund", {"amount_fen": 10}, role="owner")
    phone = {"device_no": "phone-1", "sms_code": "246810", "public_key": KEY}
    device = desk.post(f"/v1/electronic-cards/{electronic['id']}/devices", phone)
    which = {"device_id": device["id"]}
    desk.post(f"/v1/electronic-cards/{electronic['id']}/credentials", which)
    desk.post(f"/v1/electronic-card-devices/{device['id']}/remove")
    desk.advance(seconds=1)
    return desk


KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def red(desk):
    with desk.bench.entered(role="system"), store.read() as tx:
        return {law.id for law in LAWS.values() if law.look(tx) is not None}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_a_corruption_turns_its_law_red(world, corruption):
    law, statement = CORRUPTIONS[corruption]
    assert red(world) == set()
    with world.bench.entered(role="system"), store.write() as tx:
        assert tx.execute(statement).rowcount > 0
    assert law in red(world)


def test_every_law_has_a_corruption():
    assert {law for law, _ in CORRUPTIONS.values()} == set(LAWS)
