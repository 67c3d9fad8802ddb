"""Public notices over HTTP."""

from typing import Any

from services.benefits import problems
from services.benefits.api import views
from services.benefits.flows import notices as flow
from sscsim.web import Blueprint, ListQuery, Query

notices = Blueprint(
    "public_notices",
    tag="Public notices",
    description="公示: what is about to be granted, for anyone to see and to object to.",
)
_PATH = "/v1/public-notices/<id('ntc'):notice_id>"
_EXAMPLE = {"notice_id": views.NOTICE_ID}


@notices.get(
    "/v1/public-notices",
    listing=views.NoticeView,
    query=views.NoticeFilters,
    scope="public_notice.read",
)
def list_public_notices(query: Query) -> Any:
    """List public notices, the newest first; names are masked as published rolls mask them."""
    return flow.page(query.page, dict(query.filters))


@notices.get(
    _PATH,
    answer=views.NoticeView,
    scope="public_notice.read",
    problems=(problems.NoticeNotFound,),
    path_examples=_EXAMPLE,
)
def get_public_notice(notice_id: str) -> Any:
    """Show a public notice."""
    return flow.get(notice_id)


@notices.post(
    _PATH + "/objections",
    body=views.WithReason,
    answer=views.ObjectionView,
    status=201,
    key="accepted",
    location="/v1/public-notices/{notice_id}",
    scope="public_notice.write",
    problems=(problems.NoticeNotFound, problems.NoticeOver, problems.ApplicationNotFound),
    path_examples=_EXAMPLE,
)
def object_to_public_notice(notice_id: str, body: dict[str, Any]) -> Any:
    """Object to what a notice shows (异议): a reviewer looks at the application again."""
    return flow.object_to(notice_id, body["reason"])


@notices.get(
    _PATH + "/objections",
    listing=views.ObjectionView,
    query=ListQuery,
    scope="service_review.read",
    roles=("agency",),
    problems=(problems.NoticeNotFound,),
    path_examples=_EXAMPLE,
)
def list_objections(notice_id: str, query: Query) -> Any:
    """List the objections to a notice, the last one first."""
    return flow.page_of_objections(notice_id, query.page)
