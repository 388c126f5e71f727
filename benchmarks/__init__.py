"""Measurements against the tools of today: `python -m benchmarks` writes benchmarks/results.json."""
