"""Uploads as they are looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.transport import problems_offline as problems
from services.transport.domain.uploads import Line, Upload
from services.transport.store import store, taps, uploads
from sscsim import world
from sscsim.db import Page, PageQuery, Tx


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Line
    journey_id: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A part of an upload's taps, in their order."""

    upload: Upload
    lines: Sequence[ShownLine]

    @property
    def has_more(self) -> bool:
        return bool(self.lines) and self.lines[-1].line.ordinal < self.upload.count


def get(tap_upload_id: str) -> Upload:
    """TapUploadNotFound, for another party's too."""
    with store.read() as tx:
        return _own(tx, tap_upload_id)


def page(query: PageQuery, filters: Mapping[str, Any]) -> Page:
    """The caller's own; the world's owner and agencies see every one."""
    own = {} if _sees_all() else {"party_id": world.current().party_id}
    with store.read() as tx:
        return uploads.page(tx, query, {**filters, **own})


def lines(tap_upload_id: str, after: int, limit: int, result: str | None = None) -> Lines:
    """The taps of an upload that follow a number, with what came of each. TapUploadNotFound."""
    with store.read() as tx:
        upload = _own(tx, tap_upload_id)
        found = uploads.lines(tx, upload.id, after, limit, result)
        known = taps.by_id(tx, (line.tap_id for line in found if line.tap_id is not None))
        shown = [
            ShownLine(line, known[line.tap_id].journey_id if line.tap_id in known else None)
            for line in found
        ]
        return Lines(upload, shown)


def _sees_all() -> bool:
    return world.current().role in ("owner", "agency")


def _own(tx: Tx, tap_upload_id: str) -> Upload:
    found = uploads.find(tx, tap_upload_id)
    if found is None or not (_sees_all() or found.party_id == world.current().party_id):
        raise problems.TapUploadNotFound(tap_upload_id=tap_upload_id)
    return found
