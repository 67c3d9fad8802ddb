"""HRSS-084: a first card (社会保障卡申领): taken in, made, followed until it is there."""

from services.benefits.domain.cards import making
from services.benefits.flows.items.cards import photo
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-084", making.first, making.decide_first, photo.good_months)
