"""Tables of the private pension: information and funds accounts, entries, products, payouts."""

from services.benefits.domain.private_pension import (
    account,
    contribution,
    holding,
    payout,
    products,
    withdrawal,
)
from services.benefits.store.tables import metadata, stamps
from sscsim import db

private_pensions = db.table(
    "private_pensions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("opened_on", db.Date(), nullable=False),
    db.Column("closed_on", db.Date()),
    db.Column("condition", db.Str(20)),
    db.Column("manner", db.Str(12)),
    db.Column("parts", db.Int()),
    db.Column("part", db.Fen()),
    db.Column("redeemed", db.Fen(), nullable=False),
    db.Column("paid_parts", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("condition", payout.CONDITIONS),
    db.one_of("manner", payout.MANNERS),
    db.one_of("status", account.STATUSES),
)
"""Information accounts (信息账户): one a person."""

private_pension_funds = db.table(
    "private_pension_funds",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("channel", db.Str(10), nullable=False),
    db.Column("opened_on", db.Date(), nullable=False),
    db.Column("left_on", db.Date()),
    db.Column("entries", db.Int(), nullable=False),
    db.Column("cash", db.Fen(), nullable=False),
    db.Column("holdings", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("pension_id", "ordinal"),
    db.CheckConstraint("cash >= 0", name="cash_not_below_nothing"),
    db.CheckConstraint("holdings >= 0", name="holdings_not_below_nothing"),
    db.one_of("channel", account.CHANNELS),
    db.one_of("status", account.FUNDS_STATUSES),
)
"""Funds accounts (资金账户): at one bank at a time."""

private_pension_entries = db.table(
    "private_pension_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("pension_id", db.Str(40), nullable=False, index=True),
    db.Column("funds_account_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("cash", db.Fen(), nullable=False),
    db.Column("holdings", db.Fen(), nullable=False),
    db.Column("reference", db.Str(60), nullable=False),
    db.Column("booked_on", db.Date(), nullable=False),
    db.Column("explanation", db.Json()),
    *stamps(),
    db.UniqueConstraint("funds_account_id", "ordinal"),
    db.UniqueConstraint("kind", "reference", "funds_account_id"),
    db.one_of("kind", account.ENTRY_KINDS),
)
"""Movements of funds accounts; only added to. What a movement is of is booked once."""

private_pension_contributions = db.table(
    "private_pension_contributions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("pension_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("application_id", db.Str(40), unique=True),
    db.Column("year", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("year_limit", db.Fen(), nullable=False),
    db.Column("pay_by", db.Str(16), nullable=False),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("funds_account_id", db.Str(40), nullable=False),
    db.Column("tries", db.Int(), nullable=False),
    db.Column("reference", db.Str(60)),
    db.Column("paid_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("bank_code", "reference"),
    db.Index("ix_private_pension_contributions_year", "person_id", "year"),
    db.one_of("pay_by", contribution.PAY_BY),
    db.one_of("status", contribution.STATUSES),
)
"""Contributions: reserved, taken, or come through the bank."""

private_pension_holdings = db.table(
    "private_pension_holdings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("funds_account_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("product_code", db.Str(5), nullable=False),
    db.Column("product_class", db.Str(10), nullable=False),
    db.Column("bought_on", db.Date(), nullable=False),
    db.Column("cost", db.Fen(), nullable=False),
    db.Column("unsold", db.Fen(), nullable=False),
    db.Column("income", db.Fen(), nullable=False),
    db.Column("sales", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("pension_id", "ordinal"),
    db.one_of("product_class", products.CLASSES),
    db.one_of("status", holding.STATUSES),
)
"""Products that were bought."""

private_pension_payouts = db.table(
    "private_pension_payouts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("due_on", db.Date(), nullable=False),
    db.Column("gross", db.Fen(), nullable=False),
    db.Column("tax", db.Fen(), nullable=False),
    db.Column("net", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), nullable=False, unique=True),
    db.Column("tax_payment_id", db.Str(40), unique=True),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("pension_id", "number"),
    db.one_of("status", withdrawal.PAYOUT_STATUSES),
)
"""Parts that were paid out."""
