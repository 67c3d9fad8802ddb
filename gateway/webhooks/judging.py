"""What the answers of a drill mean: a rule for each step, and what to do when one is broken."""

from collections.abc import Sequence
from dataclasses import dataclass

from sscsim.kernel.problems import Text
from sscsim.outward.posting import Outcome


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of a drill: what was asked of the receiver, and what it did."""

    step: str
    wanted: str
    got: str
    ok: bool


def accepted(step: str, outcome: Outcome) -> Finding:
    """The receiver had to take it.

    >>> accepted("first", Outcome(204)).ok, accepted("first", Outcome(409)).ok
    (True, False)
    """
    return Finding(step, "2xx", said(outcome), outcome.ok)


def refused(step: str, outcome: Outcome) -> Finding:
    """The receiver had to refuse it, and to say that the sender is at fault.

    >>> refused("forged", Outcome(401)).ok, refused("forged", Outcome(200)).ok
    (True, False)
    >>> refused("forged", Outcome(500)).ok
    False
    """
    status = outcome.status
    return Finding(step, "4xx", said(outcome), status is not None and 400 <= status < 500)


def alike(step: str, outcomes: Sequence[Outcome]) -> Finding:
    """The receiver had to give the same answer each time."""
    got = {outcome.status for outcome in outcomes}
    shown = ", ".join(said(outcome) for outcome in outcomes)
    return Finding(step, "the same status each time", shown, len(got) == 1)


def caught_up(step: str, was_read: bool) -> Finding:
    """The receiver had to find by itself what was not delivered."""
    return Finding(step, "read", "read" if was_read else "not read", was_read)


def said(outcome: Outcome) -> str:
    return str(outcome.status) if outcome.status is not None else outcome.error or "no answer"


ADVICE = {
    "duplicate": Text(
        zh="按 webhook-id 去重：见过的事件不再处理，但仍答 2xx。",
        en="Remember each webhook-id: do nothing for one you know, and answer 2xx all the same.",
    ),
    "reorder": Text(
        zh="不要假设到达顺序；同一 source 内以 sequence 为准，晚到的也答 2xx。",
        en="Assume no order of arrival; within a source `sequence` decides. Answer 2xx anyway.",
    ),
    "delay": Text(
        zh="晚到的事件（即使已从事件列表读到）也要答 2xx，不要看事件里的 time 拒收。",
        en="Take a late event, also one you read from the list before; never refuse by its `time`.",
    ),
    "drop": Text(
        zh="投递可能缺失：用 GET /sandbox/v1/events?after=… 定期核对并补读。",
        en="A delivery may be missing: read GET /sandbox/v1/events?after=… and catch up.",
    ),
    "stale_signature": Text(
        zh="拒收 webhook-timestamp 与当前时间相差超过五分钟的请求（重放）。",
        en="Refuse a webhook-timestamp more than five minutes off: it may be a replay.",
    ),
    "wrong_signature": Text(
        zh="用官方库对原始请求体验签；签名缺失或不符一律 4xx。",
        en="Verify the raw body with the official library; no or another signature is a 4xx.",
    ),
    "rotated_secret": Text(
        zh="签名头可含多个签名，任一匹配即可；轮换期后只认新密钥。",
        en="The header may hold several signatures, any may match; after a rotation the old"
        " secret is good for nothing.",
    ),
}
