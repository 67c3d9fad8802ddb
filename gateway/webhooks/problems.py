"""What can go wrong with events and webhooks."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class EndpointNotFound(NotFound):
    code = "webhook_endpoint_not_found"
    title = Text(zh="没有此推送端点", en="No such webhook endpoint")
    detail = Text(
        zh="没有推送端点 {endpoint_id}。", en="There is no webhook endpoint {endpoint_id}."
    )


class DeliveryNotFound(NotFound):
    code = "webhook_delivery_not_found"
    title = Text(zh="没有此投递", en="No such delivery")
    detail = Text(zh="没有投递 {delivery_id}。", en="There is no delivery {delivery_id}.")


class ReceiverNotFound(NotFound):
    code = "webhook_receiver_not_found"
    title = Text(zh="没有此接收器", en="No such webhook receiver")
    detail = Text(zh="没有接收器 {receiver_id}。", en="There is no webhook receiver {receiver_id}.")


class DrillRunNotFound(NotFound):
    code = "webhook_drill_run_not_found"
    title = Text(zh="没有此演练", en="No such drill run")
    detail = Text(zh="没有演练 {drill_run_id}。", en="There is no drill run {drill_run_id}.")


class EventNotFound(NotFound):
    code = "event_not_found"
    title = Text(zh="没有此事件", en="No such event")
    detail = Text(zh="没有事件 {event_id}。", en="There is no event {event_id}.")


class SchemaNotFound(NotFound):
    code = "schema_not_found"
    title = Text(zh="没有此事件类型", en="No such event type")
    detail = Text(
        zh="没有事件 {type} 第 {version} 版的定义。",
        en="There is no schema of {type}, version {version}.",
    )


class WebhookTarget(Refused):
    code = "webhook_target_refused"
    title = Text(zh="推送地址不被允许", en="The webhook may not go there")
    detail = Text(zh="该地址{why_zh}。", en="The address {why}.")


class WebhookPlace(Refused):
    code = "webhook_place"
    title = Text(zh="推送目标不明确", en="Where to send is not clear")
    detail = Text(
        zh="url 与 receiver_id 须给出且仅给出一个。", en="Give exactly one of url and receiver_id."
    )

    def __init__(self) -> None:
        message = Text(zh="url 与 receiver_id 二选一", en="one of url and receiver_id")
        super().__init__(errors=[FieldError("one_of", message, pointer="")])


class WebhookSecret(Refused):
    code = "webhook_secret_not_valid"
    title = Text(zh="推送密钥格式错误", en="Webhook secret not valid")
    detail = Text(
        zh="密钥须为 whsec_ 加 24 至 64 字节的 base64。",
        en="A secret is whsec_ and base64 of 24 to 64 bytes.",
    )

    def __init__(self) -> None:
        message = Text(zh="格式错误", en="has the wrong form")
        super().__init__(errors=[FieldError("wrong_form", message, pointer="/secret")])


class SigningNotInstalled(Refused):
    code = "webhook_signing_not_installed"
    title = Text(zh="未安装该签名算法", en="Signature kind not installed")
    detail = Text(
        zh="vsm2 需要安装可选依赖 sm（pip install 'ssc-simulator[sm]'）。",
        en="vsm2 needs the extra `sm` (pip install 'ssc-simulator[sm]').",
    )


class TooManyEndpoints(Conflict):
    code = "too_many_webhook_endpoints"
    title = Text(zh="推送端点过多", en="Too many webhook endpoints")
    detail = Text(
        zh="一个沙箱最多 {limit} 个推送端点。", en="A sandbox has at most {limit} of them."
    )


class EndpointNotEnabled(Conflict):
    code = "webhook_endpoint_not_enabled"
    title = Text(zh="推送端点未启用", en="Webhook endpoint not enabled")
    detail = Text(
        zh="推送端点 {endpoint_id} 处于 {state} 状态，请先启用。",
        en="The webhook endpoint {endpoint_id} is {state}; enable it first.",
    )


class DrillRunning(Conflict):
    code = "webhook_drill_running"
    title = Text(zh="演练进行中", en="A drill is running")
    detail = Text(
        zh="推送端点 {endpoint_id} 的演练 {drill_run_id} 尚未结束。",
        en="The drill run {drill_run_id} of {endpoint_id} is not over.",
    )
    retryable = True


class TooManyWaiters(Problem):
    code = "too_many_waiters"
    status = 503
    title = Text(zh="等待者过多", en="Too many calls wait")
    detail = Text(
        zh="同时等待事件的请求最多 {limit} 个；请稍后再试，或不带 wait 查询。",
        en="At most {limit} calls wait for events at once; try again, or ask without `wait`.",
    )
    retryable = True

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit, headers={"Retry-After": "2"})
