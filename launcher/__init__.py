"""The top floor: the `ssc` command, the supervisor and the topologies. Nobody imports it."""
