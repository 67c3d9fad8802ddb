"""What was asked, answered and done in each world: the log behind the doctor page and the trace.

Every world has a log of its own beside its service stores: the file `log.db` in the world's
folder, or the schema `…_log` on PostgreSQL. It is written by one thread a process, in batches,
so that a call pays for one append to a queue; the stores of the services are never touched.
The log is bounded, in no snapshot, fork or export, and goes when its world goes.

    requestlog.put(item)        # never waits, never fails; dropped and counted when full
    requestlog.flush()          # before a read in this process, and at its end
    requestlog.reading.find(…)  # what the gateway shows
"""

from sscsim.requestlog import reading, rules
from sscsim.requestlog.entries import Call, Span
from sscsim.requestlog.writer import flush, is_on, put

__all__ = ["Call", "Span", "flush", "is_on", "put", "reading", "rules"]
