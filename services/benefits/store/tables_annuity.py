"""Tables of annuities: personal accounts, their entries, what was paid out."""

from services.benefits.domain import annuity
from services.benefits.domain.annuities import account
from services.benefits.store.tables import metadata, stamps
from sscsim import db

annuity_accounts = db.table(
    "annuity_accounts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("plan_number", db.Str(20), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False, index=True),
    db.Column("employer_name", db.Str(100), nullable=False),
    db.Column("opened_on", db.Date(), nullable=False),
    db.Column("emptied_on", db.Date()),
    db.Column("application_id", db.Str(40), unique=True),
    db.Column("reason", db.Str(12)),
    db.Column("manner", db.Str(20)),
    db.Column("parts", db.Int()),
    db.Column("part", db.Fen()),
    db.Column("payee", db.Str(100)),
    db.Column("paid_parts", db.Int(), nullable=False),
    db.Column("entries", db.Int(), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("status", db.Str(12), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "kind", "plan_number"),
    db.CheckConstraint("balance >= 0", name="balance_not_below_nothing"),
    db.one_of("kind", annuity.KINDS),
    db.one_of("reason", annuity.CASES),
    db.one_of("manner", annuity.MANNERS),
    db.one_of("status", account.STATUSES),
)
"""Personal accounts (年金个人账户)."""

annuity_entries = db.table(
    "annuity_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("period", db.Str(7), nullable=False),
    db.Column("reference", db.Str(40), nullable=False, server_default="direct"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("booked_on", db.Date(), nullable=False),
    db.Column("explanation", db.Json()),
    *stamps(),
    db.UniqueConstraint("account_id", "ordinal"),
    db.UniqueConstraint("account_id", "kind", "period", "reference"),
    db.one_of("kind", account.ENTRY_KINDS),
)
"""Movements; only added to. A month is paid once by each."""

annuity_payouts = db.table(
    "annuity_payouts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("due_on", db.Date(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("tax", db.Fen(), nullable=False, server_default="0"),
    db.Column("payment_id", db.Str(40), nullable=False, unique=True),
    db.Column("tax_payment_id", db.Str(40), unique=True),
    db.Column("explanation", db.Json()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("account_id", "number"),
    db.one_of("status", account.PART_STATUSES),
)
"""Parts that were paid out."""
