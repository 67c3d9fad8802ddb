"""Uploads over HTTP: queued taps, records read from chips, and what came of each."""

from typing import Any

from services.transport import problems_offline as problems
from services.transport import problems_riding as riding
from services.transport.api import views_offline as views
from services.transport.domain.uploads import Upload
from services.transport.flows import releasing, uploads
from services.transport.flows.uploads import reading
from services.transport.flows.uploads.said import moment
from services.transport.problems import FareRuleMissing
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

tap_uploads = Blueprint(
    "tap_uploads",
    tag="Tap uploads",
    description="What terminals took without network, uploaded late (脱机交易上传).",
)
_FIGURES = (PolicyMissing, FigureMissing, FareRuleMissing)
_LINKS = {
    "getTapUpload": {"tap_upload_id": "$response.body#/id"},
    "listUploadedTaps": {"tap_upload_id": "$response.body#/id"},
}
_PATH = "/v1/tap-uploads/<id('tup'):tap_upload_id>"
_RECORD = (
    "03" + "0000990100000000" + "01" + "99900000000001" + "00000000" + "00001388"
    "20260401080000" + "9990" + "9901000000000000" + "000000000000"
)
_APPLICATION = "0100" + "9990" + "000000000000" + "09799010000000000010" + "20260101" + "20281231"


def _tap(shown: reading.ShownLine) -> dict[str, Any]:
    line, said = shown.line, shown.line.said
    names = ("kind", "medium", "terminal_number", "terminal_sequence", "card_sequence")
    taken = said.get("taken_fen")
    return {
        "ordinal": line.ordinal,
        **{name: said.get(name) for name in names},
        "tapped_at": moment(said),
        "taken_fen": None if taken is None else Money(taken),
        "result": line.result,
        "code": line.code,
        "tap_id": line.tap_id,
        "journey_id": shown.journey_id,
    }


@tap_uploads.post(
    "/v1/tap-uploads",
    body=views.TapUploadNew,
    answer=views.TapUploadView,
    status=201,
    key="required",
    location="/v1/tap-uploads/{id}",
    scope="transit.write",
    roles=("transit",),
    problems=(problems.TapUploadConflict, problems.UploadWaits, *_FIGURES),
    links=_LINKS,
    example={
        "reference": "gate-2026-04-01",
        "taps": [
            {
                "kind": "entry",
                "medium": "transit_card",
                "reference": views.NUMBER,
                "terminal_number": views.GATE,
                "terminal_sequence": 1,
                "tapped_at": views.MOMENT,
                "card_sequence": 1,
                "taken_fen": 0,
                "tac": "00000000",
                "key_version": 1,
                "signature": "0" * 64,
            }
        ],
    },
)
def create_tap_upload(body: dict[str, Any]) -> Upload:
    """Upload what terminals queued without network: at most 5,000 taps, each signed.

    Each is accepted, adjusted, pending or rejected by itself, with a code; in whatever order they
    come, the journeys and sums are the same. The same reference is answered the same.
    """
    return uploads.upload_taps(**body)


@tap_uploads.post(
    "/v1/chip-record-uploads",
    body=views.RecordUploadNew,
    answer=views.TapUploadView,
    status=201,
    key="required",
    location="/v1/tap-uploads/{id}",
    scope="transit.write",
    roles=("transit",),
    problems=(
        problems.TapUploadConflict,
        problems.ChipRecordUnreadable,
        problems.UploadWaits,
        *_FIGURES,
    ),
    links=_LINKS,
    example={
        "reference": "counter-2026-04-01",
        "terminal_number": views.GATE,
        "cards": [{"application": _APPLICATION, "journeys": [_RECORD]}],
    },
)
def create_chip_record_upload(body: dict[str, Any]) -> Upload:
    """Upload journey records (T-Union) that were read from cards: a gate's queue was lost, say.

    What the chip really did and nobody uploaded is taken; what is on record already is a duplicate.
    """
    return uploads.upload_records(**body)


@tap_uploads.get(
    "/v1/tap-uploads",
    listing=views.TapUploadView,
    query=views.TapUploadFilters,
    scope="transit.read",
    roles=("transit", "agency"),
    links={"getTapUpload": {"tap_upload_id": "$response.body#/data/0/id"}},
)
def list_tap_uploads(query: Query) -> Any:
    """List uploads: a party its own, agencies all."""
    return reading.page(query.page, query.filters)


@tap_uploads.get(
    _PATH,
    answer=views.TapUploadView,
    scope="transit.read",
    roles=("transit", "agency"),
    problems=(problems.TapUploadNotFound,),
    path_examples=views.UPLOAD,
)
def get_tap_upload(tap_upload_id: str) -> Any:
    """Show an upload, and how many of its taps came to what."""
    return reading.get(tap_upload_id)


@tap_uploads.get(
    f"{_PATH}/taps",
    answer=views.UploadedTapsView,
    query=views.UploadedTapsQuery,
    scope="transit.read",
    roles=("transit", "agency"),
    problems=(problems.TapUploadNotFound,),
    path_examples=views.UPLOAD,
)
def list_uploaded_taps(tap_upload_id: str, query: dict[str, Any]) -> Any:
    """List the taps of an upload in its order, with what was decided of each."""
    found = reading.lines(tap_upload_id, **query)
    return {"data": [_tap(each) for each in found.lines], "has_more": found.has_more}


@tap_uploads.post(
    "/v1/taps/<id('tap'):tap_id>/release",
    body=views.TapDecision,
    answer=views.ReleasedTapView,
    status=200,
    key="required",
    scope="transit.write",
    roles=("agency",),
    problems=(riding.TapNotFound, problems.TapNotPending, RegionNotAllowed, *_FIGURES),
    path_examples={"tap_id": "tap_" + "0" * 26},
    example={"decision": "accept"},
)
def release_tap(tap_id: str, body: dict[str, Any]) -> Any:
    """Decide of a tap that waits because it was uploaded late: it counts, or it is refused."""
    return releasing.release(tap_id, body["decision"] == "accept")
