"""Our figures beside the floors, measured side by side in one run: `python -m benchmarks`.

dossier      seeded, skewed dossiers to measure on
measures     what is measured, each as a pair: ours and the floor
__main__     runs them in turns and prints a Markdown table
"""
