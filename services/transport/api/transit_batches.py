"""Batches of rides, and batch files that operators send, over HTTP."""

from typing import Any

from services.transport import problems_clearing as problems
from services.transport.api import downloads
from services.transport.api import views_clearing as views
from services.transport.flows.clearing import claim, files, pages, uploads
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

transit_batches = Blueprint(
    "transit_batches",
    tag="Transit clearing",
    description="The clearing of rides (清分清算): batches of operators' days, what they are split "
    "into, and files that operators send of rides at gates of their own.",
)
_ONE = "/v1/transit-batches/<id('tbt'):batch_id>"
_SENT = "/v1/transit-batch-uploads/<id('tbu'):upload_id>"
_BATCH = {"batch_id": views.BATCH_ID}
_UPLOAD = {"upload_id": views.UPLOAD_ID}
_READS: Any = {"scope": "transit_clearing.read", "roles": ("transit", "agency")}
_WRITES: Any = {"scope": "transit_clearing.write", "roles": ("transit",)}
_KNOWN = (RegionNotAllowed, problems.BatchNotFound)
_KNOWN_UPLOAD = (RegionNotAllowed, problems.UploadNotFound)


@transit_batches.get(
    "/v1/transit-batches",
    listing=views.TransitBatchView,
    query=views.TransitBatchFilters,
    links={
        "getTransitBatch": {"batch_id": "$response.body#/data/0/id"},
        "getTransitBatchFile": {"batch_id": "$response.body#/data/0/id"},
    },
    **_READS,
)
def list_transit_batches(query: Query) -> Any:
    """List batches, the newest first: those of operators in the caller's region."""
    return pages.batches_of(query.page, query.filters)


@transit_batches.get(
    _ONE,
    answer=views.TransitBatchWhole,
    problems=_KNOWN,
    path_examples=_BATCH,
    links={
        "getTransitBatchFile": {"batch_id": "$response.body#/id"},
        "getTransitBatchResults": {"batch_id": "$response.body#/id"},
    },
    **_READS,
)
def get_transit_batch(batch_id: str) -> Any:
    """Show a batch: who pays what of it, which fee is kept, and what regions pay beside it.

    A day is closed half an hour after it ends. What issuers of the same city owe is booked at once
    and moved a working day later; what those of other cities owe is claimed through the clearing
    between regions, and rejected with its code where no agreement covers it.
    """
    return pages.batch(batch_id)


@transit_batches.get(
    f"{_ONE}/file",
    raw=True,
    gives=downloads.CSV,
    status=200,
    problems=_KNOWN,
    path_examples=_BATCH,
    **_READS,
)
def get_transit_batch_file(batch_id: str) -> Any:
    """Download the batch file: a line a charge, with head and trailer.

    CSV in UTF-8: a head with count and sum, the columns, a line a charge, and a trailer with
    count, sum and the SHA-256 of all bytes before it. The same batch gives the same bytes.
    """
    return downloads.sent(files.lines(batch_id))


@transit_batches.get(
    f"{_ONE}/results",
    raw=True,
    gives=downloads.CSV,
    query=views.ResultsAsked,
    status=200,
    problems=_KNOWN,
    path_examples=_BATCH,
    **_READS,
)
def get_transit_batch_results(batch_id: str, query: dict[str, Any]) -> Any:
    """Download what became of each charge: accepted, pending, rejected, disputed or adjusted.

    With `rejected_only` it is the reject file.
    """
    only = query.get("rejected_only") == "true"
    return downloads.sent(files.results(batch_id, rejected_only=only))


@transit_batches.post(
    f"{_ONE}/represent",
    answer=views.TransitBatchView,
    key="required",
    problems=(*_KNOWN, problems.BatchNothingRejected),
    path_examples=_BATCH,
    **_WRITES,
)
def represent_transit_batch(batch_id: str) -> Any:
    """Present the rejected parts of a batch again, by its operator."""
    return claim.represent(batch_id)


# ---- files that operators send


@transit_batches.get(
    "/v1/transit-batch-uploads",
    listing=views.BatchUploadView,
    links={
        "getTransitBatchUpload": {"upload_id": "$response.body#/data/0/id"},
        "listTransitBatchUploadLines": {"upload_id": "$response.body#/data/0/id"},
    },
    **_READS,
)
def list_transit_batch_uploads(query: Query) -> Any:
    """List batch files that operators of the caller's region sent, the newest first."""
    return pages.uploads_of(query.page)


@transit_batches.post(
    "/v1/transit-batch-uploads",
    body=views.BatchUploadNew,
    answer=views.BatchUploadView,
    status=201,
    key="required",
    location="/v1/transit-batch-uploads/{id}",
    problems=(
        RegionNotAllowed,
        problems.OperatorUnknown,
        problems.BatchFileRefused,
        problems.BatchNumberTaken,
    ),
    links={
        "getTransitBatchUpload": {"upload_id": "$response.body#/id"},
        "listTransitBatchUploadLines": {"upload_id": "$response.body#/id"},
    },
    **_WRITES,
)
def create_transit_batch_upload(body: dict[str, Any]) -> Any:
    """Send a batch file of rides at an operator's own gates with cards of this simulator.

    A file that is not in order is refused whole, with the line and the reason: wrong hash, count
    or sum, not UTF-8, an unknown terminal, a future time, a ride that stands twice. Of one that is,
    each line is accepted and charged, pending (a wrong TAC, a late record) until it is sent again
    under the same reference, or rejected with a code. At most 5,000 lines.
    """
    return uploads.take(**body)


@transit_batches.get(
    _SENT,
    answer=views.BatchUploadView,
    problems=_KNOWN_UPLOAD,
    path_examples=_UPLOAD,
    links={"listTransitBatchUploadLines": {"upload_id": "$response.body#/id"}},
    **_READS,
)
def get_transit_batch_upload(upload_id: str) -> Any:
    """Show a batch file that was taken, and what its lines came to."""
    return uploads.find(upload_id)


@transit_batches.get(
    f"{_SENT}/lines",
    listing=views.UploadLineView,
    query=views.UploadLineFilters,
    problems=_KNOWN_UPLOAD,
    path_examples=_UPLOAD,
    **_READS,
)
def list_transit_batch_upload_lines(upload_id: str, query: Query) -> Any:
    """List the lines of a batch file with the code of each, the last one first."""
    return uploads.page_of_lines(upload_id, query.page, query.filters.get("status"))
