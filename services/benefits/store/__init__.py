"""Tables of the benefits service: none of its own yet, only the common ones."""

from sscsim import db

metadata = db.metadata()
store = db.Store("benefits", metadata)
