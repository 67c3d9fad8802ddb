"""Errors of the request log, of replays and of traces."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class RequestNotFound(NotFound):
    code = "request_not_found"
    title = Text(zh="没有此请求记录", en="No such request")
    detail = Text(
        zh="本沙箱没有请求 {request_id} 的记录：可能属于其他沙箱或参与方，或已过期。",
        en="This sandbox keeps no request {request_id}: another's, another party's, or too old.",
    )


class TraceNotFound(NotFound):
    code = "trace_not_found"
    title = Text(zh="没有此追踪", en="No such trace")
    detail = Text(
        zh="本沙箱没有追踪 {trace_id}。", en="This sandbox knows nothing of the trace {trace_id}."
    )


class ReplayIncomplete(Conflict):
    code = "replay_incomplete"
    title = Text(zh="无法原样重放", en="Can't be replayed as it was")
    detail = Text(
        zh="请求未被完整保存（{why}）；请在 body 中重新给出。",
        en="The request was not kept whole: {why}. Send its body again in `body`.",
    )

    def __init__(self, why: Text) -> None:
        super().__init__(why=why.en)


class RequestNotReplayable(Refused):
    code = "request_not_replayable"
    title = Text(zh="不能重放", en="Not to be replayed")
    detail = Text(
        zh="{method} {path} 没有所属的沙箱，或本身就是对记录的操作。",
        en="{method} {path} belongs to no sandbox, or is about the log itself.",
    )
