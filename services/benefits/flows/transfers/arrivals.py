"""What comes through the exchange to one of the agencies; a second time nothing."""

from services.benefits.domain.transfer import record
from services.benefits.flows.transfers import new_area, old_area
from services.benefits.store import store
from sscsim.failpoints import failpoint


def paper_arrived(transfer_id: str, paper: str) -> None:
    """A letter or a sheet has come through the exchange; a second time nothing."""
    with store.write() as tx:
        (old_area.letter_arrived if paper == record.LETTER else new_area.sheet_arrived)(
            tx, transfer_id
        )
        failpoint("benefits.transfer_paper.before_commit")
