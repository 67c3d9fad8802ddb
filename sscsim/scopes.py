"""Scopes: what a key or a token may be used for, and what each role has by default.

A scope is `noun.read` or `noun.write`. Two stand by themselves and no wildcard means them:
`person.pii`, people's numbers in clear, and `sandbox.admin`, changing the simulation.
`*.read`, `*.write` and `*` (both) may be *held*; an operation always asks for one scope.
"""

from collections.abc import Iterable, Mapping

from sscsim.kernel.problems import Text

PII = "person.pii"
ADMIN = "sandbox.admin"
ALONE = frozenset({PII, ADMIN})

EVERYBODY = ("*.read", "verification.write", "card_password.write")
INTEGRATOR = (*EVERYBODY, "webhook.write")

BY_ROLE: Mapping[str, tuple[str, ...]] = {
    "owner": ("*", PII, ADMIN),
    "agency": ("*", PII),
    "bank": (
        *INTEGRATOR,
        PII,
        "application.write",
        "bank_account.write",
        "card.write",
        "code.write",
        "code_scan.write",
        "electronic_card.write",
        "production.write",
    ),
    "hospital": (
        *INTEGRATOR,
        "bank_account.write",
        "code_scan.write",
        "disease_registration.write",
        "filing.write",
        "payment_application.write",
        "reconciliation.write",
        "settlement.write",
        "visit.write",
    ),
    "pharmacy": (
        *INTEGRATOR,
        "bank_account.write",
        "code_scan.write",
        "payment_application.write",
        "reconciliation.write",
        "settlement.write",
        "visit.write",
    ),
    "transit": (*INTEGRATOR, "bank_account.write", "card.write", "code_scan.write"),
    "library": (*INTEGRATOR, "bank_account.write", "card.write", "code_scan.write"),
    "employer": (*INTEGRATOR, "bank_account.write", "code_scan.write", "enrolment.write"),
    "holder": (
        *EVERYBODY,
        "application.write",
        "bank_account.write",
        "card.write",
        "code.write",
        "electronic_card.write",
        "filing.write",
        "personal_account.write",
    ),
}
"""What a party's key may be used for unless it was made narrower: the one table."""

NOUNS: Mapping[str, Text] = {
    "accumulator": Text(zh="年度累计", en="what counted this insurance year"),
    "application": Text(zh="社保卡申请", en="applications for a card"),
    "bank_account": Text(zh="银行账户", en="bank accounts"),
    "catalogue": Text(zh="医保目录", en="the medical catalogue"),
    "card": Text(zh="社会保障卡", en="social security cards"),
    "card_password": Text(zh="社保密码", en="passwords of cards"),
    "clearing": Text(zh="清算", en="clearing and books"),
    "code": Text(zh="电子社保卡二维码", en="codes of the electronic card"),
    "code_scan": Text(zh="扫码", en="scanning codes"),
    "disease_registration": Text(zh="门诊慢特病备案", en="registrations for chronic diseases"),
    "electronic_card": Text(zh="电子社保卡", en="electronic cards"),
    "enrolment": Text(zh="参保登记", en="insurance enrolments"),
    "event": Text(zh="事件", en="events"),
    "filing": Text(zh="异地就医备案", en="filings for treatment elsewhere"),
    "institution": Text(zh="定点医药机构", en="medical institutions"),
    "manual_claim": Text(zh="手工报销", en="manual claims"),
    "payment_application": Text(zh="费用申报", en="applications of institutions for payment"),
    "person": Text(zh="个人基本信息", en="personal data"),
    "personal_account": Text(zh="医保个人账户", en="the medical personal account"),
    "production": Text(zh="制卡", en="production of cards"),
    "reconciliation": Text(zh="医保对账", en="reconciliation of medical settlements"),
    "region": Text(zh="地区与能力", en="regions and what they offer"),
    "sandbox": Text(zh="沙箱", en="the sandbox"),
    "settlement": Text(zh="医保结算", en="medical settlements"),
    "verification": Text(zh="身份核验", en="verifications"),
    "visit": Text(zh="就诊", en="visits"),
    "work_injury": Text(zh="工伤认定", en="recognised work injuries"),
    "webhook": Text(zh="事件推送", en="webhooks"),
}
"""What a scope's noun means; a consent page says it to the person."""

_VERBS = {
    "read": Text(zh="查看：{noun}", en="See: {noun}"),
    "write": Text(zh="办理：{noun}", en="Change: {noun}"),
}
_SAID = {
    PII: Text(zh="查看完整证件号码", en="See your numbers in full"),
    ADMIN: Text(zh="控制沙箱", en="Control the sandbox"),
}


def said(scope: str) -> Text:
    """A scope in words.

    >>> said("card.read").en
    'See: social security cards'
    """
    if scope in _SAID:
        return _SAID[scope]
    noun, _, verb = scope.rpartition(".")
    named = NOUNS.get(noun, Text(zh=noun, en=noun))
    words = _VERBS.get(verb, Text(zh="{noun}", en="{noun}"))
    return Text(zh=words.zh.format(noun=named.zh), en=words.en.format(noun=named.en))


def known() -> list[str]:
    """Every scope that may be asked for by name."""
    named = {f"{noun}.{verb}" for noun in NOUNS for verb in _VERBS} - {"sandbox.write"}
    return sorted(named | ALONE)


def covers(held: Iterable[str], scope: str) -> bool:
    """Whether who holds these may do what asks for this one.

    >>> covers({"*.read"}, "card.read"), covers({"*"}, "person.pii")
    (True, False)
    """
    if scope in held:
        return True
    if scope in ALONE:
        return False
    return "*" in held or (scope != "*" and "*." + scope.rpartition(".")[2] in held)


def meet(one: Iterable[str], other: Iterable[str]) -> frozenset[str]:
    """What both hold.

    >>> sorted(meet({"*.read", "card.write"}, {"*"})), sorted(meet({"*.read"}, {"card.read"}))
    (['*.read', 'card.write'], ['card.read'])
    """
    first, second = _spread(one), _spread(other)
    return frozenset(
        {each for each in first if covers(second, each)}
        | {each for each in second if covers(first, each)}
    )


def of_role(role: str) -> frozenset[str]:
    return frozenset(BY_ROLE.get(role, ()))


def granted(role: str, kept: str | None) -> frozenset[str]:
    """The scopes of a party of this role whose key keeps these; None: all of the role's."""
    return of_role(role) if kept is None else meet(of_role(role), kept.split())


def reading(held: Iterable[str]) -> frozenset[str]:
    """What is left of them for a key that reads only."""
    return meet(held, ("*.read", PII))


def _spread(held: Iterable[str]) -> frozenset[str]:
    found = frozenset(held)
    return found if "*" not in found else (found - {"*"}) | {"*.read", "*.write"}
