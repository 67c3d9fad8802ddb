"""Stories of the message interface: one message, one transaction, over the flows of all faces."""
