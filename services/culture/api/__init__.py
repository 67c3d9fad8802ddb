"""Views and schemas of the culture service, one file a resource."""
