"""Changes of personal data."""

from services.benefits.domain.insurance.personal_data import DataChange
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_insurance import personal_data_changes

KEPT = OfPerson(DataChange, personal_data_changes)
