"""The medical service's tables: the care side's, and below them the insured side's."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain import (
    account,
    correction,
    manual_claim,
    payment,
    settlement,
    sharing,
    visit,
    vocabulary,
)
from sscsim import db

metadata = db.metadata()


def stamps() -> tuple[db.Column[Any], ...]:
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


institutions = db.table(
    "institutions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False, unique=True),
    db.Column("name", db.Str(80), nullable=False),
    db.Column("kind", db.Str(10), nullable=False, server_default="hospital"),
    db.Column("level", db.Str(10), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    *stamps(),
    db.one_of("kind", vocabulary.INSTITUTION_KINDS),
    db.one_of("level", vocabulary.LEVELS),
)

visits = db.table(
    "visits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("level", db.Str(10), nullable=False),
    db.Column("kind", db.Str(24), nullable=False, server_default="inpatient"),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("admission_date", db.Date(), nullable=False),
    db.Column("discharge_date", db.Date()),
    db.Column("is_emergency", db.Bool(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("line_count", db.Int(), nullable=False),
    db.Column("withdrawn_count", db.Int(), nullable=False, server_default="0"),
    db.Column("own_pay", db.Fen(), nullable=False),
    db.Column("over_limit", db.Fen(), nullable=False),
    db.Column("preself", db.Fen(), nullable=False),
    db.Column("in_scope", db.Fen(), nullable=False),
    db.Column("settlement_id", db.Str(40)),
    db.Column("sex", db.Str(6)),
    db.Column("department_id", db.Str(40)),
    db.Column("doctor_id", db.Str(40)),
    db.Column("diagnosis_revision", db.Int(), nullable=False, server_default="0"),
    db.Column("settled_until", db.Date()),
    db.Column("disease", db.Str(30)),
    db.Column("delivery", db.Str(12)),
    db.Column("prescription", db.Json()),
    db.Column("recognition_id", db.Str(40)),
    *stamps(),
    db.Index("ix_visits_person_id", "person_id", "seq"),
    db.Index("ix_visits_institution_id", "institution_id", "admission_date"),
    db.one_of("status", visit.STATUSES),
    db.one_of("kind", vocabulary.VISIT_KINDS),
    db.one_of("insurance_kind", vocabulary.INSURANCE_KINDS),
)

fee_lines = db.table(
    "fee_lines",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("visit_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("item_code", db.Str(30)),
    db.Column("item_class", db.Str(1), nullable=False),
    db.Column("item_name", db.Str(80)),
    db.Column("quantity", db.Str(20), nullable=False),
    db.Column("unit_price", db.Fen(), nullable=False),
    db.Column("first_self_pay_bp", db.Int(), nullable=False),
    db.Column("limit_price", db.Fen()),
    db.Column("charged_on", db.Date()),
    db.Column("refund_of", db.Str(40)),
    db.Column("own_pay", db.Fen(), nullable=False),
    db.Column("over_limit", db.Fen(), nullable=False),
    db.Column("preself", db.Fen(), nullable=False),
    db.Column("in_scope", db.Fen(), nullable=False),
    *stamps(),
    db.UniqueConstraint("visit_id", "ordinal"),
    db.one_of("item_class", vocabulary.ITEM_CLASSES),
)

fee_line_withdrawals = db.table(
    "fee_line_withdrawals",
    metadata,
    db.Column("fee_line_id", db.Str(40), nullable=False, unique=True),
    db.Column("visit_id", db.Str(40), nullable=False, index=True),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("fee_line_id",),
)
"""Lines that no longer count; the line itself is never changed."""

visit_diagnoses = db.table(
    "visit_diagnoses",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("visit_id", db.Str(40), nullable=False),
    db.Column("revision", db.Int(), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("disease_code", db.Str(20), nullable=False),
    db.Column("is_main", db.Bool(), nullable=False),
    *stamps(),
    db.UniqueConstraint("visit_id", "revision", "ordinal"),
    db.one_of("kind", vocabulary.DIAGNOSIS_KINDS),
)
"""Added to, never changed: a visit's newest revision is the one that counts."""

settlements = db.table(
    "settlements",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("reverses", db.Str(40)),
    db.Column("reversed_by", db.Str(40)),
    db.Column("refers", db.Str(40), index=True),
    db.Column("visit_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("discharge_date", db.Date(), nullable=False),
    db.Column("bill_number", db.Str(40)),
    db.Column("is_interim", db.Bool(), nullable=False, server_default=sa.false()),
    db.Column("treatment", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("own_pay", db.Fen(), nullable=False),
    db.Column("over_limit", db.Fen(), nullable=False),
    db.Column("preself", db.Fen(), nullable=False),
    db.Column("in_scope", db.Fen(), nullable=False),
    db.Column("deductible", db.Fen()),
    db.Column("funds", db.Json()),
    db.Column("fund_pay", db.Fen()),
    db.Column("hospital_part", db.Fen()),
    db.Column("person_part", db.Fen()),
    db.Column("own_account_pay", db.Fen()),
    db.Column("family_account_pay", db.Fen()),
    db.Column("account_pay", db.Fen()),
    db.Column("cash_pay", db.Fen()),
    db.Column("clearing_amount", db.Fen()),
    db.Column("family_accounts", db.Json()),
    db.Column("payment_status", db.Str(10)),
    db.Column("claim_id", db.Str(40)),
    db.Column("policy_origin", db.Json()),
    db.Column("problem", db.Json()),
    db.Column("settled_at", db.Instant()),
    db.Column("request", db.Json(), nullable=False),
    db.Column("explanation", db.Json()),
    *stamps(),
    db.UniqueConstraint("visit_id", "ordinal"),
    db.Index("ix_settlements_person_id", "person_id", "seq"),
    db.Index("ix_settlements_bill_number", "institution_id", "bill_number"),
    db.one_of("kind", settlement.KINDS),
    db.one_of("status", settlement.STATUSES),
    export_skip=("problem",),
)
"""Of a reversal all amounts are negative. `request` is what the home region was asked."""

corrections = db.table(
    "corrections",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("operation", db.Str(40), nullable=False),
    db.Column("key_scope", db.Str(64)),
    db.Column("named", db.Str(255), nullable=False),
    db.Column("idempotency_key", db.Str(255)),
    db.Column("settlement_id", db.Str(40)),
    db.Column("visit_id", db.Str(40)),
    db.Column("care_region_code", db.Str(6)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("outcome", db.Str(20)),
    db.Column("problem", db.Json()),
    db.Column("corrected_at", db.Instant()),
    *stamps(),
    db.Index("ix_corrections_key_scope", "key_scope"),
    db.Index("ix_corrections_settlement_id", "settlement_id"),
    db.one_of("operation", correction.OPERATIONS),
    db.one_of("status", correction.STATUSES),
    db.one_of("outcome", correction.OUTCOMES),
    export_skip=("problem",),
)
"""`named` is how the caller named the original: a key or a settlement. `key_scope` is what the
original call's key belongs to (sscsim.db.keys.scope)."""

settlement_payments = db.table(
    "settlement_payments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("settlement_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("method", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("code_payment_id", db.Str(40)),
    db.Column("problem", db.Json()),
    db.Column("paid_at", db.Instant()),
    db.Column("refunded_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("settlement_id", "ordinal"),
    db.one_of("method", payment.METHODS),
    db.one_of("status", payment.STATUSES),
    export_skip=("problem",),
)
"""How the person paid the cash part; what a code says is kept nowhere."""

manual_claims = db.table(
    "manual_claims",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("visit_id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("treatment", db.Str(20), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("funds", db.Json(), nullable=False),
    db.Column("fund_pay", db.Fen(), nullable=False),
    db.Column("return_code", db.Str(2)),
    db.Column("policy_origin", db.Json(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("paid_at", db.Instant()),
    *stamps(),
    db.one_of("status", manual_claim.STATUSES),
)
"""Visits that were paid in full and that the home region reimburses by hand; one each."""

filings = db.table(
    "filings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("referring_institution_id", db.Str(40)),
    db.Column("replaces", db.Str(40)),
    db.Column("replaced_by", db.Str(40)),
    db.Column("cancelled_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("kind", vocabulary.FILING_KINDS),
)

# ---- the insured side

insured_settlements = db.table(
    "insured_settlements",
    metadata,
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("original", db.Str(40), unique=True),
    db.Column("refers", db.Str(40), index=True),
    db.Column("reversed_by", db.Str(40)),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("insurance_year", db.Int(), nullable=False),
    db.Column("stays", db.Int(), nullable=False),
    db.Column("pool", db.Fen(), nullable=False),
    db.Column("outpatient_deductible", db.Fen(), nullable=False, server_default="0"),
    db.Column("outpatient_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("large_amount", db.Fen(), nullable=False),
    db.Column("big_illness_counted", db.Fen(), nullable=False),
    db.Column("assistance", db.Fen(), nullable=False),
    db.Column("pharmacy_deductible", db.Fen(), nullable=False, server_default="0"),
    db.Column("pharmacy_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("chronic_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("prenatal_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("delivery_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("work_injury", db.Fen(), nullable=False, server_default="0"),
    db.Column("account_pay", db.Fen(), nullable=False),
    db.Column("pool_cap", db.Fen()),
    db.Column("visit_kind", db.Str(24), nullable=False, server_default="inpatient"),
    db.Column("counts_in", db.Str(24)),
    db.Column("shares_cap", db.Bool(), nullable=False, server_default=sa.false()),
    db.Column("disease", db.Str(30)),
    db.Column("disease_deductible", db.Fen(), nullable=False, server_default="0"),
    db.Column("disease_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("disease_cap", db.Fen()),
    db.Column("funds", db.Json()),
    db.Column("result", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index(
        "ix_insured_settlements_year",
        "person_id",
        "insurance_kind",
        "home_region_code",
        "insurance_year",
        "seq",
    ),
    db.one_of("kind", settlement.ENTRY_KINDS),
    export_key=("exchange_id",),
)
"""What each settlement added to the accumulators; of a reversal negative, of a difference (which
`refers` to a settlement) either. `pool_cap` is the
cap that held for it, absent where the policy has none, `counts_in` the accumulator that it is
compared with; `shares_cap` says that stays and outpatient visits used it up together. Of a bill
for a chronic disease, `disease` and what it added to that one's own accumulators. `funds` is that
of the result, so that a day can be listed without reading results; of old rows it is absent."""

cancelled_exchanges = db.table(
    "cancelled_exchanges",
    metadata,
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("exchange_id",),
)
"""Tombstones: an exchange that was given up before it came; a late request is refused."""

accumulators = db.table(
    "accumulators",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("insurance_year", db.Int(), nullable=False),
    db.Column("stays", db.Int(), nullable=False),
    db.Column("pool", db.Fen(), nullable=False),
    db.Column("outpatient_deductible", db.Fen(), nullable=False, server_default="0"),
    db.Column("outpatient_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("large_amount", db.Fen(), nullable=False),
    db.Column("big_illness_counted", db.Fen(), nullable=False),
    db.Column("assistance", db.Fen(), nullable=False),
    db.Column("pharmacy_deductible", db.Fen(), nullable=False, server_default="0"),
    db.Column("pharmacy_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("chronic_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("prenatal_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("delivery_pool", db.Fen(), nullable=False, server_default="0"),
    db.Column("work_injury", db.Fen(), nullable=False, server_default="0"),
    *stamps(),
    db.UniqueConstraint("person_id", "insurance_kind", "home_region_code", "insurance_year"),
)

personal_accounts = db.table(
    "personal_accounts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("entry_count", db.Int(), nullable=False),
    *stamps(),
    db.not_negative("balance"),
)

account_entries = db.table(
    "account_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("balance_after", db.Fen(), nullable=False),
    db.Column("refers_to", db.Str(40)),
    db.Column("note", db.Str(200)),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("kind", account.ENTRY_KINDS),
)
"""Append only."""

account_years = db.table(
    "account_years",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("account_year", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("ahead", db.Fen(), nullable=False),
    db.Column("overpaid", db.Fen(), nullable=False),
    db.Column("credit", db.Fen(), nullable=False),
    db.Column("interest", db.Fen(), nullable=False),
    db.Column("credited_on", db.Date(), nullable=False),
    db.Column("policy_origin", db.Json(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "account_year"),
)
"""What an account got on the first day of a year; once for each person and year."""

account_sharers = db.table(
    "account_sharers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("member_person_id", db.Str(40), nullable=False),
    db.Column("relation", db.Str(10), nullable=False),
    db.Column("limit_per_year", db.Fen()),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("ended_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.Index("ix_account_sharers_member", "member_person_id", "seq"),
    db.one_of("relation", sharing.FAMILY),
)
"""Whom the owner `person_id` of an account lets use it."""

family_payments = db.table(
    "family_payments",
    metadata,
    db.Column("exchange_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("sharer_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("account_year", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("exchange_id", "ordinal"),
    db.Index("ix_family_payments_sharer", "sharer_id", "account_year"),
    export_key=("exchange_id", "ordinal"),
)
"""What each account of the family paid in a settlement; of a reversal negative."""

policy_packs = db.table(
    "policy_packs",
    metadata,
    db.Column("region_code", db.Str(6), nullable=False, unique=True),
    db.Column("pack", db.Long(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    *stamps(),
    export_key=("region_code",),
)
