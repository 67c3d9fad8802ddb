"""HRSS-090: a card that follows another (补领、换领、换发)."""

from services.benefits.domain.cards import making
from services.benefits.flows.items.cards import photo
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-090", making.following, making.decide_following, photo.good_months)
