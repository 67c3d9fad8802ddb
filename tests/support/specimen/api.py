"""The specimen's operations: one of every kind the ground can make."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from sscsim import db, peers, web, world
from sscsim.db import keys
from sscsim.kernel.money import Money
from sscsim.kernel.problems import NotFound, Refused, Text
from sscsim.web import Blueprint, ListQuery, Resource, Schema, fields
from tests.support.specimen.store import STATES, accounts, notes, open_account, store


class SpecimenNotFound(NotFound):
    code = "specimen_not_found"
    title = Text(zh="样本不存在", en="No such specimen")
    detail = Text(zh="没有 {account_id}。", en="There is no {account_id}.")


class SpecimenRefused(Refused):
    code = "specimen_refused"
    title = Text(zh="样本被拒绝", en="Specimen refused")
    detail = Text(zh="余额不足。", en="The balance is too low.")


class Detail(Schema):
    name = fields.Text(max=20)
    rate_bp = fields.Bp()


class AccountOpen(Schema):
    owner = fields.Text(required=True, max=40, example="demo")
    balance_fen = fields.Fen(required=True)
    opened_date = fields.Date()
    opened_at = fields.Instant()
    is_gold = fields.Bool()
    region_code = fields.Region()
    details = fields.List(fields.Nested(Detail), max=3)


class AccountPatch(Schema):
    balance_fen = fields.Fen(required=True)


class Withdrawal(Schema):
    amount_fen = fields.Fen(required=True, min=1)
    mode = fields.Enum(("plain", "saga", "refuse", "crash", "lost", "forgets", "overtaken"))


class AccountView(Resource):
    owner = fields.Text(required=True)
    status = fields.Enum(STATES, required=True)
    balance_fen = fields.Fen(required=True)
    note = fields.Text()


class AccountFilters(ListQuery):
    owner = fields.Text()
    status = fields.Enum(STATES)


book = Blueprint("specimen_accounts", tag="Accounts", description="Accounts of the tests.")
SAGA_STEPS: list[str] = []
"""What the saga of these tests did, in order."""
OVERTAKERS: list[Any] = []
"""What happens, once each, just before a call in the mode "overtaken" is refused."""


def shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "object": "account",
        "owner": row.owner,
        "status": row.status,
        "balance_fen": row.balance,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


def _row(tx: db.Tx, account_id: str, lock: bool = True) -> Any:
    wanted = sa.select(accounts).where(accounts.c.id == account_id)
    row = tx.one(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise SpecimenNotFound(account_id=account_id)
    return row


def _take(tx: db.Tx, account_id: str, amount: Money) -> Any:
    row = _row(tx, account_id)
    if row.balance < amount:
        problem = SpecimenRefused()
        tx.refuse(problem)
        return problem
    tx.execute(
        accounts.update()
        .where(accounts.c.id == account_id)
        .values(balance=row.balance - amount, version=row.version + 1, updated_at=world.now())
    )
    tx.emit("account.drawn", account_id, {"amount_fen": amount.fen})
    return _row(tx, account_id)


@book.post(
    "/v1/accounts",
    body=AccountOpen,
    answer=AccountView,
    status=201,
    key="accepted",
    location="/v1/accounts/{id}",
    scope="account.write",
    roles=("bank",),
    example={"owner": "demo", "balance_fen": 1},
)
def open_one(body: dict[str, Any]) -> Any:
    """Open an account."""
    with store.write() as tx:
        account_id = open_account(tx, body["owner"], body["balance_fen"].fen)
        tx.emit("account.opened", account_id, {"owner": body["owner"]})
        return tx.answer(shown(_row(tx, account_id)))


@book.get(
    "/v1/accounts/<id('acc'):account_id>",
    answer=AccountView,
    scope="account.read",
    problems=(SpecimenNotFound,),
)
def get_one(account_id: str) -> Any:
    """Read an account."""
    with store.read() as tx:
        return shown(_row(tx, account_id, lock=False))


@book.get("/v1/accounts", listing=AccountView, query=AccountFilters, scope="account.read")
def list_all(query: web.Query) -> Any:
    """List accounts."""
    statement = sa.select(accounts)
    if query.get("owner"):
        statement = statement.where(accounts.c.owner == query.get("owner"))
    with store.read() as tx:
        return tx.page(statement, accounts, query.page).map(shown)


@book.patch(
    "/v1/accounts/<id('acc'):account_id>",
    body=AccountPatch,
    answer=AccountView,
    match=True,
    problems=(SpecimenNotFound,),
)
def change_one(account_id: str, body: dict[str, Any], match: web.Match) -> Any:
    """Change an account."""
    with store.write() as tx:
        row = _row(tx, account_id)
        match.check(row.version)
        tx.execute(
            accounts.update()
            .where(accounts.c.id == account_id)
            .values(balance=body["balance_fen"], version=row.version + 1)
        )
        return shown(_row(tx, account_id))


@book.post(
    "/v1/accounts/<id('acc'):account_id>/withdraw",
    body=Withdrawal,
    answer=AccountView,
    key="required",
    problems=(SpecimenNotFound, SpecimenRefused),
)
def withdraw(account_id: str, body: dict[str, Any]) -> Any:
    """Take money out."""
    mode = body.get("mode", "plain")
    if mode == "overtaken" and OVERTAKERS:
        OVERTAKERS.pop()()
        raise SpecimenRefused()
    if mode in ("saga", "lost"):
        return _withdraw_in_steps(account_id, body["amount_fen"], mode)
    with store.write() as tx:
        taken = _take(tx, account_id, body["amount_fen"])
        if isinstance(taken, SpecimenRefused):
            refusal: Exception | None = taken
        else:
            refusal = None
            if mode == "crash":
                raise RuntimeError("crash inside the transaction")
            if mode != "forgets":
                tx.answer(shown(taken))
    if refusal is not None:
        raise refusal
    return shown(taken)


def _withdraw_in_steps(account_id: str, amount: Money, mode: str) -> Any:
    key = keys.request_key.get()
    SAGA_STEPS.append("resumed " + key.earlier if key and key.earlier else "began")
    with store.write() as tx:
        tx.begin_saga(account_id)
    if mode == "lost":
        with store.write() as tx:
            tx.leave_unknown()
        raise RuntimeError("the other side did not answer")
    with store.write() as tx:
        return tx.answer(shown(_take(tx, account_id, amount)))


@book.delete("/v1/accounts/<id('acc'):account_id>", problems=(SpecimenNotFound,))
def close_one(account_id: str) -> None:
    """Close an account."""
    with store.write() as tx:
        _row(tx, account_id)


@book.get("/v1/crash", answer=AccountView)
def crash() -> Any:
    """Fail."""
    raise RuntimeError("110101199003078888 must not reach the answer")


@book.post("/internal/v1/echo", body=Detail, answer=Detail)
def echo(body: dict[str, Any]) -> Any:
    """Say it again."""
    return body


@book.post("/internal/v1/note", status=200)
def note() -> Any:
    """Say who asks."""
    with store.write() as tx:
        if tx.received("once"):
            tx.execute(notes.insert().values(account_id="acc", text="noted"))
    return {"role": world.current().role, "sandbox": world.current().sandbox}


@book.post("/internal/v1/fail/<int:status>", body=Schema)
def fail(status: int, body: dict[str, Any]) -> Any:
    """Fail with a status."""
    problem = SpecimenRefused(effect="unknown" if status == 504 else "none")
    problem.status = status  # type: ignore[misc]
    raise problem


@book.post("/internal/v1/call-inside", status=200)
def call_inside() -> Any:
    """Call another service from inside a transaction, which is not allowed."""
    with store.write():
        return peers.call("specimen", "POST", "/internal/v1/note")


def create_app() -> Flask:
    return web.create_app("specimen", blueprints=[book], store=store)
