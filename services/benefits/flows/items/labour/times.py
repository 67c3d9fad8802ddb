"""The times of labour law for a case, from the figures in force."""

from datetime import date

from services.benefits import terms
from services.benefits.domain.labour.contract import ContractTimes
from services.benefits.domain.labour.dispute import DisputeTimes
from services.benefits.domain.labour.inspection import InspectionTimes
from sscsim.kernel.money import Money


def dispute(region_code: str, day: date) -> DisputeTimes:
    """Raises policy.PolicyMissing and policy.FigureMissing, as the others do."""
    return terms.numbers(DisputeTimes, terms.figures_of("labour_disputes", region_code, day))


def inspection(region_code: str, day: date) -> InspectionTimes:
    return terms.numbers(InspectionTimes, terms.figures_of("labour_inspection", region_code, day))


def card_fine(region_code: str, day: date) -> tuple[Money, Money]:
    """The least and the highest fine for holding back workers' cards."""
    figures = terms.figures_of("labour_inspection", region_code, day)
    return figures.money("card_fine.least").value, figures.money("card_fine.most").value


def contract(region_code: str, day: date) -> ContractTimes:
    return terms.numbers(ContractTimes, terms.figures_of("labour_contracts", region_code, day))


def close_days(region_code: str, day: date) -> int:
    """Days after the notice of completion until a wage account may be closed."""
    return terms.figures_of("migrant_wages", region_code, day).number("close_days").value
