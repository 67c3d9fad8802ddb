"""Family sharing of personal accounts over HTTP."""

from typing import Any

from services.medical import problems_accounts as refusals
from services.medical.api import views_common, views_sharers
from services.medical.flows import sharers as flow
from services.medical.problems import AccountNotFound
from sscsim.web import Blueprint, ListQuery, Query
from sscsim.world import RegionNotAllowed

sharers = Blueprint(
    "account_sharers", tag="Family sharing", description="Accounts that family may use (家庭共济)."
)
_PERSON = {"person_id": views_common.PERSON_ID}


@sharers.post(
    "/v1/personal-accounts/<id('psn'):person_id>/sharers",
    body=views_sharers.SharerNew,
    answer=views_sharers.SharerView,
    status=201,
    key="accepted",
    location="/v1/personal-accounts/{person_id}/sharers",
    scope="personal_account.write",
    roles=("agency", "holder"),
    problems=(
        RegionNotAllowed,
        AccountNotFound,
        refusals.SharerIsOwner,
        refusals.SharerDatesWrong,
        refusals.SharerNotFamily,
        refusals.SharingNotAllowed,
        refusals.SharerExists,
    ),
    links={
        "endAccountSharer": {
            "person_id": "$request.path.person_id",
            "sharer_id": "$response.body#/id",
        }
    },
    path_examples=_PERSON,
)
def create_account_sharer(person_id: str, body: dict[str, Any]) -> Any:
    """Let family use an account (家庭共济授权).

    The card service must know the member as the owner's spouse, parent or child, and the
    figures of both regions must allow it. When the member settles, what their own account
    leaves is paid from the accounts opened to them, in the order in which they were opened.
    """
    return flow.authorise(person_id, **body)


@sharers.get(
    "/v1/personal-accounts/<id('psn'):person_id>/sharers",
    listing=views_sharers.SharerView,
    query=ListQuery,
    scope="personal_account.read",
    problems=(AccountNotFound,),
    path_examples=_PERSON,
)
def list_account_sharers(person_id: str, query: Query) -> Any:
    """List whom the owner authorised, the newest first."""
    return flow.page(person_id, query.page)


@sharers.post(
    "/v1/personal-accounts/<id('psn'):person_id>/sharers/<id('shr'):sharer_id>/end",
    answer=views_sharers.SharerView,
    key="accepted",
    scope="personal_account.write",
    roles=("agency", "holder"),
    problems=(
        RegionNotAllowed,
        AccountNotFound,
        refusals.SharerNotFound,
        refusals.SharerEnded,
    ),
    links={"listAccountSharers": {"person_id": "$response.body#/person_id"}},
    path_examples={**_PERSON, "sharer_id": views_sharers.SHARER_ID},
)
def end_account_sharer(person_id: str, sharer_id: str) -> Any:
    """Take an authorisation back, at once. What was paid stays paid."""
    return flow.end(person_id, sharer_id)
