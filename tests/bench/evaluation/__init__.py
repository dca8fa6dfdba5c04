"""The statistics of trials: how fast they are, and in simulated trials whether their intervals hold what they say."""
