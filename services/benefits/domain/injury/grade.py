"""A grade of disability is one of ten; anything else is refused before an amount is worked out."""

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury import GRADES

GRADE_UNKNOWN = decision.reason(
    "disability_grade_unknown",
    "没有伤残等级 {grade}，等级为一级至十级",
    "There is no grade {grade}; grades are 1 to 10",
    "工伤保险条例第二十二条",
)
CARE_UNKNOWN = decision.reason(
    "care_level_unknown",
    "没有护理等级 {level}；等级为 {levels}",
    "There is no level of care {level}; levels are {levels}",
    "工伤保险条例第三十四条",
)
CARE_LEVELS = ("full", "most", "part")
"""Of care: not able to look after oneself at all, mostly not, partly not (生活自理障碍)."""


def refuses(grade: int) -> list[Reason]:
    """Why there can be no benefit of this grade."""
    return [] if grade in GRADES else [GRADE_UNKNOWN.with_(grade=grade)]


def refuses_care(level: str) -> list[Reason]:
    """Why there can be no allowance of this level."""
    if level in CARE_LEVELS:
        return []
    return [CARE_UNKNOWN.with_(level=level, levels=", ".join(CARE_LEVELS))]
