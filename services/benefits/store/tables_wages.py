"""The tables of migrant workers' wages."""

from services.benefits.domain.labour import wages
from services.benefits.store.tables import metadata, stamps
from sscsim import db

wage_projects = db.table(
    "wage_projects",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("number", db.Str(40), nullable=False),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("contractor_credit_code", db.Str(18), nullable=False),
    db.Column("deposited", db.Fen(), nullable=False),
    db.Column("sent", db.Fen(), nullable=False),
    db.Column("noticed_on", db.Date()),
    db.Column("closable_on", db.Date()),
    db.Column("closed_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("region_code", "number"),
    db.one_of("status", wages.PROJECT_STATUSES),
)
"""Projects, each with its account for wages (农民工工资专用账户)."""

wage_deposits = db.table(
    "wage_deposits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("project_id", db.Str(40), nullable=False, index=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("memo", db.Str(100)),
    *stamps(),
)
"""What was paid into such an account (人工费用拨付)."""

wage_workers = db.table(
    "wage_workers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("project_id", db.Str(40), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("social_security_number", db.Str(18), nullable=False),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("post", db.Str(100)),
    db.Column("registered_on", db.Date(), nullable=False),
    *stamps(),
    db.UniqueConstraint("project_id", "person_id"),
)
"""Workers registered by their real names (实名登记)."""

wage_sheets = db.table(
    "wage_sheets",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("project_id", db.Str(40), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("subcontractor_credit_code", db.Str(18), nullable=False),
    db.Column("wage_month", db.Str(7), nullable=False),
    db.Column("lines", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("project_id", "wage_month", "subcontractor_credit_code"),
    db.one_of("status", wages.SHEET_STATUSES),
)
"""Pay sheets (工资支付表): one a project, month and subcontractor."""

wage_lines = db.table(
    "wage_lines",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("sheet_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("worker_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("days_worked", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), nullable=False),
    db.Column("order_id", db.Str(40), nullable=False, unique=True),
    db.Column("return_code", db.Str(4)),
    db.Column("paid_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("sheet_id", "ordinal"),
    db.one_of("status", wages.LINE_STATUSES),
)
"""Lines of pay sheets, each with the payment that stands."""
