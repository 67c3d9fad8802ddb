"""The generator of `clients/python/ssc_client`: types of the schemas, a method an operation."""
