"""The figures for filings of a day, as values of the domain."""

from datetime import date

from services.medical.domain.filing_rules import FilingRules
from services.medical.domain.vocabulary import FILING_KINDS
from sscsim import policy
from sscsim.policy import Figures, PolicyMissing

SERVICE, SCHEME = "medical", "filing"


def filing(home: str, day: date, pack: str | None = None) -> FilingRules:
    """The home region's own rules; where it has none, those that all regions made together."""
    try:
        scheme = policy.scheme(SERVICE, home, SCHEME, pack)
    except PolicyMissing:
        [scheme] = policy.joint(SERVICE, SCHEME)
    return filing_from(scheme.on(day))


def filing_from(figures: Figures) -> FilingRules:
    return FilingRules(
        kinds=figures.words("kinds"),
        validity={
            kind: figures.number(f"validity.{kind}")
            for kind in FILING_KINDS
            if figures.has(f"validity.{kind}")
        },
        change_wait=figures.number("change_wait"),
        cancels_at_once=figures.flag("cancels_at_once"),
        late=figures.flag("late"),
        overlap=figures.word("overlap"),
        referral_needs_hospital=figures.flag("referral_needs_hospital"),
    )
