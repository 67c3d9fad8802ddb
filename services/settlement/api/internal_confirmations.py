"""The doors for what institutions say of their claims; `medical` calls them for its messages."""

from typing import Any

from services.settlement import problems_confirmations as problems
from services.settlement.flows import confirm
from sscsim.web import Blueprint, Schema, View, fields

internal_confirmations = Blueprint("settlement_internal_confirmations")
_DOOR = "/internal/v1/institution-clearing"
MOST = 100


class _Batch(fields.Text):
    """The institution's message."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=40, pattern="[0-9A-Za-z:]{1,40}", **kwargs)


class _Month(Schema):
    region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    month = fields.Month(required=True)


class DetailsQuestion(_Month):
    first = fields.Int(min=0, load_default=0)
    most = fields.Int(min=1, max=MOST, load_default=MOST)


class DetailView(View):
    claim_id = fields.Id("clm", required=True)
    settlement_id = fields.Text(required=True)
    cycle_status = fields.Text(required=True)
    is_confirmed = fields.Bool()


class DetailsView(View):
    claims = fields.List(fields.Nested(DetailView), required=True, max=MOST)


class ClaimSaid(Schema):
    claim_id = fields.Id("clm", required=True)
    is_confirmed = fields.Bool(required=True)


class ConfirmationBody(_Month):
    batch_id = _Batch(required=True)
    claims = fields.List(fields.Nested(ClaimSaid), required=True, min=1, max=MOST)


class RetractionBody(_Month):
    batch_id = _Batch(required=True)
    of_batch = _Batch()


@internal_confirmations.post(
    f"{_DOOR}/details",
    body=DetailsQuestion,
    answer=DetailsView,
    status=200,
)
def get_institution_details(body: dict[str, Any]) -> Any:
    """The claims of an institution that are cleared in a month."""
    return {"claims": confirm.details(**body)}


@internal_confirmations.post(
    f"{_DOOR}/confirmations",
    body=ConfirmationBody,
    status=200,
    problems=(problems.ConfirmationRefused, problems.ConfirmationRepeated),
)
def take_confirmations(body: dict[str, Any]) -> Any:
    """An institution says which of its claims go into a month's clearing."""
    return confirm.confirm(**body)


@internal_confirmations.post(
    f"{_DOOR}/retractions",
    body=RetractionBody,
    status=200,
    problems=(
        problems.ConfirmationNotFound,
        problems.ConfirmationClosed,
    ),
)
def take_retraction(body: dict[str, Any]) -> Any:
    """An institution takes back what it said, before the month is frozen."""
    return confirm.retract(**body)
