"""The tables of monthly subsidies, internships, founders' businesses, loans and recoveries."""

from services.benefits.domain import recovery
from services.benefits.domain.employment import internship, startup_loan, subsidy
from services.benefits.domain.payment import FUNDS
from services.benefits.store.tables import metadata, stamps
from sscsim import db

benefit_recoveries = db.table(
    "benefit_recoveries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("party_id", db.Str(64), index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("fund", db.Str(24), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("about_id", db.Str(40), nullable=False, index=True),
    db.Column("reason", db.Str(20), nullable=False),
    db.Column("note", db.Str(400)),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("promised", db.Fen(), nullable=False),
    db.Column("given_back", db.Fen(), nullable=False),
    db.Column("decided_on", db.Date(), nullable=False),
    db.Column("settled_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("fund", FUNDS),
    db.one_of("reason", recovery.REASONS),
    db.one_of("status", recovery.STATUSES),
)
"""Benefits that have to be given back (待遇追回)."""

benefit_recovery_parts = db.table(
    "benefit_recovery_parts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("recovery_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("against", db.Str(200)),
    db.Column("return_code", db.Str(2)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("recovery_id", "ordinal"),
    db.UniqueConstraint("recovery_id", "against"),
    db.one_of("kind", recovery.PART_KINDS),
    db.one_of("status", recovery.PART_STATUSES),
)
"""Refunds, and what was kept back from later payments."""

subsidies = db.table(
    "subsidies",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("party_id", db.Str(64)),
    db.Column("payee_name", db.Str(100), nullable=False),
    db.Column("basis_id", db.Str(40), nullable=False, index=True),
    db.Column("category", db.Str(40), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("monthly_amount", db.Fen(), nullable=False),
    db.Column("settled", db.Int(), nullable=False),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("application_id", "ordinal"),
    db.one_of("ended_for", subsidy.ENDED_FOR),
    db.one_of("status", subsidy.STATUSES),
)
"""Subsidies by the month (按月补贴)."""

subsidy_months = db.table(
    "subsidy_months",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("subsidy_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("kept_back", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("recovery_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("subsidy_id", "month"),
    db.Index("ix_subsidy_months_person", "person_id", "month"),
    db.one_of("status", subsidy.MONTH_STATUSES),
)
"""Months that were paid of them."""

internship_bases = db.table(
    "internship_bases",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("credit_code", db.Str(18), nullable=False),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("places", db.Int(), nullable=False),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("region_code", "party_id"),
    db.one_of("status", internship.BASE_STATUSES),
)
"""Employers that take interns (就业见习基地)."""

internships = db.table(
    "internships",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("base_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("agreement_number", db.Str(40), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("allowance", db.Fen(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("base_id", "agreement_number"),
    db.one_of("ended_for", internship.ENDED_FOR),
    db.one_of("status", internship.STATUSES),
)
"""Work experience (就业见习) of one person at one base."""

startup_businesses = db.table(
    "startup_businesses",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("credit_code", db.Str(18), nullable=False, unique=True),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("licensed_on", db.Date()),
    *stamps(),
)
"""Businesses of founders, as applications named them."""

startup_loans = db.table(
    "startup_loans",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("business_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("term_months", db.Int(), nullable=False),
    db.Column("rate", db.Int(), nullable=False),
    db.Column("subsidised", db.Int(), nullable=False),
    db.Column("guarantee", db.Str(20), nullable=False),
    db.Column("bank_party_id", db.Str(64)),
    db.Column("drawn_on", db.Date()),
    db.Column("return_code", db.Str(2)),
    db.Column("missed_on", db.Date()),
    db.Column("covered", db.Fen(), nullable=False),
    db.Column("declined_for", db.Str(400)),
    db.Column("status", db.Str(20), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("status", startup_loan.STATUSES),
)
"""Start-up guaranteed loans (创业担保贷款)."""

startup_loan_instalments = db.table(
    "startup_loan_instalments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("loan_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("due_date", db.Date(), nullable=False),
    db.Column("principal", db.Fen(), nullable=False),
    db.Column("interest", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("paid_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("loan_id", "number"),
    db.one_of("status", startup_loan.INSTALMENT_STATUSES),
)
"""What is paid back, month by month."""
