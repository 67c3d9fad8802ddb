"""The story of each request."""

from services.card.flows import cards, enrolments, persons, verifications

__all__ = ["cards", "enrolments", "persons", "verifications"]
