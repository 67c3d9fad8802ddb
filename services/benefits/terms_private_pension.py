"""The rules of the private pension in force on a day, as values of the domain."""

from datetime import date

from services.benefits.domain.private_pension.opening import PlaceRule
from services.benefits.domain.private_pension.payout import PayoutRule
from services.benefits.domain.private_pension.products import CLASSES, Catalogue
from services.benefits.domain.private_pension.room import RoomRule
from services.benefits.domain.private_pension.tax import TaxRule
from services.benefits.terms import figures_of, tax_table
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures

SCHEME, INCOME_TAX = "private_pension", "income_tax"
PRODUCTS, INCOME = "private_pension_products", "provincial_income"


def figures(region_code: str, day: date) -> Figures:
    """Raises policy.PolicyMissing."""
    return figures_of(SCHEME, region_code, day)


def places_from(of_day: Figures) -> PlaceRule:
    """Raises policy.FigureMissing, as all of these do: before its first day there is none."""
    return PlaceRule(of_day.words("pilots"), of_day.flag("nationwide"))


def room_from(of_day: Figures) -> RoomRule:
    return RoomRule(of_day.money("limit"))


def payout_from(of_day: Figures) -> PayoutRule:
    of_unemployed = of_day.has("unemployed.months")
    return PayoutRule(
        conditions=of_day.words("conditions"),
        manners=of_day.words("manners"),
        unemployed=of_day.number("unemployed.months") if of_unemployed else None,
        within=of_day.number("unemployed.within") if of_unemployed else None,
        tax=of_day.ratio("payout_tax"),
    )


def tax(region_code: str, day: date) -> TaxRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    limit = figures(region_code, day).money("limit")
    return tax_from(figures_of(INCOME_TAX, region_code, day), limit)


def tax_from(of_day: Figures, limit: Figure[Money]) -> TaxRule:
    table = tax_table(of_day, "brackets")
    return TaxRule(of_day.money("standard"), table, limit)


def provincial_income(region_code: str, day: date) -> Figure[Money]:
    """Disposable income a head of the province in the year before the day, yuan a year.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    return figures_of(INCOME, region_code, day).money("amount")


def products(region_code: str, day: date) -> Catalogue:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return products_from(figures_of(PRODUCTS, region_code, day))


def products_from(of_day: Figures) -> Catalogue:
    return Catalogue({each: of_day.number(each) for each in CLASSES})
