"""The gateway's own errors, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text

_CHALLENGE = 'Bearer realm="ssc-simulator"'


class CredentialMissing(Problem):
    code = "credential_missing"
    status = 401
    title = Text(zh="缺少凭证", en="Credential missing")
    detail = Text(
        zh="请带上 Authorization: Bearer <key>。本机演示密钥为 sk_sbx_demo。",
        en="Send Authorization: Bearer <key>. On loopback the demo key is sk_sbx_demo.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": _CHALLENGE})


class CredentialInvalid(Problem):
    code = "credential_invalid"
    status = 401
    title = Text(zh="凭证无效", en="Credential not valid")
    detail = Text(
        zh="密钥不存在，或其沙箱已删除或过期。",
        en="No such key, or its sandbox was deleted or has expired.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


class CredentialExpired(Problem):
    code = "credential_expired"
    status = 401
    title = Text(zh="凭证已失效", en="Credential no longer valid")
    detail = Text(
        zh="密钥或令牌已过期、已撤销，或其沙箱已重置。",
        en="The key or token has expired or was revoked, or its sandbox was reset.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


class AdminTokenRequired(Problem):
    code = "admin_token_required"
    status = 401
    title = Text(zh="需要管理令牌", en="Admin token required")
    detail = Text(
        zh="模拟器未绑定在本机回环地址，管理沙箱须带 SSC_ADMIN_TOKEN。",
        en="The simulator is not bound to loopback: managing sandboxes needs SSC_ADMIN_TOKEN.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": _CHALLENGE})


class ReadOnlyKey(Problem):
    code = "read_only_key"
    status = 403
    title = Text(zh="只读密钥", en="Read-only key")
    detail = Text(
        zh="pk_ 密钥只能读取，不能 {method}。", en="A pk_ key reads only; it may not {method}."
    )


class ActAsNotAllowed(Problem):
    code = "act_as_not_allowed"
    status = 403
    title = Text(zh="不能代表其他参与方", en="Acting as another party is not allowed")
    detail = Text(
        zh="只有沙箱所有者的密钥可以使用 SSC-Act-As。",
        en="Only the key of the sandbox's owner may use SSC-Act-As.",
    )

    def __init__(self) -> None:
        message = Text(zh="仅限所有者", en="is for the owner only")
        super().__init__(errors=[FieldError("not_owner", message, header="SSC-Act-As")])


class HostNotAllowed(Problem):
    code = "host_not_allowed"
    status = 421
    title = Text(zh="主机名不允许", en="Host not allowed")
    detail = Text(
        zh="绑定在本机回环地址时，只接受本机主机名。",
        en="While bound to loopback, only the names of this machine are answered.",
    )


class ServiceUnavailable(Problem):
    code = "service_unavailable"
    status = 503
    title = Text(zh="服务不可用", en="Service not available")
    detail = Text(
        zh="服务 {service} 没有运行；其他服务不受影响。",
        en="The service {service} is not running; the others are.",
    )
    retryable = True

    def __init__(self, service: str) -> None:
        super().__init__(service=service, headers={"Retry-After": "2"})


class ServiceTimeout(Problem):
    code = "service_timeout"
    status = 504
    title = Text(zh="服务超时", en="Service did not answer in time")
    detail = Text(
        zh="服务 {service} 未在时限内应答。请用同一幂等键重试或查询结果。",
        en="The service {service} did not answer in time. Repeat with the same key, or look.",
    )
    retryable = True


class BadGateway(Problem):
    code = "bad_gateway"
    status = 502
    title = Text(zh="服务应答中断", en="The service's answer broke off")
    detail = Text(
        zh="服务 {service} 的应答中断。请用同一幂等键重试或查询结果。",
        en="The answer of the service {service} broke off. Repeat with the same key, or look.",
    )
    retryable = True


class SimulatedFault(Problem):
    code = "simulated_fault"
    status = 503
    title = Text(zh="模拟故障", en="Simulated fault")
    detail = Text(zh="按要求返回：{simulation}。", en="As was asked: {simulation}.")
    retryable = True


class ClockTarget(Refused):
    code = "clock_target"
    title = Text(zh="时钟目标不明确", en="Clock target not clear")
    detail = Text(
        zh="请在 by（ISO 8601 时长）与 to（时刻）中给出且仅给出一个。",
        en="Give exactly one of by (an ISO 8601 duration) and to (an instant).",
    )

    def __init__(self) -> None:
        message = Text(zh="by 与 to 二选一", en="one of by and to")
        super().__init__(errors=[FieldError("one_of", message, pointer="")])


class DefaultSandbox(Conflict):
    code = "default_sandbox"
    title = Text(zh="默认沙箱", en="The default sandbox")
    detail = Text(
        zh="默认沙箱始终存在，不能删除；请改用重置。",
        en="The default sandbox is always there and can't be removed; reset it instead.",
    )


class PartyRegionUnknown(Refused):
    code = "party_region_unknown"
    title = Text(zh="未知区划", en="Unknown region")
    detail = Text(zh="没有区划代码 {region}。", en="There is no region {region}.")

    def __init__(self, region: str) -> None:
        message = Text(zh="不是已知的行政区划代码", en="is not a known division code")
        errors = [FieldError("unknown_region", message, pointer="/region_code")]
        super().__init__(errors=errors, region=region)


class UnknownService(NotFound):
    code = "unknown_service"
    title = Text(zh="没有此服务", en="No such service")
    detail = Text(zh="没有服务 {service}。", en="There is no service {service}.")


class NoPolicies(Refused):
    code = "service_without_policies"
    title = Text(zh="该服务没有政策包", en="The service has no policies")
    detail = Text(
        zh="服务 {service} 不接受政策包。", en="The service {service} takes no policy packs."
    )


class WorldBusy(Conflict):
    code = "world_busy"
    title = Text(zh="沙箱繁忙", en="The sandbox is busy")
    detail = Text(
        zh="沙箱内仍有未完成的处理，请稍后再试。",
        en="Something is still under way in the sandbox; try again.",
    )
    retryable = True

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class HandleUnknown(NotFound):
    code = "handle_unknown"
    title = Text(zh="沙箱名称不存在", en="No sandbox of this name")
    detail = Text(zh="没有名为 {handle} 的沙箱。", en="There is no sandbox of the name {handle}.")


class MessageCallerUnknown(Problem):
    code = "message_caller_unknown"
    status = 401
    title = Text(zh="无法识别调用方", en="Caller not known")
    detail = Text(
        zh="未知的访问标识：请使用 /fsi/s/<沙箱名称>/ 地址，或登记访问标识。",
        en="Neither the URL nor an access key names a sandbox: use /fsi/s/<handle>/, or register "
        "the access key.",
    )


class Sm2KeyInvalid(Refused):
    code = "sm2_key_invalid"
    title = Text(zh="SM2 公钥无效", en="SM2 public key not valid")
    detail = Text(
        zh="报文签名需登记机构编号（access_key）和 SM2 公钥（secret，128 位十六进制，可带 04）。",
        en="For signatures in the body register the institution's code as access_key and its SM2 "
        "public key as secret: 128 hexadecimal digits, with or without 04 before them.",
    )

    def __init__(self) -> None:
        message = Text(zh="须为 SM2 公钥", en="must be an SM2 public key")
        super().__init__(errors=[FieldError("invalid", message, pointer="/secret")])
