"""The daily three-way reconciliation over HTTP."""

import base64
from typing import Any

from flask import Response

from services.settlement import problems
from services.settlement import problems_reconciliation as refusals
from services.settlement.api import views_reconciliation as views
from services.settlement.flows import reconcile_by_hand as by_hand
from services.settlement.flows import reconcile_files as files
from services.settlement.flows import reconcile_pages as pages
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

daily_reconciliations = Blueprint(
    "daily_reconciliations",
    tag="Daily reconciliation",
    description="三方日对账: a region's day as the insured side, the region of treatment and the "
    "mirror have it.",
)
_CSV = "text/csv"
_ONE = "/v1/daily-reconciliations/<id('drc'):reconciliation_id>"
_DIFFERENCE = "/v1/daily-differences/<id('drd'):difference_id>"
_DAY = {"reconciliation_id": views.RECONCILIATION_ID}
_DIFFERS = {"difference_id": views.DIFFERENCE_ID}
_KNOWN = (RegionNotAllowed, refusals.DailyReconciliationNotFound)
_DECIDED = (
    RegionNotAllowed,
    refusals.DailyDifferenceNotFound,
    refusals.DailyDifferenceStateForbids,
)
_AGENCY: Any = {"scope": "reconciliation.write", "roles": ("agency",)}
_READS: Any = {"scope": "reconciliation.read", "roles": ("agency",)}


@daily_reconciliations.get(
    "/v1/daily-reconciliations",
    listing=views.DailyReconciliationView,
    query=views.DailyReconciliationFilters,
    problems=(RegionNotAllowed,),
    links={
        "getDailyReconciliation": {"reconciliation_id": "$response.body#/data/0/id"},
        "listDailyDifferences": {"reconciliation_id": "$response.body#/data/0/id"},
    },
    **_READS,
)
def list_daily_reconciliations(query: Query) -> Any:
    """List regions' days, the newest first; an agency's own, or those of its province."""
    return pages.listed(query.page, query.filters)


@daily_reconciliations.post(
    "/v1/daily-reconciliations",
    body=views.DailyReconciliationAsked,
    answer=views.DailyReconciliationWhole,
    status=201,
    key="accepted",
    location="/v1/daily-reconciliations/{id}",
    problems=(
        RegionNotAllowed,
        refusals.RegionNotReconciled,
        refusals.DayNotOver,
        refusals.DailyReconciliationExists,
    ),
    links={"getDailyReconciliation": {"reconciliation_id": "$response.body#/id"}},
    **_AGENCY,
)
def create_daily_reconciliation(body: dict[str, Any]) -> Any:
    """Have a day reconciled on which nothing was exchanged.

    Any other day is noted by its first exchange. A day that is over is compared at once, today's
    in the first hours of tomorrow.
    """
    return pages.ask(**body)


@daily_reconciliations.get(
    _ONE,
    answer=views.DailyReconciliationWhole,
    problems=_KNOWN,
    path_examples=_DAY,
    links={"listDailyDifferences": {"reconciliation_id": "$response.body#/id"}},
    **_READS,
)
def get_daily_reconciliation(reconciliation_id: str) -> Any:
    """Show a region's day: each side's file, all comparisons, and files that the region sent."""
    return pages.find(reconciliation_id)


@daily_reconciliations.post(
    f"{_ONE}/rerun",
    answer=views.DailyReconciliationWhole,
    key="accepted",
    problems=(*_KNOWN, refusals.DailyReconciliationWaits),
    path_examples=_DAY,
    **_AGENCY,
)
def rerun_daily_reconciliation(reconciliation_id: str) -> Any:
    """Compare a day once more, now.

    The new comparison has the next number; files and figures of the earlier ones stay. What is
    not found again is `gone`, what differs in another way takes the place of what was found
    before, and what somebody accepted stays accepted while its figures are the same.
    """
    return pages.rerun(reconciliation_id)


@daily_reconciliations.get(
    f"{_ONE}/file",
    raw=True,
    gives=_CSV,
    query=views.DailyFileAsked,
    status=200,
    problems=(*_KNOWN, refusals.DailyRunNotFound),
    path_examples=_DAY,
    **_READS,
)
def get_daily_file(reconciliation_id: str, query: dict[str, Any]) -> Any:
    """Download a side's file of a day, as a comparison had it.

    CSV in UTF-8: a head, the columns, a line a settlement, and a trailer with the number of
    lines, the sum of `clearing_fen` and the SHA-256 of all bytes before it. A comparison gives
    the same bytes each time.
    """
    name, content = files.made(reconciliation_id, side=query["side"], run=query.get("run"))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(content, content_type=f"{_CSV}; charset=utf-8", headers=headers)


@daily_reconciliations.post(
    f"{_ONE}/file",
    body=views.DailyFileSent,
    answer=views.DailyFileSentView,
    status=201,
    key="accepted",
    location="/v1/daily-reconciliations/{reconciliation_id}",
    problems=(*_KNOWN, refusals.DailyFileRefused),
    path_examples=_DAY,
    **_AGENCY,
)
def upload_daily_file(reconciliation_id: str, body: dict[str, Any]) -> Any:
    """Send the region's own file of a day, as insured side or as region of treatment.

    It takes the place of what we would say for that side, in the day of the region and in those
    of its partners, and a day that was compared already is compared again. A file that is not in
    order is refused whole, with the line and the reason: wrong count, sum or hash, not UTF-8, an
    unknown column, a settlement that stands twice, a line of another region or day.
    """
    content = base64.b64decode(body["content_base64"])
    return files.take(reconciliation_id, side=body["side"], content=content)


@daily_reconciliations.get(
    f"{_ONE}/differences",
    listing=views.DailyDifferenceView,
    query=views.DailyDifferenceFilters,
    problems=_KNOWN,
    path_examples=_DAY,
    links={
        "getDailyDifference": {"difference_id": "$response.body#/data/0/id"},
        "acceptDailyDifference": {"difference_id": "$response.body#/data/0/id"},
    },
    **_READS,
)
def list_daily_differences(reconciliation_id: str, query: Query) -> Any:
    """List the settlements in which sides differ, of all comparisons of the day."""
    return pages.differences_of(reconciliation_id, query.page, query.filters)


# ---- differences


@daily_reconciliations.get(
    _DIFFERENCE,
    answer=views.DailyDifferenceWhole,
    problems=(RegionNotAllowed, refusals.DailyDifferenceNotFound),
    path_examples=_DIFFERS,
    **_READS,
)
def get_daily_difference(difference_id: str) -> Any:
    """Show a difference: each side's figures, and all that was done about it."""
    return pages.difference(difference_id)


@daily_reconciliations.post(
    f"{_DIFFERENCE}/accept",
    body=views.DifferenceAccepted,
    answer=views.DailyDifferenceView,
    key="accepted",
    problems=_DECIDED,
    path_examples=_DIFFERS,
    **_AGENCY,
)
def accept_daily_difference(difference_id: str, body: dict[str, Any]) -> Any:
    """Leave it as it is, with a reason. The claim is cleared with the mirror's figures."""
    return by_hand.accept(difference_id, **body)


@daily_reconciliations.post(
    f"{_DIFFERENCE}/correct",
    body=views.DifferenceCorrected,
    answer=views.DailyDifferenceView,
    key="required",
    problems=(
        *_DECIDED,
        refusals.DifferenceHasNoClaim,
        refusals.NothingToCorrect,
        problems.ClaimNotDeductible,
        problems.DeductionTooLarge,
    ),
    path_examples=_DIFFERS,
    **_AGENCY,
)
def correct_daily_difference(difference_id: str, body: dict[str, Any]) -> Any:
    """Let a side's lower figures stand, by the region of treatment.

    What the mirror has more is taken off the claim, as an audit does it (L3); the hospital bears
    it. A claim that is too low is not raised here: its settlement is priced again.
    """
    return by_hand.correct(difference_id, **body)


@daily_reconciliations.post(
    f"{_DIFFERENCE}/dispute",
    body=views.DifferenceDisputed,
    answer=views.DailyDifferenceView,
    key="accepted",
    problems=(*_DECIDED, refusals.DifferenceHasNoClaim),
    path_examples=_DIFFERS,
    **_AGENCY,
)
def dispute_daily_difference(difference_id: str, body: dict[str, Any]) -> Any:
    """Have the claim disputed, by the insured region.

    A claim can be disputed while its region is asked to sign. Until the statements are made the
    difference is `resolving`; then a dispute is opened with it as evidence, or, where the claim
    can't be disputed any more, it is `found` again.
    """
    return by_hand.dispute(difference_id, **body)


@daily_reconciliations.post(
    f"{_DIFFERENCE}/request-check",
    body=views.CheckRequested,
    answer=views.DailyDifferenceView,
    key="accepted",
    problems=(*_DECIDED, refusals.DifferenceHasNoClaim, refusals.BillNotChecked),
    path_examples=_DIFFERS,
    **_AGENCY,
)
def request_daily_difference_check(difference_id: str, body: dict[str, Any]) -> Any:
    """Ask the region of treatment to check a bill on the spot (费用协查), above 30,000 yuan."""
    return by_hand.request_check(difference_id, **body)


@daily_reconciliations.post(
    f"{_DIFFERENCE}/record-check",
    body=views.CheckRecorded,
    answer=views.DailyDifferenceView,
    key="required",
    problems=(
        *_DECIDED[:2],
        refusals.NoCheckUnderWay,
        refusals.CheckNeedsAmount,
        refusals.DifferenceHasNoClaim,
        problems.ClaimNotDeductible,
        problems.DeductionTooLarge,
    ),
    path_examples=_DIFFERS,
    **_AGENCY,
)
def record_daily_difference_check(difference_id: str, body: dict[str, Any]) -> Any:
    """Say what the check found, by the region of treatment.

    What is `confirmed` is taken off the claim (L3); `unfounded` leaves it as it is.
    """
    return by_hand.record_check(difference_id, **body)
