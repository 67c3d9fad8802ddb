"""Which function works out the cases of which scheme of social insurance."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sscsim.policy import Figures
from tests.policy import (
    contribution_cases,
    injury_cases,
    private_pension_cases,
    transfer_cases,
    unemployment_cases,
)

Worked = Callable[[Figures, Mapping[str, Any], date], dict[str, str]]

SCHEMES: dict[str, Worked] = {
    "contribution_base": contribution_cases.base,
    "minimum_wage": contribution_cases.minimum_wage,
    "contribution_rates": contribution_cases.rates,
    "medical_contribution": contribution_cases.medical,
    "flexible_contribution": contribution_cases.flexible,
    "resident_contribution": contribution_cases.resident,
    "contribution_arrears": contribution_cases.arrears,
    "unemployment": unemployment_cases.law,
    "unemployment_benefit": unemployment_cases.benefit,
    "price_subsidy": unemployment_cases.prices,
    "job_retention": unemployment_cases.retention,
    "work_injury": injury_cases.law,
    "national_income": injury_cases.income,
    "injury_rate_floating": injury_cases.floating,
    "injury_prevention": injury_cases.prevention,
    "injury_leaving": injury_cases.leaving,
    "injury_devices": injury_cases.devices,
    "platform_injury": injury_cases.platform,
    "private_pension": private_pension_cases.pension,
    "income_tax": private_pension_cases.tax,
    "provincial_income": private_pension_cases.income,
    "private_pension_products": private_pension_cases.products,
    "pension_transfer": transfer_cases.law,
    "transfer_clearing": transfer_cases.clearing,
    "annuity": transfer_cases.annuities,
    "annuity_tax": transfer_cases.annuity_tax,
}
