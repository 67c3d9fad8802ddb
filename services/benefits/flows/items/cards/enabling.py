"""HRSS-085: enabling a card (启用), with its bank account if the holder wants."""

from services.benefits.domain.cards import handling_card
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-085", handling_card.enabling, handling_card.decide_enabling)
