"""The events of this service: none yet; each is declared here (`sscsim.event_types`)."""
