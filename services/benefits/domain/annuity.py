"""How an enterprise annuity (企业年金) and an occupational annuity (职业年金) are paid out.

Rules on enterprise annuities, article 24: at the legal age or on total loss of the capacity to
work by the month, in parts or at once, or as an insurance that is bought with it; on settling
abroad at once if one wishes; after a death it goes to the heirs. Rules on the occupational annuity,
article 9: by payout months or as an insurance, chosen once and for all. Until the account is empty.
"""

from collections.abc import Callable
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.explain import Figure

ENTERPRISE, OCCUPATIONAL = "enterprise", "occupational"
KINDS: Final = (ENTERPRISE, OCCUPATIONAL)

RETIREMENT, DISABILITY = "retirement", "disability"
EMIGRATION, DEATH = "emigration", "death"
CASES: Final = (RETIREMENT, DISABILITY, EMIGRATION, DEATH)

MONTHLY, INSTALMENTS, AT_ONCE = "monthly", "instalments", "at_once"
BY_PAYOUT_MONTHS, INSURANCE = "by_payout_months", "annuity_insurance"
MANNERS: Final = (MONTHLY, INSTALMENTS, AT_ONCE, BY_PAYOUT_MONTHS, INSURANCE)

NO_MANNER = decision.reason(
    "annuity_manner_not_open",
    "{case} 情形不能按 {manner} 领取；可选：{known}",
    "{manner} isn't open for {case}; there are: {known}",
    "企业年金办法第二十四条；机关事业单位职业年金办法第九条",
)
CHOSEN_BEFORE = decision.reason(
    "annuity_manner_fixed",
    "领取方式已选定为 {fixed}，不再更改",
    "The manner was chosen, {fixed}, and isn't changed any more",
    "机关事业单位职业年金办法第九条",
)


Manners = Callable[[str], Figure[tuple[str, ...]]]
"""The manners that are open, by the case; FigureMissing for a case that no rule was found for."""


def against(
    kind: str, case: str, manner: str, manners: Manners, fixed: str | None = None
) -> list[Reason]:
    """manners: of the kind. fixed: the manner that was chosen before, if one was."""
    open_ = manners(case).value
    reasons = []
    if manner not in open_:
        known = ", ".join(open_)
        reasons.append(NO_MANNER.with_(case=case, manner=manner, known=known))
    if kind == OCCUPATIONAL and fixed is not None and fixed != manner:
        reasons.append(CHOSEN_BEFORE.with_(fixed=fixed))
    return reasons
