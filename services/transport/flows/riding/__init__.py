"""Riding by card: taps become journeys, journeys are charged, and staff repair what lacks a tap."""

from services.transport.flows.riding.correct import correct
from services.transport.flows.riding.take import take

__all__ = ["correct", "take"]
