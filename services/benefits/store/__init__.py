"""Tables of the benefits service, and what reads and writes them."""

from services.benefits.store import (
    tables_annuity,
    tables_cards,
    tables_employment,
    tables_employment_records,
    tables_files,
    tables_fiscal,
    tables_inheritance,
    tables_injury,
    tables_injury_fund,
    tables_insurance,
    tables_job_market,
    tables_labour,
    tables_pension,
    tables_platform,
    tables_private_pension,
    tables_subsidies,
    tables_training,
    tables_transfer,
    tables_unemployment,
    tables_wages,
)
from services.benefits.store.tables import (
    metadata,
)
from sscsim import (
    db,
)

__all__ = [
    "metadata",
    "store",
    "tables_annuity",
    "tables_cards",
    "tables_employment",
    "tables_employment_records",
    "tables_files",
    "tables_fiscal",
    "tables_inheritance",
    "tables_injury",
    "tables_injury_fund",
    "tables_insurance",
    "tables_job_market",
    "tables_labour",
    "tables_pension",
    "tables_platform",
    "tables_private_pension",
    "tables_subsidies",
    "tables_training",
    "tables_transfer",
    "tables_unemployment",
    "tables_wages",
]

store = db.Store("benefits", metadata)
