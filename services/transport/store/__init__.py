"""Tables of the transport service: none of its own yet, only the common ones."""

from sscsim import db

metadata = db.metadata()
store = db.Store("transport", metadata)
