"""Insurance relations, months and personal accounts over HTTP; items and due jobs write them."""

from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.api import insurance_views as views
from services.benefits.flows.contributions import insured_employers, read
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query

insurance = Blueprint(
    "insurance",
    tag="Social insurance",
    description="社会保险: employers, relations, contribution months, personal accounts.",
)
_EMPLOYER = "/v1/insured-employers/<id('ise'):insured_employer_id>"
_RELATION = "/v1/insurance-relations/<id('isr'):insurance_relation_id>"
_ACCOUNT = "/v1/pension-accounts/<id('pac'):pension_account_id>"
_NO_ACCOUNT = {"pension_account_id": "pac_" + "0" * 26}


@insurance.post(
    "/v1/insured-employers",
    body=views.InsuredEmployerNew,
    answer=views.InsuredEmployerView,
    status=201,
    key="accepted",
    location="/v1/insured-employers/{id}",
    scope="insurance.write",
    roles=("agency", "employer"),
    problems=(
        problems.EmployerInsuredAlready,
        problems.EmployerOfAnother,
        world.RegionNotAllowed,
    ),
)
def create_insured_employer(body: dict[str, Any]) -> Any:
    """Register an employer for social insurance in a region (单位参保登记)."""
    return insured_employers.register(**body)


@insurance.get(
    "/v1/insured-employers",
    listing=views.InsuredEmployerView,
    query=views.InsuredEmployerFilters,
    scope="insurance.read",
)
def list_insured_employers(query: Query) -> Any:
    """List insured employers, the newest first; an employer sees itself."""
    return insured_employers.page(query.page, dict(query.filters))


@insurance.get(
    _EMPLOYER,
    answer=views.InsuredEmployerView,
    scope="insurance.read",
    problems=(problems.InsuredEmployerNotFound, problems.EmployerOfAnother),
    path_examples={"insured_employer_id": "ise_" + "0" * 26},
)
def get_insured_employer(insured_employer_id: str) -> Any:
    """Show an insured employer."""
    return insured_employers.get(insured_employer_id)


@insurance.get(
    "/v1/insurance-relations",
    listing=views.RelationView,
    query=views.RelationFilters,
    scope="insurance.read",
)
def list_insurance_relations(query: Query) -> Any:
    """List insurance relations (参保关系), the newest first; an employer sees its staff's."""
    return read.relations(query.page, dict(query.filters))


@insurance.get(
    _RELATION,
    answer=views.RelationView,
    scope="insurance.read",
    problems=(problems.RelationNotFound, problems.NotTheirContributions),
    path_examples={"insurance_relation_id": "isr_" + "0" * 26},
)
def get_insurance_relation(insurance_relation_id: str) -> Any:
    """Show an insurance relation."""
    return read.relation(insurance_relation_id)


@insurance.get(
    "/v1/contribution-months",
    listing=views.ContributionMonthView,
    query=views.ContributionMonthFilters,
    scope="insurance.read",
)
def list_contribution_months(query: Query) -> Any:
    """List contribution months (缴费月), as of a person, the last written first."""
    return read.months(query.page, dict(query.filters))


@insurance.get(
    "/v1/pension-accounts",
    listing=views.PensionAccountView,
    query=views.PensionAccountFilters,
    scope="insurance.read",
)
def list_pension_accounts(query: Query) -> Any:
    """List personal accounts (个人账户), the newest first."""
    return read.accounts(query.page, dict(query.filters))


@insurance.get(
    _ACCOUNT,
    answer=views.PensionAccountView,
    scope="insurance.read",
    problems=(problems.PensionAccountNotFound,),
    path_examples=_NO_ACCOUNT,
)
def get_pension_account(pension_account_id: str) -> Any:
    """Show a personal account."""
    return read.account(pension_account_id)


@insurance.get(
    _ACCOUNT + "/entries",
    listing=views.AccountEntryView,
    query=ListQuery,
    scope="insurance.read",
    problems=(problems.PensionAccountNotFound,),
    path_examples=_NO_ACCOUNT,
)
def list_pension_account_entries(pension_account_id: str, query: Query) -> Any:
    """List what sums to the balance of an account, the last posted first."""
    return read.entries(pension_account_id, query.page)


@insurance.get(
    "/v1/payout-accounts",
    listing=views.PayoutAccountView,
    query=views.PayoutAccountFilters,
    scope="insurance.read",
)
def list_payout_accounts(query: Query) -> Any:
    """List to which accounts benefits are paid (待遇发放账户), the newest choice first."""
    return read.payout_accounts_page(query.page, dict(query.filters))


@insurance.get(
    "/v1/payout-accounts/<id('poa'):payout_account_id>",
    answer=views.PayoutAccountView,
    scope="insurance.read",
    problems=(problems.PayoutAccountNotFound,),
    path_examples={"payout_account_id": "poa_" + "0" * 26},
)
def get_payout_account(payout_account_id: str) -> Any:
    """Show a choice of the account to which benefits are paid."""
    return read.payout_account(payout_account_id)


@insurance.get(
    "/v1/personal-data-changes",
    listing=views.DataChangeView,
    query=views.DataChangeFilters,
    scope="insurance.read",
)
def list_personal_data_changes(query: Query) -> Any:
    """List changes of personal data (个人基本信息变更), the newest first."""
    return read.data_changes(query.page, dict(query.filters))


@insurance.get(
    "/v1/personal-data-changes/<id('pdc'):personal_data_change_id>",
    answer=views.DataChangeView,
    scope="insurance.read",
    problems=(problems.DataChangeNotFound,),
    path_examples={"personal_data_change_id": "pdc_" + "0" * 26},
)
def get_personal_data_change(personal_data_change_id: str) -> Any:
    """Show a change of personal data; the value itself stays with the card service."""
    return read.data_change(personal_data_change_id)
