"""HRSS-089: loss of a card and its release (挂失与解挂)."""

from services.benefits.domain.cards import handling_card
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-089", handling_card.loss, handling_card.decide_loss)
