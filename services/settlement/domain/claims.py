"""A claim (结算单): one settlement that one region owes another, and its states.

The table below is the whole life of a claim. What a store holds is only what the
claim itself went through (`RECORDED_STATES`): while it waits in a cycle its state is
the cycle's, so that closing a month writes no claim.
"""

from typing import Final

from sscsim.kernel.states import Machine

CLAIM: Final = Machine(
    "claim",
    initial="received",
    edges=[
        ("received", "settle", "settled"),
        ("received", "refuse", "rejected"),
        ("received", "time_out", "unknown"),
        ("unknown", "find", "settled"),
        ("unknown", "undo", "reversed"),
        ("settled", "reverse", "reversed"),
        ("settled", "declare", "declared"),
        ("settled", "carry", "settled"),
        ("settled", "expire", "expired"),
        ("settled", "deduct", "settled"),
        ("declared", "deduct", "deducted"),
        ("deducted", "declare", "declared"),
        ("declared", "generate", "clearing"),
        ("clearing", "dispute", "disputed"),
        ("clearing", "reopen", "declared"),
        ("disputed", "uphold", "declared"),
        ("disputed", "refuse", "adjusted"),
        ("clearing", "sign", "cleared"),
        ("cleared", "match_payment", "paid"),
        ("cleared", "adjust", "adjusted"),
        ("paid", "adjust", "adjusted"),
    ],
)

RECORDED_STATES: Final = ("settled", "reversed", "adjusted", "disputed", "expired")
"""What the claim's own row may say; `settled` is refined by the cycle's state."""

_BY_CYCLE: Final = {
    "open": "settled",
    "frozen": "declared",
    "reopened": "declared",
    "generated": "clearing",
    "signing": "clearing",
    "signed": "cleared",
    "notified": "cleared",
    "paying": "cleared",
    "settled": "paid",
    "closed": "paid",
    "aborted": "settled",
}

SHOWN_STATES: Final = tuple(dict.fromkeys([*RECORDED_STATES, *_BY_CYCLE.values()]))


def shown_state(recorded: str, cycle_state: str | None) -> str:
    """The state of a claim as an answer shows it.

    >>> shown_state("settled", "frozen"), shown_state("reversed", "open")
    ('declared', 'reversed')
    """
    if recorded != "settled" or cycle_state is None:
        return recorded
    return _BY_CYCLE[cycle_state]


def behind(shown: str) -> tuple[str, tuple[str, ...]]:
    """The recorded state and the cycle states that are shown as `shown`."""
    cycles = tuple(cycle for cycle, state in _BY_CYCLE.items() if state == shown)
    return ("settled", cycles) if cycles else (shown, ())
