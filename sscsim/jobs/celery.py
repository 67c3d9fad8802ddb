"""The Celery app. `celery -A sscsim.jobs.celery worker` has no tasks of the services:
start `launcher.worker`, which imports them. Messages hold ids only, as JSON.
"""

from typing import Any

import celery
from celery import signals
from kombu.entity import Exchange, Queue

from sscsim import jobs, registry, settings

DRIVER = registry.DRIVER_QUEUE


def configured(current: settings.Settings) -> dict[str, Any]:
    """The settings that keep a job from being lost; each is explained in the docs of Celery."""
    visible = {"visibility_timeout": current.visibility_timeout_s}
    transport = {
        **visible,
        "unacked_restore_interval": current.restore_interval_s,
        # Without this a sweep happens every tenth interval only.
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
    }
    return {
        "broker_url": current.redis_url or "redis://127.0.0.1:6379/0",
        # In all three places where Celery looks for it: the shortest one on a broker wins.
        "broker_transport_options": transport,
        "result_backend_transport_options": visible,
        **visible,
        # Soft before hard before Redis redelivers. Threads can't be ended from outside: there
        # `sscsim.jobs.work` keeps to the soft one between two jobs, and timeouts bound each.
        "task_soft_time_limit": current.soft_time_limit_s,
        "task_time_limit": current.hard_time_limit_s,
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 2,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_publish_retry": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_default_queue": DRIVER,
        "task_queues": [_queue(name) for name in (DRIVER, *registry.QUEUES)],
        "task_create_missing_queues": False,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        # Our lines are log lines already; Celery would wrap each into a warning of its own.
        "worker_redirect_stdouts": False,
        "timezone": "Asia/Shanghai",
        "beat_schedule": {
            "tick": {
                "task": "beat.tick",
                "schedule": current.tick_s,
                # Ticks that nobody took are of no use later.
                "options": {"queue": DRIVER, "expires": max(5.0, 3 * current.tick_s)},
            }
        },
    }


def _queue(name: str) -> Queue:
    """Bound under its own name: with Celery's defaults every queue would get every message."""
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]


app = celery.Celery("sscsim")
app.conf.update(configured(settings.current()))


def _register(name: str) -> None:
    @app.task(name=name, bind=True)  # type: ignore[untyped-decorator]
    def work(self: Any, *args: Any) -> None:
        told = self.request or {}
        jobs.handle(name, args, told.get("ssc_trace") or "", told.get("ssc_span") or "")


for _name in sorted(jobs.HANDLERS):
    _register(_name)


def _take_part(**_: Any) -> None:
    jobs.use_worker()


signals.worker_init.connect(_take_part, weak=False)
