"""Personal accounts and accumulators over HTTP."""

from typing import Any

from services.medical import problems
from services.medical.api import views_account_years, views_accounts, views_common
from services.medical.flows import account_years, accumulators
from services.medical.flows import accounts as flow
from services.medical.problems_accounts import AccountYearNotFound
from sscsim.web import Blueprint, ListQuery, Query
from sscsim.world import RegionNotAllowed

accounts = Blueprint(
    "personal_accounts", tag="Personal accounts", description="个人账户 and 年度累计."
)
_PERSON = {"person_id": views_common.PERSON_ID}


@accounts.get(
    "/v1/personal-accounts/<id('psn'):person_id>",
    answer=views_accounts.AccountView,
    scope="personal_account.read",
    problems=(problems.AccountNotFound,),
    path_examples=_PERSON,
)
def get_personal_account(person_id: str) -> Any:
    """Show a person's medical account."""
    return flow.get(person_id)


@accounts.get(
    "/v1/personal-accounts/<id('psn'):person_id>/journals",
    listing=views_accounts.AccountEntryView,
    query=ListQuery,
    scope="personal_account.read",
    problems=(problems.AccountNotFound,),
    path_examples=_PERSON,
)
def list_account_journals(person_id: str, query: Query) -> Any:
    """List what was paid into and out of the account, the newest first."""
    return flow.page_of_entries(person_id, query.page)


@accounts.post(
    "/v1/personal-accounts/<id('psn'):person_id>/credits",
    body=views_accounts.CreditNew,
    answer=views_accounts.AccountEntryView,
    status=201,
    key="required",
    scope="personal_account.write",
    roles=("agency",),
    location="/v1/personal-accounts/{person_id}/journals",
    links={"getPersonalAccount": {"person_id": "$request.path.person_id"}},
    path_examples=_PERSON,
    problems=(RegionNotAllowed,),
)
def create_account_credit(person_id: str, body: dict[str, Any]) -> Any:
    """Pay money into a person's account (划入).

    The first credit opens the account in the region where the person is insured as an employee.
    """
    return flow.credit(person_id, **body)


@accounts.get(
    "/v1/personal-accounts/<id('psn'):person_id>/credits/<int(max=9999):account_year>/explanation",
    answer=views_account_years.AccountYearView,
    scope="personal_account.read",
    problems=(AccountYearNotFound,),
    path_examples={**_PERSON, "account_year": 2027},
)
def get_account_credit_explanation(person_id: str, account_year: int) -> Any:
    """Show what the account got on the first day of a year, and how it came about (年度划入).

    The region credits a year's months ahead, and settles up with the next year's credit
    what came otherwise.
    """
    return views_account_years.account_year_shown(account_years.get(person_id, account_year))


@accounts.get(
    "/v1/accumulators",
    listing=views_accounts.AccumulatorView,
    query=views_accounts.AccumulatorFilters,
    scope="accumulator.read",
)
def list_accumulators(query: Query) -> Any:
    """List a person's accumulators (年度累计), the newest year first."""
    return accumulators.page(query.page, query.filters)
