"""The tables of courses, vouchers, certificates, their subsidies, titles and examinations."""

from services.benefits.domain.training import course, exam, skill_certificate, subsidy, voucher
from services.benefits.domain.training import title as titles_domain
from services.benefits.store.tables import metadata, stamps
from sscsim import db


def _first() -> tuple[db.Column, ...]:  # type: ignore[type-arg]
    """What each of them begins with."""
    return (
        db.Column("id", db.Str(40), nullable=False, unique=True),
        db.Column("region_code", db.Str(6), nullable=False),
    )


def _persons() -> tuple[db.Column, ...]:  # type: ignore[type-arg]
    """What came of a person's application."""
    return (
        *_first(),
        db.Column("person_id", db.Str(40), nullable=False, index=True),
        db.Column("application_id", db.Str(40), nullable=False),
    )


training_courses = db.table(
    "training_courses",
    metadata,
    *_first(),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("course_code", db.Str(30), nullable=False, unique=True),
    db.Column("title", db.Str(100), nullable=False),
    db.Column("provider_name", db.Str(100), nullable=False),
    db.Column("occupation", db.Str(60), nullable=False),
    db.Column("shift", db.Str(10), nullable=False),
    db.Column("starts_on", db.Date(), nullable=False),
    db.Column("ends_on", db.Date(), nullable=False),
    db.Column("places", db.Int(), nullable=False),
    db.Column("days_needed", db.Int(), nullable=False),
    db.Column("fee", db.Fen(), nullable=False),
    *stamps(),
    db.one_of("shift", course.SHIFTS),
)
"""Courses that providers announce."""

trainings = db.table(
    "trainings",
    metadata,
    *_persons(),
    db.Column("course_id", db.Str(40), nullable=False),
    db.Column("course_code", db.Str(30), nullable=False),
    db.Column("person_category", db.Str(20), nullable=False),
    db.Column("days", db.Int(), nullable=False),
    db.Column("enrolled_on", db.Date(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("course_id", "person_id"),
    db.one_of("status", course.STATUSES),
)
"""Who takes which course."""

training_days = db.table(
    "training_days",
    metadata,
    db.Column("training_id", db.Str(40), nullable=False),
    db.Column("on_date", db.Date(), nullable=False),
    db.Column("verification_id", db.Str(40), nullable=False),
    db.UniqueConstraint("training_id", "on_date"),
    export_key=("training_id", "on_date"),
)
"""On which days somebody signed in, and the record of the card that was shown."""

training_vouchers = db.table(
    "training_vouchers",
    metadata,
    *_persons(),
    db.Column("code", db.Str(30), nullable=False, unique=True),
    db.Column("year", db.Int(), nullable=False),
    db.Column("person_category", db.Str(20), nullable=False),
    db.Column("worth", db.Fen(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("training_id", db.Str(40)),
    db.Column("course_code", db.Str(30)),
    db.Column("paid", db.Fen()),
    db.Column("payment_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "year"),
    db.one_of("status", voucher.STATUSES),
)
"""Training vouchers: one a person and year."""

skill_certificates = db.table(
    "skill_certificates",
    metadata,
    *_first(),
    db.Column("number", db.Str(30), nullable=False, unique=True),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("issuer_name", db.Str(100), nullable=False),
    db.Column("occupation", db.Str(100), nullable=False),
    db.Column("level", db.Str(20)),
    db.Column("issued_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("revoked_reason", db.Str(400)),
    *stamps(),
    db.one_of("kind", skill_certificate.KINDS),
    db.one_of("status", skill_certificate.STATUSES),
)
"""Skill certificates and qualifications."""

skill_grants = db.table(
    "skill_grants",
    metadata,
    *_persons(),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("subsidy", db.Str(10), nullable=False),
    db.Column("certificate_id", db.Str(40), nullable=False),
    db.Column("occupation", db.Str(100), nullable=False),
    db.Column("level", db.Str(20), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("granted_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "subsidy", "occupation", "level"),
    db.one_of("subsidy", subsidy.SUBSIDIES),
    db.one_of("status", subsidy.STATUSES),
)
"""Subsidies for certificates: one for an occupation and level."""

professional_titles = db.table(
    "professional_titles",
    metadata,
    *_persons(),
    db.Column("number", db.Str(40), nullable=False, unique=True),
    db.Column("level", db.Str(20), nullable=False),
    db.Column("series", db.Str(60), nullable=False),
    db.Column("speciality", db.Str(60), nullable=False),
    db.Column("granted_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("revoked_reason", db.Str(400)),
    *stamps(),
    db.one_of("status", titles_domain.STATUSES),
)
"""Professional titles."""

title_ballots = db.table(
    "title_ballots",
    metadata,
    *_first(),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("seats", db.Int(), nullable=False),
    db.Column("present", db.Int(), nullable=False),
    db.Column("in_favour", db.Int(), nullable=False),
    db.Column("voted_on", db.Date(), nullable=False),
    *stamps(),
)
"""How boards voted on applications for titles."""

examinations = db.table(
    "examinations",
    metadata,
    *_first(),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("exam_code", db.Str(30), nullable=False, unique=True),
    db.Column("title", db.Str(100), nullable=False),
    db.Column("subjects", db.Json(), nullable=False),
    db.Column("least_education", db.Str(20), nullable=False),
    db.Column("least_years", db.Int(), nullable=False),
    db.Column("fee", db.Fen(), nullable=False),
    db.Column("seats", db.Int(), nullable=False),
    db.Column("pass_mark", db.Int(), nullable=False),
    db.Column("opens_on", db.Date(), nullable=False),
    db.Column("closes_on", db.Date(), nullable=False),
    db.Column("refund_until", db.Date(), nullable=False),
    db.Column("held_on", db.Date(), nullable=False),
    *stamps(),
)
"""Professional examinations as announced."""

exam_registrations = db.table(
    "exam_registrations",
    metadata,
    *_persons(),
    db.Column("examination_id", db.Str(40), nullable=False),
    db.Column("exam_code", db.Str(30), nullable=False),
    db.Column("subjects", db.Json(), nullable=False),
    db.Column("pay_by", db.Str(20), nullable=False),
    db.Column("fee", db.Fen(), nullable=False),
    db.Column("tries", db.Int(), nullable=False),
    db.Column("fee_reference", db.Str(40)),
    db.Column("admission_number", db.Str(60), unique=True),
    db.Column("scores", db.Json(), nullable=False),
    db.Column("is_passed", db.Bool()),
    db.Column("certificate_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", exam.STATUSES),
)
"""Registrations for examinations."""
