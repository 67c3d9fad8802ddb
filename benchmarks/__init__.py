"""What the simulator costs, as ratios against named limits taken interleaved in the same run."""
