"""Stories of social insurance, told by the journeys of its items."""

from scenarios.benefits import JOURNEYS
from tools.collections.story import Story, at_desk

STORIES = (
    Story(
        "AR",
        "Story AR - an employer declares and is charged by the month",
        "Staff are declared, the month is posted, paid, and paid late.",
        "story-ar",
        at_desk("declared", JOURNEYS["HRSS-056"]),
    ),
    Story(
        "AS",
        "Story AS - pensions of a month",
        "An agency orders the month, and each pension comes onto its card once.",
        "story-as",
        at_desk("pensions", JOURNEYS["HRSS-021"]),
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
        at_desk("jobless", JOURNEYS["HRSS-015"]),
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
        at_desk("certified", JOURNEYS["HRSS-051"]),
    ),
)
