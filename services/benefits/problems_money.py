"""The errors of benefit payments and certificates, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PaymentNotFound(NotFound):
    code = "benefit_payment_not_found"
    title = Text(zh="没有此笔发放", en="No such benefit payment")
    detail = Text(zh="没有发放 {payment_id}。", en="There is no benefit payment {payment_id}.")


class PaymentNotReturned(Conflict):
    code = "benefit_payment_not_returned"
    title = Text(zh="该笔发放没有退回", en="The payment was not returned")
    detail = Text(
        zh="发放 {payment_id} 状态为 {status}，只有退回的发放可以重发。",
        en="The payment {payment_id} is {status}; only one that the bank returned is re-issued.",
    )


class CertificateNotFound(NotFound):
    code = "service_certificate_not_found"
    title = Text(zh="没有此证明", en="No such certificate")
    detail = Text(zh="没有证明 {certificate_id}。", en="There is no certificate {certificate_id}.")


class CertificateRevoked(Conflict):
    code = "service_certificate_revoked"
    title = Text(zh="证明已撤销", en="The certificate was revoked")
    detail = Text(
        zh="证明 {certificate_id} 已撤销。", en="The certificate {certificate_id} is revoked."
    )


class BenefitsPackRefused(Refused):
    code = "benefits_pack_refused"
    title = Text(zh="人社政策包有误", en="The policy pack is wrong")
    detail = Text(zh="政策包未载入：{fault}。", en="The pack was not loaded: {fault}.")


class BenefitsPackNotFound(NotFound):
    code = "benefits_pack_not_found"
    title = Text(zh="没有该地区的人社政策", en="No figures for the region")
    detail = Text(
        zh="没有地区 {region_code} 的人社政策。",
        en="There are no figures of HR services for the region {region_code}.",
    )
