"""The tables of vacancies, introductions and job fairs."""

from services.benefits.domain.employment import job_fair, referral, vacancy
from services.benefits.store.tables import metadata, stamps
from sscsim import db

job_vacancies = db.table(
    "job_vacancies",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("employer_credit_code", db.Str(18), nullable=False),
    db.Column("employer_name", db.Str(100), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("occupation", db.Str(100), nullable=False),
    db.Column("headcount", db.Int(), nullable=False),
    db.Column("filled", db.Int(), nullable=False),
    db.Column("pay_from", db.Fen(), nullable=False),
    db.Column("pay_to", db.Fen(), nullable=False),
    db.Column("education_least", db.Str(30)),
    db.Column("skill_least", db.Str(30)),
    db.Column("job_kind", db.Str(30)),
    db.Column("job_fair_id", db.Str(40)),
    db.Column("posted_on", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("closed_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.Index("ix_job_vacancies_region", "region_code", "status", "seq"),
    db.one_of("status", vacancy.STATUSES),
)
"""Vacancies (招聘岗位)."""

job_referrals = db.table(
    "job_referrals",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("job_seeker_id", db.Str(40), nullable=False),
    db.Column("job_vacancy_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("score", db.Int(), nullable=False),
    db.Column("parts", db.Json(), nullable=False),
    db.Column("interview_on", db.Date()),
    db.Column("decided_on", db.Date()),
    db.Column("declined_by", db.Str(20)),
    db.Column("reason", db.Str(400)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("job_seeker_id", "job_vacancy_id"),
    db.Index("ix_job_referrals_vacancy", "job_vacancy_id", "seq"),
    db.one_of("status", referral.STATUSES),
    db.one_of("declined_by", referral.DECLINED_BY),
)
"""Introductions of job-seekers to employers (职业介绍)."""

job_fairs = db.table(
    "job_fairs",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("campaign", db.Str(20), nullable=False),
    db.Column("venue", db.Str(100), nullable=False),
    db.Column("on_date", db.Date(), nullable=False),
    db.Column("capacity", db.Int(), nullable=False),
    db.Column("registered", db.Int(), nullable=False),
    db.Column("entered", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("campaign", job_fair.CAMPAIGNS),
    db.one_of("status", job_fair.STATUSES),
)
"""Job fairs (招聘会)."""

job_fair_visits = db.table(
    "job_fair_visits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("job_fair_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("verification_id", db.Str(40), nullable=False),
    db.Column("entry_verification_id", db.Str(40)),
    db.Column("entered_at", db.Instant()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("job_fair_id", "person_id"),
    db.one_of("status", job_fair.VISIT_STATUSES),
)
"""Who registered for a fair, and who came."""
