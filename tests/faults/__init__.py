"""Faults made on purpose: kills, full disks, clocks, damaged files. `python -m tests.faults` makes them all."""
