"""Stories of social insurance, told by the journeys of its items."""

from collections.abc import Callable

from scenarios.benefits import JOURNEYS, Desk, injury_fund
from tools.collections.story import Story, at_desk


def _seen(*paths: str) -> Callable[[Desk], None]:
    """The first of each of these lists is looked at; after `:` what belongs to it."""

    def look(desk: Desk) -> None:
        for path in paths:
            listed, _, parts = path.partition(":")
            first = f"{listed}/{desk.listed(listed)[0]['id']}"
            for part in parts.split(",") if parts else ("",):
                desk.get(f"{first}/{part}" if part else first)

    return look


STORIES = (
    Story(
        "AR",
        "Story AR - an employer declares and is charged by the month",
        "Staff are declared, the month is posted, paid, and paid late.",
        "story-ar",
        at_desk(
            "declared",
            JOURNEYS["HRSS-056"],
            _seen("/v1/insurance-relations", "/v1/contribution-charges:parts"),
        ),
    ),
    Story(
        "AS",
        "Story AS - pensions of a month",
        "An agency orders the month, and each pension comes onto its card once.",
        "story-as",
        at_desk(
            "pensions",
            JOURNEYS["HRSS-021"],
            _seen("/v1/pension-certifications", "/v1/pensions:changes,explanation"),
        ),
    ),
    Story(
        "AT",
        "Story AT - a pension relation moves between regions",
        "The new region asks, the old one closes and sends, months and account arrive.",
        "story-at",
        at_desk("moved", JOURNEYS["HRSS-060"]),
    ),
    Story(
        "AU",
        "Story AU - out of work, checked by the month",
        "A benefit is checked, suspended, resumed and stopped.",
        "story-au",
        at_desk("jobless", JOURNEYS["HRSS-015"], _seen("/v1/unemployment-benefits:months")),
    ),
    Story(
        "AV",
        "Story AV - an accident at work",
        "Recognised for one, contested by the other, decided again.",
        "story-av",
        at_desk("injured", JOURNEYS["HRSS-042"]),
    ),
    Story(
        "AW",
        "Story AW - an allowance for an injury is certified",
        "A panel grades it, the allowance is paid, paused and paid again.",
        "story-aw",
        at_desk(
            "certified",
            JOURNEYS["HRSS-051"],
            _seen("/v1/injury-certifications", "/v1/injury-grants"),
        ),
    ),
    Story(
        "AX",
        "Story AX - out of work, and to another province",
        "Months and what is left of a benefit move; the other province pays on.",
        "story-ax",
        at_desk(
            "moving",
            JOURNEYS["HRSS-064"],
            _seen("/v1/unemployment-runs", "/v1/insurance-transfers"),
        ),
    ),
    Story(
        "AY",
        "Story AY - an enterprise annuity, and one that heirs divide",
        "Drawn by the month, paid to an insurer, and divided among three children.",
        "story-ay",
        at_desk("heirs", JOURNEYS["HRSS-037"], _seen("/v1/account-inheritances:,shares")),
    ),
    Story(
        "AZ",
        "Story AZ - a premium that floats with injuries, and one accident less",
        "A rate is assessed on the first of January; a project that prevents accidents is paid "
        "part by part.",
        "story-az",
        at_desk("fund", injury_fund.by_injuries, _seen("/v1/injury-rates")),
    ),
)
