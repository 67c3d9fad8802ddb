"""The rules for jobs that move money, each looked up in the code and the settings.

Celery carries ids and the database decides: late acknowledgement, one message at a time, limits
shorter than the broker's patience, nothing far ahead, no result that anybody waits for, every
queue taken by somebody.
"""

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway import tasks as gateway_tasks
from launcher import worker
from services.settlement.flows.clearing import queue_of
from sscsim import control, jobs, registry, settings
from sscsim.jobs import TASKS, driver, messages, work
from sscsim.jobs.celery import app, configured
from sscsim.kernel import regions

assert gateway_tasks, worker
ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("sscsim", "gateway", "services", "launcher")
SHORT = configured(settings.Settings(visibility_timeout_s=3, restore_interval_s=1))


def sources() -> Iterator[tuple[str, ast.Module]]:
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of the product: file, last word of what is called, the call."""
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else ""
                yield file, called.id if isinstance(called, ast.Name) else name, node


CALLS = list(calls())


# ---- what is in force (rule 3)


def test_a_task_is_acknowledged_when_it_is_done_and_a_lost_worker_gives_it_back() -> None:
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1


def test_messages_are_json_and_nothing_else_is_read() -> None:
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]


@pytest.mark.parametrize("made", [SHORT, configured(settings.Settings())], ids=["short", "default"])
def test_soft_before_hard_before_the_broker_redelivers(made: dict[str, Any]) -> None:
    soft, hard = made["task_soft_time_limit"], made["task_time_limit"]
    places = (
        made["visibility_timeout"],
        made["broker_transport_options"]["visibility_timeout"],
        made["result_backend_transport_options"]["visibility_timeout"],
    )
    assert len(set(places)) == 1, "the shortest on a broker wins: one value in all three places"
    assert 0 < soft < hard < places[0]


def test_what_was_lost_is_looked_for_at_every_interval() -> None:
    transport = SHORT["broker_transport_options"]
    assert transport["unacked_restore_interval"] == 1
    assert transport["unacked_restore_throttle"] == 1


def test_no_task_of_the_app_has_settings_of_its_own() -> None:
    for name in jobs.HANDLERS:
        task = app.tasks[name]
        assert task.acks_late and task.reject_on_worker_lost and task.ignore_result, name
        assert task.serializer == "json", name
        limits = (app.conf.task_soft_time_limit, app.conf.task_time_limit)
        assert (task.soft_time_limit, task.time_limit) == limits, name


# ---- nothing far ahead, and bounded tries (rule 3)


def test_no_message_is_for_later_than_a_minute() -> None:
    with pytest.raises(ValueError, match="is a due job"):
        messages.dispatch("driver.step", "sbx_1", delay_s=messages.MAX_DELAY_S + 1)
    assert messages.MAX_DELAY_S <= 60
    assert max(driver._BACKOFF_MS) / 1000 <= messages.MAX_DELAY_S
    assert control.hearing.REMEMBERED_S + 0.5 <= messages.MAX_DELAY_S


def test_celery_is_asked_in_one_place_and_never_for_an_instant() -> None:
    """`apply_async`, `delay` or an `eta` elsewhere would go round that minute."""
    sent = {file for file, name, _ in CALLS if name in ("send_task", "apply_async")}
    assert sent == {"sscsim/jobs/messages.py"}
    for file, name, call in CALLS:
        words = {keyword.arg for keyword in call.keywords}
        assert "eta" not in words, f"{file}:{call.lineno}"
        assert "countdown" not in words or name == "send_task", f"{file}:{call.lineno}"


def test_every_job_has_a_last_attempt() -> None:
    for task in TASKS.values():
        assert 1 <= task.max_attempts <= 10, task.name


# ---- ids only (rules 1 and 7)

_IDS = {"str", "int", "list[str]", "list[str] | str"}


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_due_job_takes_its_business_key_and_nothing_else(name: str) -> None:
    [parameter] = inspect.signature(TASKS[name].function).parameters.values()
    assert typing.get_type_hints(TASKS[name].function)[parameter.name] is str
    assert parameter.default is inspect.Parameter.empty
    assert name.partition(".")[0] in {"gateway", "webhooks", *registry.BY_NAME}


@pytest.mark.parametrize("name", sorted(jobs.HANDLERS))
def test_a_message_takes_ids_and_a_generation(name: str) -> None:
    for parameter in inspect.signature(jobs.HANDLERS[name]).parameters.values():
        shape = parameter.annotation
        told = shape.__name__ if isinstance(shape, type) else str(shape)
        assert str(shape) in _IDS or told in _IDS, f"{name}({parameter})"
        assert parameter.name in ("sandbox", "generation", "service", "job_ids"), name


def test_a_key_of_a_due_job_holds_no_amount() -> None:
    """`schedule(name, key, …)`: a job that needs an amount reads it where it is kept."""
    for file, name, call in CALLS:
        if name == "schedule" and file.startswith(("services", "gateway")):
            key = call.args[1] if len(call.args) > 1 else None
            told = {n.attr for n in ast.walk(key) if isinstance(n, ast.Attribute)} if key else set()
            told |= {n.id for n in ast.walk(key) if isinstance(n, ast.Name)} if key else set()
            wrong = {word for word in told if "fen" in word.split("_") or "amount" in word}
            assert not wrong, f"{file}:{call.lineno}"


# ---- fan-in by rows (rule 4)


def test_no_chord_no_group_and_nobody_waits_for_a_result() -> None:
    assert app.conf.task_ignore_result is True
    assert app.conf.result_backend is None
    assert app.conf.task_always_eager is False
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("celery"):
                names = {alias.name for alias in node.names}
                assert names <= {"signals"}, f"{file}: {names}"
    for file, name, call in CALLS:
        if name in ("chord", "AsyncResult", "apply_async", "join_native"):
            pytest.fail(f"{file}:{call.lineno} {name}")


def test_a_chunk_is_no_longer_than_a_message_may_take() -> None:
    """What is not begun at the soft limit travels on in a message of its own."""
    assert driver.CHUNK <= 100
    assert "soft_time_limit_s" in inspect.getsource(work.run)


# ---- the calendar is rows (rule 5)


def test_beat_has_one_entry_and_it_expires() -> None:
    assert list(app.conf.beat_schedule) == ["tick"]
    tick = app.conf.beat_schedule["tick"]
    assert "args" not in tick and tick["options"]["expires"] <= 60
    assert tick["task"] in jobs.HANDLERS


# ---- queues by service and by province


def test_every_service_has_a_queue_of_its_name() -> None:
    for service in registry.SERVICES:
        assert service.queues[0] == service.name, "the default of its jobs"
    assert len(set(registry.QUEUES)) == len(registry.QUEUES)


def test_every_province_of_a_co_operation_has_a_queue() -> None:
    provinces = {code for scheme in regions.SCHEMES for code in scheme.provinces}
    assert {"500000", "510000", "440000", "460000"} <= provinces
    queues = registry.BY_NAME["settlement"].queues
    assert set(queues) == {"settlement", *(f"settlement-{code}" for code in provinces)}


def test_a_region_s_work_goes_to_the_queue_of_its_province() -> None:
    assert queue_of("510100") == queue_of("510000") == "settlement-510000"
    assert queue_of("500000") == "settlement-500000"
    assert queue_of("460100") == "settlement-460000"
    assert queue_of("620100") == queue_of("990100") == "settlement"


def test_a_queue_that_is_no_more_is_the_service_s_own() -> None:
    assert registry.queue_for("settlement", "settlement-chuan-yu") == "settlement"
    assert registry.queue_for("gateway", registry.WEBHOOK_QUEUE) == registry.WEBHOOK_QUEUE


def test_every_queue_is_declared_and_taken_in_both_topologies(tmp_path: Path) -> None:
    import socket

    from launcher import embedded, full
    from launcher.data_folder import DataFolder

    every = {*registry.QUEUES, registry.DRIVER_QUEUE}
    assert {queue.name for queue in app.conf.task_queues} == every
    assert app.conf.task_create_missing_queues is False
    with socket.socket() as listener:
        children = embedded.children(DataFolder(tmp_path), listener, listener, {}, 1)
    [ours] = [child.command for child in children if child.name == "worker"]
    assert set(ours[list(ours).index("-Q") + 1].split(",")) == every
    programs = full.programs(full.compose_file().read_text(encoding="utf-8"), {})
    [theirs] = [program.command for program in programs if program.name == "worker"]
    [taken] = [word for word in theirs if word.startswith("--queues=")]
    assert set(taken.removeprefix("--queues=").split(",")) == every


# ---- dead letters (rule 3)


def test_a_dead_letter_has_its_reason_what_it_was_about_and_a_way_back() -> None:
    from sscsim.control import dead_letters, schema

    columns = set(schema.dead_jobs.c.keys())
    assert {"reason", "kind", "job_id", "name", "key", "attempts", "requeue"} <= columns
    for needed in (dead_letters.bury, dead_letters.bury_message, dead_letters.requeue):
        assert callable(needed)
    from launcher.cli import jobs as commands

    assert set(commands.command.commands) == {"dead", "requeue"}
