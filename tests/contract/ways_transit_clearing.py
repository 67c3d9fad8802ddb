"""Ways to batches, uploads, disputes and claim forms in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support import money_transit_clearing as made
from tests.support.money_transit_cards import id_of

Values = dict[str, Any]


def _rejected() -> Values:
    return {"batch_id": id_of(made.rejected(town()))}


@once
def _a_batch() -> Values:
    return _rejected()


def _sending() -> Values:
    return {"body": made.batch_file(town())}


@once
def _an_upload() -> Values:
    return {"upload_id": town().post(made.UPLOADS, made.batch_file(town()))["id"]}


def _disputing() -> Values:
    return {"body": {**made.disputing(town()), "text": LEFT_OUT}}


def _disputed() -> Values:
    return {"dispute_id": id_of(made.disputed(town()))}


def _upholding() -> Values:
    return {**_disputed(), "body": {"fare_fen": LEFT_OUT}}


@once
def _a_dispute() -> Values:
    return _disputed()


def _claimed() -> Values:
    return {"reimbursement_id": id_of(made.claimed(town()))}


def _returned() -> Values:
    return {"reimbursement_id": id_of(made.returned(town()))}


@once
def _a_form() -> Values:
    return _claimed()


WAYS: dict[str, Callable[[], Values]] = {
    "confirmConcessionReimbursement": _claimed,
    "createTransitBatchUpload": _sending,
    "createTransitDispute": _disputing,
    "getConcessionReimbursement": _a_form,
    "getTransitBatch": _a_batch,
    "getTransitBatchFile": _a_batch,
    "getTransitBatchResults": _a_batch,
    "getTransitBatchUpload": _an_upload,
    "getTransitDispute": _a_dispute,
    "listTransitBatchUploadLines": _an_upload,
    "refuseTransitDispute": _disputed,
    "representTransitBatch": _rejected,
    "returnConcessionReimbursement": _claimed,
    "submitConcessionReimbursement": _returned,
    "upholdTransitDispute": _upholding,
    "withdrawTransitDispute": _disputed,
}
"""By operation."""
