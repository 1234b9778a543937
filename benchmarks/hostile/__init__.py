"""Hostile files, and the program run over them: `python -m benchmarks.hostile`."""
