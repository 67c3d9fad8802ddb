"""Loans put right by hand over HTTP: another last day, a loan or a return that came to nothing."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.flows.circulation import renew, undo
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, fields
from sscsim.world import RegionNotAllowed

loan_corrections = Blueprint(
    "loan_corrections",
    tag="Loan corrections",
    description="What a library puts right of a loan (借阅更正).",
)
_LOAN = {"loan_id": "loan_" + views.NOBODY}
_DESK = ("library", "agency")
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)


class DueDateNew(Schema):
    due_date = fields.Date(required=True, attribute="due_on", example="2026-05-20")
    reason = fields.Text(min=0, max=200, load_default="", example="闭馆延期")


class AtDesk(Schema):
    library_id = views.library_id(required=True)


@loan_corrections.post(
    "/v1/loans/<id('loan'):loan_id>/set-due-date",
    body=DueDateNew,
    answer=views.LoanView,
    key="accepted",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LoanNotFound,
        refusals.LoanMoveNotAllowed,
        refusals.DueDateWrong,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def set_loan_due_date(loan_id: str, body: dict[str, Any]) -> Any:
    """Name another last day by hand, sooner or later, whatever the rules say (调整应还日期).

    Closed days, a flood, what a machine told a reader: the event `loan.due_date_set` says why.
    """
    return renew.set_due(loan_id, **body)


@loan_corrections.post(
    "/v1/loans/<id('loan'):loan_id>/cancel",
    body=AtDesk,
    answer=views.LoanView,
    key="accepted",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.LoanNotFound,
        refusals.LoanNotCancellable,
        refusals.CopyMoveNotAllowed,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def cancel_loan(loan_id: str, body: dict[str, Any]) -> Any:
    """Take a loan back that came to nothing: the copy never left the machine (借出撤销).

    On the day of the loan, by the library that lent, while nothing came of it. No fine; what was
    kept for the reader is kept again.
    """
    return undo.cancel_loan(loan_id, **body)


@loan_corrections.post(
    "/v1/loans/<id('loan'):loan_id>/cancel-return",
    body=AtDesk,
    answer=views.LoanView,
    key="accepted",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.LoanNotFound,
        refusals.LoanNotCancellable,
        refusals.NotAReader,
        refusals.ReaderClosed,
        refusals.CopyMoveNotAllowed,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def cancel_loan_return(loan_id: str, body: dict[str, Any]) -> Any:
    """Take a return back that came to nothing: the copy is still with the reader (还书撤销).

    On the day of the return, by the library that took it back. The answer is the new loan, until
    the same last day; a fine that isn't paid is waived.
    """
    return undo.cancel_return(loan_id, **body)
