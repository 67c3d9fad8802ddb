"""HRSS-088: the password of the card (密码修改与重置), typed at a terminal after the approval."""

from services.benefits.domain.cards import handling_card
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-088", handling_card.password, handling_card.decide_password)
