"""The settings of Celery that keep jobs from being lost are in force."""

from sscsim import jobs, registry
from sscsim.jobs.celery import app, configured
from sscsim.settings import Settings


def test_binding_settings() -> None:
    made = configured(Settings(visibility_timeout_s=7, restore_interval_s=1, tick_s=1.0))
    assert made["task_acks_late"] and made["task_reject_on_worker_lost"]
    assert made["worker_prefetch_multiplier"] == 1
    assert made["accept_content"] == ["json"] and made["task_serializer"] == "json"
    assert made["worker_hijack_root_logger"] is False
    assert made["timezone"] == "Asia/Shanghai"
    transport = made["broker_transport_options"]
    assert transport["visibility_timeout"] == 7
    assert transport["unacked_restore_interval"] == 1
    assert transport["unacked_restore_throttle"] == 1


def test_every_message_has_a_task_and_every_queue_a_consumer() -> None:
    assert set(jobs.HANDLERS) <= set(app.tasks)
    assert {queue.name for queue in app.conf.task_queues} == {
        registry.DRIVER_QUEUE,
        *registry.QUEUES,
    }


def test_a_queue_gets_its_own_messages_only() -> None:
    for queue in app.conf.task_queues:
        assert (queue.exchange.name, queue.routing_key) == (queue.name, queue.name)


def test_ticks_nobody_took_do_not_pile_up() -> None:
    tick = app.conf.beat_schedule["tick"]
    assert tick["options"]["expires"] <= 10
