"""What this service does, one use case a file; a flow owns its transactions."""
