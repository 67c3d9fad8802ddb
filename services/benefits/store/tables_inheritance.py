"""Tables of inherited accounts: whose, among which heirs, and what each of them got."""

from services.benefits.domain import inheritance
from services.benefits.store.tables import metadata, stamps
from sscsim import db

account_inheritances = db.table(
    "account_inheritances",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("account_kind", db.Str(24), nullable=False),
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("died_on", db.Date(), nullable=False),
    db.Column("opened_on", db.Date(), nullable=False),
    db.Column("application_id", db.Str(40)),
    db.Column("amount", db.Fen()),
    db.Column("proof_number", db.Str(60)),
    db.Column("divided_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("account_id", "ordinal"),
    db.one_of("account_kind", inheritance.ACCOUNT_KINDS),
    db.one_of("status", inheritance.STATUSES),
)
"""What was left in an account (账户余额继承); once more for what came after it was divided."""

inheritance_shares = db.table(
    "inheritance_shares",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("inheritance_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("parts", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("tax", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), nullable=False, unique=True),
    db.Column("tax_payment_id", db.Str(40), unique=True),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("inheritance_id", "number"),
    db.UniqueConstraint("inheritance_id", "person_id"),
    db.one_of("status", inheritance.SHARE_STATUSES),
)
"""What each heir got."""
