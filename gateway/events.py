"""The events of the gateway itself: what becomes of those who are told."""

from sscsim.event_types import COUNT, TEXT, WORDS, declare, ident
from sscsim.kernel.problems import Text

_ENDPOINT = {"id": ident("whe")}
_STOPPED = {**_ENDPOINT, "reason": TEXT}

declare(
    "gateway",
    "webhook_endpoint.created",
    Text(zh="新增推送端点", en="An endpoint was made"),
    _ENDPOINT,
)
declare(
    "gateway",
    "webhook_endpoint.changed",
    Text(zh="推送端点已修改", en="An endpoint was changed"),
    _ENDPOINT,
)
declare(
    "gateway",
    "webhook_endpoint.enabled",
    Text(zh="推送端点已启用", en="An endpoint was enabled again"),
    _ENDPOINT,
)
declare(
    "gateway",
    "webhook_endpoint.disabled",
    Text(zh="推送端点已停用", en="An endpoint was disabled, by its owner or by answering 410"),
    _STOPPED,
)
declare(
    "gateway",
    "webhook_endpoint.died",
    Text(zh="推送端点失效（重试用尽）", en="An endpoint is dead: no attempt was left"),
    _STOPPED,
)
declare(
    "gateway",
    "webhook_endpoint.secret_rotated",
    Text(zh="推送密钥已轮换", en="An endpoint's secret was rotated"),
    _ENDPOINT,
)
declare(
    "gateway",
    "webhook_endpoint.removed",
    Text(zh="推送端点已删除", en="An endpoint was removed"),
    _ENDPOINT,
)
declare(
    "gateway",
    "webhook_endpoint.tested",
    Text(zh="测试事件", en="A test: told to the tested endpoint alone"),
    {**_ENDPOINT, "drill_run_id?": ident("drl"), "drill?": TEXT, "ordinal?": COUNT},
)
declare(
    "gateway",
    "webhook_endpoint.drilled",
    Text(zh="演练已完成", en="A drill run is over"),
    {**_ENDPOINT, "drill_run_id": ident("drl"), "failed": WORDS},
)
