"""How good the engines are, on texts written for this project: `python -m benchmarks.extraction`."""
