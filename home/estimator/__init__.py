"""Cost estimator: what positions would cost a month, from dated facts, as a range with its assumptions."""
