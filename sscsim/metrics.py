"""What the simulator counts for Prometheus, beside requests and faults."""

from prometheus_client import Counter, Histogram

TASK_SECONDS = Histogram("ssc_task_seconds", "Time a task took.", ["task", "outcome"])
EVENTS = Counter("ssc_events_total", "Events emitted.", ["service", "type"])
LOG_DROPPED = Counter("ssc_request_log_dropped_total", "Entries of request logs that were lost.")
