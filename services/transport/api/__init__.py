"""Views and schemas of the transport service, one file a resource."""
