"""Personnel files, their transfers, loans and the graduates over HTTP."""

from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.domain.files import consultation, graduate, personnel_file, transfer
from services.benefits.flows import personnel_files as flow
from services.benefits.flows import relations
from services.benefits.store import files, store
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields

personnel_files = Blueprint(
    "personnel_files",
    tag="Personnel files",
    description="人事档案: where a file lies, how it is sent, who read it; graduates received.",
)
_READ, _WRITE = "personnel_file.read", "personnel_file.write"
_AGENCY = ("agency",)
_FILE = "/v1/personnel-files/<id('pfl'):personnel_file_id>"
_TRANSFER = "/v1/file-transfers/<id('pft'):file_transfer_id>"
_LOAN = "/v1/file-consultations/<id('pfc'):file_consultation_id>"
_EXAMPLES = {
    name: prefix + "_" + "0" * 26
    for name, prefix in (
        ("personnel_file_id", "pfl"),
        ("file_transfer_id", "pft"),
        ("file_consultation_id", "pfc"),
        ("graduate_id", "grd"),
    )
}


def _example(name: str) -> dict[str, str]:
    return {name: _EXAMPLES[name]}


class DocumentView(View):
    """One document in a file."""

    category = fields.Enum(personnel_file.CATEGORIES, required=True)
    title = fields.Text(required=True, max=100)
    made_on_date = fields.Text(required=True, max=10)


class DocumentNew(Schema):
    """One document in a file (档案材料)."""

    category = fields.Enum(personnel_file.CATEGORIES, required=True, example="resume")
    title = fields.Text(required=True, max=100, example="履历表")
    made_on_date = fields.Date(required=True, example="2020-06-30")


class PersonnelFileView(Resource):
    object = fields.Object("personnel_file")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Of the agency that answers for it.")
    agency = fields.Text(required=True, max=100)
    documents = fields.List(
        fields.Nested(DocumentView),
        attribute="items",
        required=True,
        description="As they were listed when it was last sent.",
    )
    is_sealed = fields.Bool(required=True)
    status = fields.Enum(personnel_file.FILE_STATUSES, required=True)


class PersonnelFileFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(personnel_file.FILE_STATUSES)


class FileTransferView(Resource):
    object = fields.Object("file_transfer")
    file_id = fields.Id("pfl", required=True)
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", required=True)
    letter_number = fields.Text(required=True, max=40, description="调档函编号.")
    from_region_code = fields.Region(required=True)
    from_agency = fields.Text(required=True, max=100)
    to_region_code = fields.Region(required=True)
    to_agency = fields.Text(required=True, max=100)
    reason = fields.Text(required=True, max=20)
    send_by_date = fields.Date(attribute="send_by", required=True)
    is_overdue = fields.Bool(required=True, description="Whether the sender let its time pass.")
    sent_on = fields.Date()
    documents_sent = fields.Int(min=0)
    courier_number = fields.Text(max=40)
    received_on = fields.Date()
    shelved_on = fields.Date()
    return_reason = fields.Text(max=200)
    graduate_id = fields.Id("grd")
    status = fields.Enum(transfer.TRANSFER_STATUSES, required=True)


class FileTransferFilters(ListQuery):
    person_id = fields.Id("psn")
    file_id = fields.Id("pfl")
    from_region_code = fields.Region()
    to_region_code = fields.Region()
    status = fields.Enum(transfer.TRANSFER_STATUSES)


class ReaderView(View):
    """Who may read it."""

    name = fields.Text(required=True, max=60)


class FileConsultationView(Resource):
    object = fields.Object("file_consultation")
    file_id = fields.Id("pfl", required=True)
    person_id = fields.Id("psn", required=True, description="Whose file it is.")
    application_id = fields.Id("svc", required=True)
    region_code = fields.Region(required=True)
    unit_credit_code = fields.Text(required=True, max=18)
    purpose = fields.Text(required=True, max=20)
    way = fields.Text(required=True, max=10)
    readers = fields.List(fields.Nested(ReaderView), required=True)
    allowed_on = fields.Date(required=True)
    due_date = fields.Date(description="By when a borrowed file is back.")
    returned_on = fields.Date()
    status = fields.Enum(consultation.CONSULTATION_STATUSES, required=True)


class FileConsultationFilters(ListQuery):
    person_id = fields.Id("psn")
    file_id = fields.Id("pfl")
    status = fields.Enum(consultation.CONSULTATION_STATUSES)


class GraduateView(Resource):
    object = fields.Object("graduate")
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", required=True)
    region_code = fields.Region(required=True)
    school_name = fields.Text(required=True, max=100)
    diploma_number = fields.Text(required=True, max=30)
    graduated_on_date = fields.Date(required=True)
    education = fields.Text(required=True, max=20)
    destination = fields.Text(required=True, max=20)
    transfer_id = fields.Id("pft", description="By which the file is asked for.")
    completed_on = fields.Date()
    status = fields.Enum(graduate.GRADUATE_STATUSES, required=True)


class GraduateFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(graduate.GRADUATE_STATUSES)


class FileSent(Schema):
    documents = fields.List(
        fields.Nested(DocumentNew),
        required=True,
        min=1,
        max=200,
        example=[{"category": "resume", "title": "履历表", "made_on_date": "2020-06-30"}],
    )
    courier_number = fields.Text(max=40, example="EM990100001CN")


class FileCounted(Schema):
    documents_counted = fields.Int(required=True, min=0, max=200, example=3)


class FileRefused(Schema):
    reason = fields.Text(required=True, max=200, example="密封破损")


# ---- files


@personnel_files.get(
    "/v1/personnel-files", listing=PersonnelFileView, query=PersonnelFileFilters, scope=_READ
)
def list_personnel_files(query: Query) -> Any:
    """List personnel files: one a person, the newest first."""
    return relations.page(store, files.files, query.page, dict(query.filters))


@personnel_files.get(
    _FILE,
    answer=PersonnelFileView,
    scope=_READ,
    problems=(problems.PersonnelFileNotFound,),
    path_examples=_example("personnel_file_id"),
)
def get_personnel_file(personnel_file_id: str) -> Any:
    """Show a personnel file: the one place where it lies, and what is in it."""
    missing = problems.PersonnelFileNotFound
    with store.read() as tx:
        return relations.seen(tx, files.files, personnel_file_id, missing)


# ---- transfers


@personnel_files.get(
    "/v1/file-transfers", listing=FileTransferView, query=FileTransferFilters, scope=_READ
)
def list_file_transfers(query: Query) -> Any:
    """List transfers of files, the newest first."""
    return relations.page(store, files.transfers, query.page, dict(query.filters))


@personnel_files.get(
    _TRANSFER,
    answer=FileTransferView,
    scope=_READ,
    problems=(problems.FileTransferNotFound,),
    path_examples=_example("file_transfer_id"),
)
def get_file_transfer(file_transfer_id: str) -> Any:
    """Show a transfer of a file: its letter, where it is, and whether the sender is late."""
    with store.read() as tx:
        missing = problems.FileTransferNotFound
        return relations.seen(tx, files.transfers, file_transfer_id, missing)


@personnel_files.post(
    _TRANSFER + "/send",
    body=FileSent,
    answer=FileTransferView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=flow.FileMoves,
    path_examples=_example("file_transfer_id"),
)
def send_personnel_file(file_transfer_id: str, body: dict[str, Any]) -> Any:
    """List its documents, seal the file and send it: the agency that has it (转出)."""
    return flow.send(file_transfer_id, **body)


@personnel_files.post(
    _TRANSFER + "/receive",
    body=FileCounted,
    answer=FileTransferView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*flow.FileMoves, problems.SheetCountDiffers),
    path_examples=_example("file_transfer_id"),
)
def receive_personnel_file(file_transfer_id: str, body: dict[str, Any]) -> Any:
    """Check a file in: its seal is whole and the documents are as many as were sent (核对)."""
    return flow.receive(file_transfer_id, body["documents_counted"])


@personnel_files.post(
    _TRANSFER + "/return",
    body=FileRefused,
    answer=FileTransferView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*flow.FileMoves, PolicyMissing, FigureMissing),
    path_examples=_example("file_transfer_id"),
)
def return_personnel_file(file_transfer_id: str, body: dict[str, Any]) -> Any:
    """Send a file back that is not as it has to be; the sender sends it again (退回)."""
    return flow.return_to_sender(file_transfer_id, body["reason"])


@personnel_files.post(
    _TRANSFER + "/shelve",
    answer=FileTransferView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=flow.FileMoves,
    path_examples=_example("file_transfer_id"),
)
def shelve_personnel_file(file_transfer_id: str) -> Any:
    """Shelve a file (入库): from now on this agency keeps it."""
    return flow.shelve(file_transfer_id)


@personnel_files.post(
    _TRANSFER + "/cancel",
    answer=FileTransferView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=flow.FileMoves,
    path_examples=_example("file_transfer_id"),
)
def cancel_file_transfer(file_transfer_id: str) -> Any:
    """Take a letter back: the file stays where it lies."""
    return flow.cancel(file_transfer_id)


# ---- consultations


@personnel_files.get(
    "/v1/file-consultations",
    listing=FileConsultationView,
    query=FileConsultationFilters,
    scope=_READ,
)
def list_file_consultations(query: Query) -> Any:
    """List who read, copied or borrowed files, the newest first."""
    return relations.page(store, files.consultations, query.page, dict(query.filters))


@personnel_files.get(
    _LOAN,
    answer=FileConsultationView,
    scope=_READ,
    problems=(problems.FileConsultationNotFound,),
    path_examples=_example("file_consultation_id"),
)
def get_file_consultation(file_consultation_id: str) -> Any:
    """Show a consultation of a file; a borrowed one is overdue after its day."""
    missing = problems.FileConsultationNotFound
    with store.read() as tx:
        return relations.seen(tx, files.consultations, file_consultation_id, missing)


@personnel_files.post(
    _LOAN + "/give-back",
    answer=FileConsultationView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(problems.FileConsultationNotFound, problems.RecordState, world.RegionNotAllowed),
    path_examples=_example("file_consultation_id"),
)
def give_back_personnel_file(file_consultation_id: str) -> Any:
    """Put a borrowed file back on its shelf (归还)."""
    return flow.give_back(file_consultation_id)


# ---- graduates


@personnel_files.get("/v1/graduates", listing=GraduateView, query=GraduateFilters, scope=_READ)
def list_graduates(query: Query) -> Any:
    """List graduates who were received, the newest first."""
    return relations.page(store, files.graduates, query.page, dict(query.filters))


@personnel_files.get(
    "/v1/graduates/<id('grd'):graduate_id>",
    answer=GraduateView,
    scope=_READ,
    problems=(problems.GraduateNotFound,),
    path_examples=_example("graduate_id"),
)
def get_graduate(graduate_id: str) -> Any:
    """Show the reception of a graduate, and whether the file has come."""
    with store.read() as tx:
        return relations.seen(tx, files.graduates, graduate_id, problems.GraduateNotFound)
