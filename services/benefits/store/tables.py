"""The tables of service applications: what was asked, done, decided, paid and printed."""

from typing import Any

from services.benefits.domain import application, certificate, decision, notice, payment
from services.benefits.domain.item import KINDS, PROXIES
from sscsim import db

metadata = db.metadata()


def stamps() -> tuple[db.Column[Any], ...]:
    """What every record has at its end."""
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


service_applications = db.table(
    "service_applications",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("subject", db.Str(64), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(13), nullable=False),
    db.Column("person_id", db.Str(40)),
    db.Column("person_name", db.Str(100)),
    db.Column("applicant_id", db.Str(40)),
    db.Column("proxy_kind", db.Str(14)),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("party_role", db.Str(10), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("card_form", db.Str(10)),
    db.Column("verification_id", db.Str(40)),
    db.Column("accepting_region", db.Str(6), nullable=False),
    db.Column("competent_region", db.Str(6), nullable=False),
    db.Column("scheme", db.Str(30)),
    db.Column("handover", db.Str(12)),
    db.Column("mode", db.Str(11)),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("inputs", db.Json(), nullable=False),
    db.Column("wanted", db.Json(), nullable=False),
    db.Column("supplement_due_at", db.Instant()),
    db.Column("accepted_at", db.Instant()),
    db.Column("due_date", db.Date()),
    db.Column("days_left", db.Int()),
    db.Column("overdue_at", db.Instant()),
    db.Column("notice_id", db.Str(40)),
    db.Column("notice_held", db.Bool(), nullable=False),
    db.Column("decision_no", db.Int(), nullable=False),
    db.Column("decided_at", db.Instant()),
    db.Column("reasons", db.Json(), nullable=False),
    db.Column("amount", db.Fen()),
    db.Column("explanation", db.Json()),
    db.Column("appeal_until", db.Instant()),
    db.Column("result", db.Json(), nullable=False),
    db.Column("certificate_id", db.Str(40)),
    db.Column("closed_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("subject", "item_code", "ordinal"),
    db.Index("ix_service_applications_person", "person_id", "seq"),
    db.Index("ix_service_applications_competent", "competent_region", "status", "seq"),
    db.one_of("kind", KINDS),
    db.one_of("proxy_kind", PROXIES),
    db.one_of("handover", application.HANDOVERS),
    db.one_of("mode", application.MODES),
    db.one_of("status", application.STATUSES),
)
"""`subject`: the person it is for, or the party that applies for itself."""

service_application_steps = db.table(
    "service_application_steps",
    metadata,
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("step", db.Str(20), nullable=False),
    db.Column("from_status", db.Str(20)),
    db.Column("to_status", db.Str(20), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("actor", db.Str(64), nullable=False),
    db.Column("actor_role", db.Str(10), nullable=False),
    db.Column("note", db.Str(400)),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("application_id", "ordinal"),
    export_key=("application_id", "ordinal"),
)
"""Who did what in which region, in order; never changed."""

service_decisions = db.table(
    "service_decisions",
    metadata,
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("decision_no", db.Int(), nullable=False),
    db.Column("outcome", db.Str(20), nullable=False),
    db.Column("by_rule", db.Bool(), nullable=False),
    db.Column("reasons", db.Json(), nullable=False),
    db.Column("amount", db.Fen()),
    db.Column("explanation", db.Json()),
    db.Column("note", db.Str(400)),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("decided_by", db.Str(64), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("application_id", "decision_no"),
    db.one_of("outcome", decision.OUTCOMES),
    export_key=("application_id", "decision_no"),
)
"""Each decision, the first one and that of an appeal; never changed."""

service_effects = db.table(
    "service_effects",
    metadata,
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("decision_no", db.Int(), nullable=False),
    db.Column("changed", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("application_id", "decision_no"),
    export_key=("application_id", "decision_no"),
)
"""What came of a decision, once."""

public_notices = db.table(
    "public_notices",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("masked_name", db.Str(100), nullable=False),
    db.Column("amount", db.Fen()),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("application_id", "ordinal"),
    db.Index("ix_public_notices_region", "region_code", "seq"),
    db.one_of("status", notice.STATUSES),
)

notice_objections = db.table(
    "notice_objections",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("notice_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("reason", db.Str(400), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    *stamps(),
    db.UniqueConstraint("notice_id", "ordinal"),
)

benefit_payments = db.table(
    "benefit_payments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("order_id", db.Str(40), nullable=False, index=True),
    db.Column("replaces", db.Str(40), unique=True),
    db.Column("application_id", db.Str(40), index=True),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("person_id", db.Str(40)),
    db.Column("payee_name", db.Str(100)),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("fund", db.Str(24), nullable=False),
    db.Column("purpose", db.Str(100), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("return_code", db.Str(2)),
    db.Column("paid_at", db.Instant()),
    *stamps(),
    db.Index("ix_benefit_payments_person", "person_id", "seq"),
    db.one_of("fund", payment.FUNDS),
    db.one_of("status", payment.STATUSES),
)

service_certificates = db.table(
    "service_certificates",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Str(40), nullable=False, unique=True),
    db.Column("code", db.Str(16), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40)),
    db.Column("person_name", db.Str(100)),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("title_zh", db.Str(100), nullable=False),
    db.Column("title_en", db.Str(200), nullable=False),
    db.Column("lines", db.Json(), nullable=False),
    db.Column("issued_on", db.Date(), nullable=False),
    db.Column("until_date", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("revoked_reason", db.Str(400)),
    *stamps(),
    db.Index("ix_service_certificates_person", "person_id", "seq"),
    db.Index("ix_service_certificates_day", "region_code", "item_code", "issued_on"),
    db.one_of("status", certificate.STATUSES),
)

review_settings = db.table(
    "review_settings",
    metadata,
    db.Column("region_code", db.Str(6), nullable=False, unique=True),
    db.Column("mode", db.Str(11)),
    db.Column("items", db.Json(), nullable=False),
    *stamps(),
    db.one_of("mode", application.MODES),
    export_key=("region_code",),
)
"""Who decides in a region; without a row the rule decides at once."""

policy_packs = db.table(
    "policy_packs",
    metadata,
    db.Column("region_code", db.Str(6), nullable=False, unique=True),
    db.Column("pack", db.Long(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    *stamps(),
    export_key=("region_code",),
)
"""This world's own figures for a region."""
