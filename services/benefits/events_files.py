"""What is told of personnel files and graduates."""

from services.benefits.domain.files.consultation import CONSULTATION_STATUSES
from services.benefits.domain.files.graduate import GRADUATE_STATUSES
from services.benefits.domain.files.transfer import TRANSFER_STATUSES
from sscsim.event_types import TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_TRANSFER = {
    "id": ident("pft"),
    "file_id": ident("pfl"),
    "person_id": ident("psn"),
    "status": word(*TRANSFER_STATUSES),
}
_LOAN = {
    "id": ident("pfc"),
    "file_id": ident("pfl"),
    "person_id": ident("psn"),
    "way": TEXT,
    "status": word(*CONSULTATION_STATUSES),
}
_GRADUATE = {"id": ident("grd"), "person_id": ident("psn"), "status": word(*GRADUATE_STATUSES)}

for _name, _zh, _en, _fields in (
    ("personnel_file.asked_for", "已开具调档函", "A file was asked for by letter", _TRANSFER),
    ("personnel_file.moved", "档案转递状态已变更", "A transfer went a step further", _TRANSFER),
    ("personnel_file.overdue", "档案逾期未转出", "A sender is late with a file", _TRANSFER),
    ("personnel_file.consulted", "档案已准予查借阅", "A unit may see a file", _LOAN),
    ("personnel_file.given_back", "借阅档案已归还", "A borrowed file is back", _LOAN),
    ("personnel_file.loan_overdue", "借阅档案逾期未还", "A borrowed file is late", _LOAN),
    ("graduate.received", "毕业生已接收", "A graduate was received", _GRADUATE),
    ("graduate.changed", "毕业生接收状态已变更", "A graduate's reception changed", _GRADUATE),
):
    declare("benefits", _name, Text(_zh, _en), _fields)
