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
        "fiscal_subsidy.write",
        "production.write",
        "service_application.write",
        "annuity.write",
        "private_pension.write",
        "startup_loan.write",
        "transit_authorisation.write",
        "travel_pass.write",
    ),
    "hospital": (
        *INTEGRATOR,
        "bank_account.write",
        "code_scan.write",
        "disease_registration.write",
        "filing.write",
        "payment_application.write",
        "reconciliation.write",
        "service_application.write",
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
    "transit": (
        *INTEGRATOR,
        "bank_account.write",
        "card.write",
        "code_scan.write",
        "concession_grant.write",
        "transit.write",
        "transit_card.write",
        "transit_clearing.write",
        "transit_dispute.write",
        "venue_admission.write",
    ),
    "library": (
        *INTEGRATOR,
        "bank_account.write",
        "card.write",
        "code_scan.write",
        "library.write",
        "library_terminal.write",
        "loan.write",
        "reader.write",
        "venue_admission.write",
    ),
    "employer": (
        *INTEGRATOR,
        "bank_account.write",
        "code_scan.write",
        "annuity.write",
        "benefit_payment.write",
        "employment_record.write",
        "enrolment.write",
        "insurance.write",
        "internship.write",
        "job_referral.write",
        "job_vacancy.write",
        "labour_case.write",
        "labour_contract.write",
        "service_application.write",
        "wage_payout.write",
        "skill_certificate.write",
        "training.write",
    ),
    "holder": (
        *EVERYBODY,
        "application.write",
        "bank_account.write",
        "benefit_payment.write",
        "card.write",
        "code.write",
        "electronic_card.write",
        "exam_registration.write",
        "employment_certificate.write",
        "filing.write",
        "insurance.write",
        "unemployed_graduate.write",
        "job_fair_registration.write",
        "job_referral.write",
        "job_seeker.write",
        "labour_case.write",
        "labour_contract.write",
        "loan.write",
        "personal_account.write",
        "private_pension.write",
        "public_notice.write",
        "reader.write",
        "service_application.write",
        "transit_card.write",
        "transit_dispute.write",
        "travel_pass.write",
        "unemployment_registration.write",
        "venue_reservation.write",
    ),
}
"""What a party's key may be used for unless it was made narrower: the one table."""

NOUNS: Mapping[str, Text] = {
    "accumulator": Text(zh="年度累计", en="what counted this insurance year"),
    "annuity": Text(zh="年金", en="annuities"),
    "application": Text(zh="社保卡申请", en="applications for a card"),
    "bank_account": Text(zh="银行账户", en="bank accounts"),
    "benefit_payment": Text(zh="待遇发放", en="payments of benefits"),
    "card": Text(zh="社会保障卡", en="social security cards"),
    "card_order": Text(zh="办卡业务单", en="orders to the card service"),
    "card_password": Text(zh="社保密码", en="passwords of cards"),
    "catalogue": Text(zh="医保目录", en="the medical catalogue"),
    "clearing": Text(zh="清算", en="clearing and books"),
    "code": Text(zh="电子社保卡二维码", en="codes of the electronic card"),
    "code_scan": Text(zh="扫码", en="scanning codes"),
    "concession_grant": Text(zh="乘车优待资格", en="grounds for concessions in transit"),
    "disease_registration": Text(zh="门诊慢特病备案", en="registrations for chronic diseases"),
    "electronic_card": Text(zh="电子社保卡", en="electronic cards"),
    "employment_certificate": Text(zh="就业创业证", en="employment certificates"),
    "employment_record": Text(zh="就业登记", en="records of employment"),
    "enrolment": Text(zh="参保登记", en="insurance enrolments"),
    "event": Text(zh="事件", en="events"),
    "fiscal_subsidy": Text(zh="惠民惠农补贴", en="fiscal subsidies paid in batches"),
    "exam_registration": Text(zh="考试报名", en="registrations for examinations"),
    "examination": Text(zh="资格考试", en="professional examinations"),
    "insurance": Text(zh="社会保险参保缴费", en="social insurance and its contributions"),
    "filing": Text(zh="异地就医备案", en="filings for treatment elsewhere"),
    "unemployed_graduate": Text(zh="离校未就业高校毕业生", en="unemployed_graduates without work"),
    "hardship_recognition": Text(zh="就业困难人员认定", en="recognitions of employment difficulty"),
    "form_filling": Text(zh="刷卡填表", en="forms filled in by card"),
    "institution": Text(zh="定点医药机构", en="medical institutions"),
    "insurance_transfer": Text(zh="社保关系转移", en="transfers of social insurance"),
    "internship": Text(zh="就业见习", en="internships and their bases"),
    "job_fair": Text(zh="招聘会", en="job fairs"),
    "job_fair_registration": Text(zh="招聘会报名", en="visits to job fairs"),
    "job_referral": Text(zh="职业介绍", en="introductions of job-seekers to employers"),
    "job_seeker": Text(zh="求职登记", en="registrations of job-seekers"),
    "job_vacancy": Text(zh="招聘岗位", en="vacancies"),
    "labour_case": Text(zh="劳动争议和监察", en="labour disputes and inspection"),
    "labour_contract": Text(zh="劳动合同", en="labour contracts"),
    "library": Text(zh="图书馆、书目和馆藏", en="libraries, titles and copies"),
    "library_terminal": Text(zh="图书馆自助设备", en="self-service machines of libraries"),
    "loan": Text(zh="借阅和预约", en="loans and holds"),
    "manual_claim": Text(zh="手工报销", en="manual claims"),
    "pass_revenue": Text(zh="年卡分成", en="what travel passes bring their venues"),
    "payment_application": Text(zh="费用申报", en="applications of institutions for payment"),
    "pension": Text(zh="养老待遇", en="pensions, their payout and estimates"),
    "person": Text(zh="个人基本信息", en="personal data"),
    "personal_account": Text(zh="医保个人账户", en="the medical personal account"),
    "personnel_file": Text(zh="人事档案", en="personnel files"),
    "private_pension": Text(zh="个人养老金", en="the private pension"),
    "production": Text(zh="制卡", en="production of cards"),
    "professional_title": Text(zh="职称", en="professional titles"),
    "public_notice": Text(zh="公示", en="public notices"),
    "reader": Text(zh="读者、押金和费用", en="readers, their deposits and fees"),
    "reconciliation": Text(zh="医保对账", en="reconciliation of medical settlements"),
    "region": Text(zh="地区与能力", en="regions and what they offer"),
    "sandbox": Text(zh="沙箱", en="the sandbox"),
    "service_application": Text(zh="人社服务办件", en="applications for HR services"),
    "service_certificate": Text(zh="人社服务证明", en="certificates of HR services"),
    "service_item": Text(zh="服务事项目录", en="the catalogue of service items"),
    "service_review": Text(zh="人社服务审核", en="reviewing applications for HR services"),
    "settlement": Text(zh="医保结算", en="medical settlements"),
    "skill_certificate": Text(zh="技能证书", en="skill certificates"),
    "training": Text(zh="职业培训", en="courses, enrolments and vouchers"),
    "transit": Text(zh="公交地铁线网、票价和行程", en="transit networks, fares and journeys"),
    "transit_authorisation": Text(zh="开放式支付授权", en="bank cards' payments for rides"),
    "transit_card": Text(zh="交通卡和电子钱包", en="transit cards and their purses"),
    "transit_clearing": Text(zh="乘车清分清算", en="batches of rides and reimbursements"),
    "transit_dispute": Text(zh="乘车争议", en="disputes about rides"),
    "travel_pass": Text(zh="旅游年卡", en="travel passes"),
    "unemployment_insurance": Text(zh="失业保险", en="unemployment insurance"),
    "unemployment_registration": Text(zh="失业登记", en="registrations of unemployment"),
    "startup_loan": Text(zh="创业担保贷款", en="start-up loans"),
    "subsidy": Text(zh="就业补贴", en="employment subsidies"),
    "venue": Text(zh="场馆景区", en="parks, museums and sights"),
    "venue_admission": Text(zh="入园核验", en="who came to the gates of venues"),
    "venue_reservation": Text(zh="场馆预约", en="reservations at venues"),
    "verification": Text(zh="身份核验", en="verifications"),
    "visit": Text(zh="就诊", en="visits"),
    "wage_payout": Text(zh="农民工工资", en="wages of migrant workers"),
    "webhook": Text(zh="事件推送", en="webhooks"),
    "work_injury": Text(zh="工伤认定", en="recognised work injuries"),
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
