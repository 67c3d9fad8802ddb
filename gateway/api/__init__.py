"""The control of the simulation, `/sandbox/v1`: one file a resource."""
