"""What always holds in libraries."""

from services.culture.store import laws_city_clearing
from services.culture.store import laws_libraries as laws
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "culture.copy_place",
        Text(
            zh="每册馆藏同时只在一处：一笔借阅、一个预约架、一次流转或书架",
            en="A copy is at one place: in one loan, kept for one hold, on one way, or on a shelf",
        ),
    )(laws.copy_in_two_places),
    invariant(
        "culture.loan_copy",
        Text(zh="未还的借阅对应借出的馆藏", en="What is out by a loan is a copy that is out"),
    )(laws.loan_off_copy),
    invariant(
        "culture.hold_copy",
        Text(
            zh="预约和流转只在进行中占用馆藏",
            en="Holds and transits bind a copy only while they last",
        ),
    )(laws.hold_off_copy),
    invariant(
        "culture.deposit_entries",
        Text(zh="押金等于其流水之和", en="A deposit is the sum of its movements"),
    )(laws.deposit_off_entries),
    invariant(
        "culture.fee_payments",
        Text(
            zh="费用的已缴、减免、在途和应缴相加等于金额",
            en="A fee is what is paid, waived and owed of it, by the payments there are",
        ),
    )(laws.fee_off_payments),
    invariant(
        "culture.fee_explained",
        Text(
            zh="费用说明可重新计算，且等于金额",
            en="A fee's explanation, computed again, gives its amount",
        ),
    )(laws.false_explanation),
    invariant(
        "culture.city_clearing",
        Text(
            zh="同城结算等于其应付明细，已结算月份不再有未结明细",
            en="A clearing of two libraries of a city is the sum of what they owed each other",
        ),
    )(laws_city_clearing.clearing_off_dues),
)
FIGURES = (laws.deposits,)
