"""Tables of the stock register: batches of goods, their movements, the trace codes in them."""

from services.medical.domain import stock
from services.medical.store.tables import metadata, stamps
from sscsim import db

stock_batches = db.table(
    "stock_batches",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("batch_number", db.Str(30), nullable=False),
    db.Column("goods_id", db.Str(30), nullable=False),
    db.Column("item_code", db.Str(50), nullable=False),
    db.Column("name", db.Str(200), nullable=False),
    # Ten-thousandths of a package; sums of the movements.
    db.Column("stock", db.Int(), nullable=False),
    db.Column("bought", db.Int(), nullable=False),
    db.Column("sold", db.Int(), nullable=False),
    db.Column("movement_count", db.Int(), nullable=False),
    db.Column("moved_at", db.Instant(), nullable=False),
    db.Column("facts", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("institution_code", "batch_number"),
    db.not_negative("stock"),
    db.not_negative("bought"),
    db.not_negative("sold"),
)

stock_movements = db.table(
    "stock_movements",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(16), nullable=False),
    db.Column("change", db.Str(16)),
    db.Column("quantity", db.Int(), nullable=False),
    db.Column("stock_after", db.Int(), nullable=False),
    db.Column("happened_at", db.Instant(), nullable=False),
    db.Column("cancels", db.Str(40), unique=True),
    db.Column("refers", db.Str(40), index=True),
    db.Column("settlement_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("msgid", db.Str(64), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("batch_id", "ordinal"),
    db.one_of("kind", stock.KINDS),
    db.one_of("change", stock.CHANGES),
    db.not_negative("stock_after"),
)
"""Added to, never changed: what is withdrawn has a movement that `cancels` it."""

stock_traces = db.table(
    "stock_traces",
    metadata,
    db.Column("movement_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("trace_code", db.Str(100), nullable=False, index=True),
    db.Column("what", db.Str(10), nullable=False),
    db.Column("is_split", db.Bool(), nullable=False),
    db.UniqueConstraint("movement_id", "ordinal"),
    db.one_of("what", stock.TRACES),
    export_key=("movement_id", "ordinal"),
)
