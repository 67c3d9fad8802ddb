"""The exceptions of cross-region settlement (X1 to X26), each a story of a few calls.

    registry    the list: name, title, what it shows, the end state, who plays it
    player      the client they speak through; it remembers what it asked
    report      playing one in a world of its own, and what came beside what was expected
    stay        a patient in a hospital of another region
    months      a clearing month, as seen from outside

and one file a topic with the scenarios themselves. Each brings its own people and leaves
those of the preset alone. Most move the clock, so that each wants a fresh world.
"""

from scenarios.exceptions import (
    audits_and_disputes,
    cancellations,
    duplicates,
    files,
    lateness,
    lost_answers,
    money,
    policy_and_time,
)
from scenarios.exceptions.registry import Scenario, UnknownScenario, find, listed, nearest
from scenarios.exceptions.report import PRESET, SEED, Check, Report, plain, play

TOPICS = (
    duplicates,
    lost_answers,
    cancellations,
    lateness,
    audits_and_disputes,
    money,
    policy_and_time,
    files,
)

SCENARIOS = listed()

__all__ = [
    "PRESET",
    "SCENARIOS",
    "SEED",
    "TOPICS",
    "Check",
    "Report",
    "Scenario",
    "UnknownScenario",
    "find",
    "listed",
    "nearest",
    "plain",
    "play",
]
