"""The tables of social insurance: relations, months, accounts, charges, declarations.

What everything else of social insurance stands on: a pension's history is read out of
`contribution_months`, its account out of `pension_account_entries`.
"""

from services.benefits.domain.insurance import (
    CATEGORIES,
    KINDS,
    WITH_ACCOUNT,
    charge,
    declaration,
    insured_employer,
    ledger,
    month,
    payout_account,
    personal_data,
    relation,
)
from services.benefits.store.tables import metadata, stamps
from sscsim import db

insured_employers = db.table(
    "insured_employers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("credit_code", db.Str(18), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("party_id", db.Str(64), index=True),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("nature", db.Str(12), nullable=False),
    db.Column("industry_class", db.Int(), nullable=False),
    db.Column("size", db.Str(5), nullable=False),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("by_direct_debit", db.Bool(), nullable=False, server_default="0"),
    *stamps(),
    db.UniqueConstraint("credit_code", "region_code"),
    db.one_of("nature", insured_employer.NATURES),
    db.one_of("size", insured_employer.SIZES),
)
"""Employers as social insurance knows them (参保单位)."""

insurance_relations = db.table(
    "insurance_relations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("category", db.Str(12), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("application_id", db.Str(40), index=True),
    db.Column("employer_party_id", db.Str(64)),
    db.Column("employer_credit_code", db.Str(18)),
    db.Column("wage", db.Fen(), nullable=False),
    db.Column("base", db.Fen(), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("started_on", db.Date(), nullable=False),
    db.Column("suspended_on", db.Date()),
    db.Column("ended_on", db.Date()),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("live", db.Int()),
    *stamps(),
    db.UniqueConstraint("person_id", "kind", "ordinal"),
    db.UniqueConstraint("person_id", "kind", "live"),
    db.Index("ix_insurance_relations_employer", "employer_credit_code", "region_code", "live"),
    db.one_of("kind", KINDS),
    db.one_of("category", CATEGORIES),
    db.one_of("ended_for", relation.ENDED_FOR),
    db.one_of("status", relation.STATUSES),
    db.CheckConstraint("(live IS NULL) = (status = 'ended')", name="live_while_open"),
)
"""Who is insured where (参保关系): one open relation a person and kind."""

contribution_months = db.table(
    "contribution_months",
    metadata,
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("relation_id", db.Str(40)),
    db.Column("charge_id", db.Str(40)),
    db.Column("category", db.Str(12), nullable=False),
    db.Column("base", db.Fen(), nullable=False),
    db.Column("employer", db.Fen(), nullable=False),
    db.Column("personal", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("to_account", db.Fen(), nullable=False),
    db.Column("index_millionths", db.Int()),
    db.Column("origin", db.Str(12), nullable=False),
    db.Column("paid_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("live", db.Int()),
    *stamps(),
    db.UniqueConstraint("person_id", "kind", "month", "live"),
    db.Index("ix_contribution_months_charge", "charge_id", "status"),
    db.one_of("kind", KINDS),
    db.one_of("category", CATEGORIES),
    db.one_of("origin", month.ORIGINS),
    db.one_of("status", month.STATUSES),
    db.CheckConstraint("(live IS NULL) = (status NOT IN ('due', 'paid'))", name="live_or_not"),
    export_key=("person_id", "kind", "month", "region_code", "charge_id", "version", "status"),
)
"""Months that were contributed for (缴费月): a month of a kind is live once a person."""

pension_accounts = db.table(
    "pension_accounts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("opened_on", db.Date(), nullable=False),
    db.Column("closed_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "kind", "ordinal"),
    db.Index("ix_pension_accounts_region", "region_code", "kind", "status"),
    db.one_of("kind", WITH_ACCOUNT),
    db.one_of("status", ledger.STATUSES),
    db.not_negative("balance"),
)
"""Personal accounts (个人账户)."""

pension_account_entries = db.table(
    "pension_account_entries",
    metadata,
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("posted_on", db.Date(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_pension_account_entries_account", "account_id", "month"),
    db.one_of("kind", ledger.KINDS),
    export_key=("business_key",),
)
"""Added to only: what sums to a balance, each under what it is for."""

contribution_charges = db.table(
    "contribution_charges",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("kind", db.Str(16), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("party_id", db.Str(64)),
    db.Column("credit_code", db.Str(18), index=True),
    db.Column("payer_name", db.Str(100), nullable=False),
    db.Column("application_id", db.Str(40), index=True),
    db.Column("declaration_id", db.Str(40)),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("persons", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("late_fee", db.Fen(), nullable=False),
    db.Column("pay_by", db.Str(16), nullable=False),
    db.Column("due_on", db.Date(), nullable=False),
    db.Column("paid_on", db.Date()),
    db.Column("tries", db.Int(), nullable=False),
    db.Column("return_code", db.Str(2)),
    db.Column("reference", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("kind", charge.KINDS),
    db.one_of("pay_by", charge.PAY_BY),
    db.one_of("status", charge.STATUSES),
)
"""What has to be paid (缴费单)."""

contribution_charge_parts = db.table(
    "contribution_charge_parts",
    metadata,
    db.Column("charge_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("employer", db.Fen(), nullable=False),
    db.Column("personal", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("late_fee", db.Fen(), nullable=False),
    db.UniqueConstraint("charge_id", "kind", "month"),
    db.one_of("kind", KINDS),
    export_key=("charge_id", "kind", "month"),
)
"""A charge by insurance and month: the sums of its contribution months, and the late fee."""

contribution_declarations = db.table(
    "contribution_declarations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("application_id", db.Str(40)),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("credit_code", db.Str(18), nullable=False, index=True),
    db.Column("employer_name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("lines_count", db.Int(), nullable=False),
    db.Column("charge_id", db.Str(40), index=True),
    db.Column("declared_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", declaration.STATUSES),
)
"""Employers' declarations (缴费申报)."""

contribution_declaration_lines = db.table(
    "contribution_declaration_lines",
    metadata,
    db.Column("declaration_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("social_security_number", db.Str(18), nullable=False),
    db.Column("change", db.Str(10), nullable=False),
    db.Column("wage", db.Fen(), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.UniqueConstraint("declaration_id", "number"),
    db.one_of("change", declaration.CHANGES),
    export_key=("declaration_id", "number"),
)
"""Their lines, a person each."""

contribution_corrections = db.table(
    "contribution_corrections",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(24), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("charge_id", db.Str(40), nullable=False),
    db.Column("base", db.Fen(), nullable=False),
    db.Column("right_base", db.Fen(), nullable=False),
    db.Column("employer", db.Fen(), nullable=False),
    db.Column("personal", db.Fen(), nullable=False),
    db.Column("account", db.Fen(), nullable=False),
    db.Column("corrected_on", db.Date(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "kind", "month", "ordinal"),
    db.one_of("kind", KINDS),
)
"""Months that were paid on too high a wage (多缴退费)."""

payout_accounts = db.table(
    "payout_accounts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("scheme", db.Str(12), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("live", db.Int()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.UniqueConstraint("person_id", "scheme", "live"),
    db.one_of("scheme", payout_account.SCHEMES),
    db.one_of("status", payout_account.STATUSES),
)
"""To which account benefits of a scheme are paid (待遇发放账户)."""

personal_data_changes = db.table(
    "personal_data_changes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("field", db.Str(24), nullable=False),
    db.Column("card_order_id", db.Str(40), unique=True),
    db.Column("status", db.Str(16), nullable=False),
    *stamps(),
    db.one_of("field", personal_data.FIELDS),
    db.one_of("status", personal_data.STATUSES),
)
"""Changes of personal data (个人基本信息变更)."""
