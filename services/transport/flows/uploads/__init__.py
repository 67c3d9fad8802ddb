"""Uploads of what terminals took without network, and of what is read from chips."""

from services.transport.flows.uploads.receive import upload_records, upload_taps
from services.transport.flows.uploads.work import carry_on

__all__ = ["carry_on", "upload_records", "upload_taps"]
