"""Measurements: what the service costs, beside the limits it must keep."""
