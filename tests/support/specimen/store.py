"""The specimen's tables, with every column type of the ground."""

from typing import Any

from sscsim import db
from sscsim.db import migrations
from sscsim.kernel.money import Money

SERVICE = "specimen"
STATES = ("open", "closed")

_package_of = migrations.package_of


def _with_specimen(service: str) -> str:
    return "tests.support.specimen" if service == SERVICE else _package_of(service)


migrations.package_of = _with_specimen

metadata = db.metadata()
accounts = db.table(
    "accounts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("owner", db.Str(80), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("opened_on", db.Date()),
    db.Column("detail", db.Json()),
    db.Column("is_gold", db.Bool(), nullable=False, server_default="0"),
    db.Column("request_id", db.Str(40)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.one_of("status", STATES),
    db.not_negative("balance"),
    export_skip=("request_id",),
)
notes = db.table(
    "notes",
    metadata,
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("text", db.Long(), nullable=False),
    db.Column("written_by", db.Str(40), nullable=False, server_default="nobody"),
    db.Index("ix_notes_account_id", "account_id"),
    export_key=(),
)


def _seed(tx: db.Tx, preset: str) -> None:
    if preset == "demo":
        open_account(tx, "seeded", 10_000)
        tx.schedule("specimen.close", "seeded", tx.world.now)
    if preset == "broken":
        open_account(tx, "seeded", 10_000)
        raise RuntimeError("the seed failed")


store = db.Store(SERVICE, metadata, seed=_seed)


def open_account(tx: db.Tx, owner: str, balance: int, **more: Any) -> str:
    account_id = tx.new_id("acc", owner)
    tx.execute(
        accounts.insert().values(
            id=account_id,
            owner=owner,
            status="open",
            balance=Money(balance),
            opened_on=tx.world.today,
            request_id=tx.world.request_id,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            **{"is_gold": False, **more},
        )
    )
    return account_id
