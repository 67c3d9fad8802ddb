"""The kinds of fault between a caller and us, and what each may be told."""

from dataclasses import dataclass

from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One way for a call to go wrong.

    phases: when it may strike, before or after the effect; the first is the default, and
        none means that the kind itself says when
    needs, takes: the words it must and may be told
    """

    name: str
    phases: tuple[str, ...]
    says: Text
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        phase = ("phase",) if self.phases else ()
        return (*phase, *self.needs, *self.takes)


_BOTH = ("after", "before")

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "delay",
            _BOTH,
            Text(
                zh="应答慢 delay 毫秒；超过网关时限则为 504：before 时未执行，after 时已执行",
                en="The answer takes `delay` ms longer. Over the gateway's budget it is a 504: "
                "with `before` nothing was done, with `after` it was",
            ),
            needs=("delay",),
            takes=("real",),
        ),
        Kind(
            "status",
            _BOTH,
            Text(
                zh="以该状态码应答，默认 503",
                en="The answer is a problem with this `status` (default 503)",
            ),
            takes=("status", "retry_after"),
        ),
        Kind(
            "problem",
            ("before", "after"),
            Text(
                zh="以任一已登记的错误码应答，状态码随之",
                en="The answer is any registered `problem`, with its own status",
            ),
            needs=("problem",),
            takes=("retry_after",),
        ),
        Kind(
            "drop_response",
            _BOTH,
            Text(
                zh="不发送应答，连接正常关闭",
                en="No answer is sent and the connection is closed",
            ),
        ),
        Kind(
            "reset",
            _BOTH,
            Text(zh="以 TCP RST 断开连接", en="The connection ends with a TCP reset (RST)"),
        ),
        Kind(
            "truncate",
            ("after",),
            Text(
                zh="应答体只发送前一半；没有应答体时等同 drop_response",
                en="Half of the answer's body is sent, then the connection is closed; an answer "
                "without a body is dropped",
            ),
        ),
        Kind(
            "duplicate",
            (),
            Text(
                zh="请求被投递两次，调用方得到第一次的应答",
                en="The request is delivered twice; the caller gets the answer to the first",
            ),
        ),
        Kind(
            "late",
            (),
            Text(
                zh="调用方先得到 504（结果未知），请求随后才执行；real 时延迟 delay 毫秒",
                en="The caller gets a 504 with the effect unknown, and the request is carried out "
                "afterwards, with `real` `delay` ms later",
            ),
            takes=("delay", "real"),
        ),
    )
}
"""Every kind by its name."""
