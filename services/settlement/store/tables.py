"""Tables of agreements, exchanges and claims.

Claims are only added to. A claim's cycle is written with it and changed by exception only; what
its state is meanwhile follows from the cycle's row.
"""

from services.settlement.domain.chart import FUNDS, INSURANCE_CODES
from services.settlement.domain.claims import RECORDED_STATES
from services.settlement.domain.kinds import CLAIM_PURPOSES, CYCLE_KINDS
from services.settlement.domain.membership import Rule
from services.settlement.store import columns
from sscsim import db

EXCHANGE_STATES = ("forwarded", "answered", "refused", "cancelled")
MEDICAL_EXCHANGES = ("settle", "reverse", "correct", "difference")
EXCHANGE_KINDS = (*MEDICAL_EXCHANGES, "service_item", "transfer")
"""Of kind service_item: an application for an HR service on its way from the region that accepts
(the care region here) to the one that decides (the home region). Of kind transfer: a paper of an
insurance relation that moves, from one agency (care) to the other (home)."""

agreements = db.table(
    "agreements",
    columns.metadata,
    columns.own_id(),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("scheme", db.Str(40)),
    db.Column("effective_from", db.Date(), nullable=False),
    db.Column("effective_to", db.Date()),
    columns.flag("advance_hard_stop"),
    columns.flag("advance_delays_providers"),
    *columns.stamps(),
    db.UniqueConstraint("home_region", "care_region", "effective_from"),
)

exchanges = db.table(
    "exchanges",
    columns.metadata,
    columns.own_id(),
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("home_region", db.Str(6)),
    db.Column("care_region", db.Str(6)),
    db.Column("institution_id", db.Str(40)),
    db.Column("original", db.Str(40)),
    db.Column("fingerprint", db.Str(64)),
    db.Column("request", db.Json()),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("result", db.Json()),
    db.Column("problem", db.Json()),
    db.Column("claim_id", db.Str(40)),
    db.Column("clearing", db.Fen()),
    db.Column("answered_at", db.Instant()),
    *columns.stamps(),
    db.one_of("status", EXCHANGE_STATES),
    db.one_of("kind", EXCHANGE_KINDS),
)
"""`exchange_id` is the caller's id (of its settlement), `fingerprint` that of what it asked.
A cancelled exchange that never arrived has nothing but its id: a tombstone."""

claims = db.table(
    "claims",
    columns.metadata,
    columns.own_id(),
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("reverses", db.Str(40), unique=True),
    db.Column("corrected_by", db.Str(40), unique=True),
    db.Column("refers", db.Str(40)),
    db.Column("undone", db.Fen()),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("institution_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("insurance", db.Str(30)),
    *columns.split(),
    db.Column("clearing", db.Fen(), nullable=False),
    db.Column("settled_at", db.Instant(), nullable=False),
    db.Column("recorded_at", db.Instant(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    db.Column("rule", db.Str(20), nullable=False),
    db.Column("adjusts", db.Str(40)),
    db.Column("declared_at", db.Instant()),
    db.Column("reimbursed_at", db.Instant()),
    columns.flag("is_prior_year"),
    columns.flag("is_provider_paid"),
    *columns.stamps(),
    columns.kind(),
    db.Column("purpose", db.Str(20)),
    db.Column("payer_party", db.Str(40)),
    db.Column("payee_party", db.Str(40)),
    db.Column("period", db.Str(10)),
    db.Column("fee", db.Fen()),
    db.Column("items", db.Int()),
    db.Column("fingerprint", db.Str(64)),
    db.Index(
        "ix_claims_parties",
        "cycle_id",
        "home_region",
        "care_region",
        "purpose",
        "payer_party",
        "payee_party",
        "is_prior_year",
        "kind",
        "clearing",
        sqlite_where=columns.NOT_MEDICAL,
        postgresql_where=columns.NOT_MEDICAL,
    ),
    db.Index(
        "ix_claims_clearing",
        "cycle_id",
        "home_region",
        "care_region",
        "insurance",
        "is_prior_year",
        *FUNDS,
        "account",
    ),
    db.Index(
        "ix_claims_provider",
        "cycle_id",
        "care_region",
        "institution_id",
        "clearing",
        "is_provider_paid",
    ),
    db.Index("ix_claims_adjusts", "adjusts"),
    db.Index("ix_claims_home_region", "home_region", "seq"),
    db.Index("ix_claims_care_region", "care_region", "seq"),
    db.one_of("insurance", INSURANCE_CODES),
    db.one_of("status", RECORDED_STATES),
    db.one_of("rule", Rule),
    db.one_of("kind", CYCLE_KINDS),
    db.one_of("purpose", CLAIM_PURPOSES),
)
"""`ix_claims_clearing` covers what a payer adds up before it signs, and `ix_claims_provider` what
hospitals are due: closing a month reads these indexes and nothing else of the claims. Claims of
other kinds than medical bills are summed by their parties from `ix_claims_parties`, which has
none of the medical ones.

refers: of a difference claim, the claim that was priced again
corrected_by: the exchange that undid it without a claim of its own; undone: what was owed then
adjusts: the claim of which this one takes a part back (below zero), found by a later audit
declared_at: when its region declared it by hand, or a decision let it into its month
is_prior_year: shown on a line of its own, because the year it belongs to is closed
is_provider_paid: the hospital got its money (L4) in a month the claim has left since"""

deductions = db.table(
    "deductions",
    columns.metadata,
    columns.own_id(),
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("institution_id", db.Str(40)),
    db.Column("insurance", db.Str(30)),
    *columns.split(),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("is_clawed_back", db.Bool(), nullable=False),
    db.Column("made_in", db.Str(40)),
    db.Column("made_version", db.Int(), nullable=False, server_default="0"),
    columns.flag("is_prior_year"),
    columns.flag("is_provider_paid"),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_deductions_cycle", "cycle_id", "home_region", "care_region"),
)
"""What audits took off claims; it leaves a cycle together with its claim.

made_in: the cycle the claim was in when it was made; made_version: how many versions of that
cycle's statements there were: it counts in the later ones"""
