"""Our figures beside the floors and the peers, measured side by side in one run: `python -m benchmarks`.

dossier      seeded, skewed dossiers to measure on
measure      a line of the table: two sides, the ratio that must hold
asking       questions beside a bare select and a data frame
keeping      writing, replaying and the file, beside raw SQLite and `eventsourcing`
starting     cold starts beside `import typer`
adversarial  what would hurt a careless layout, counted
memory       peaks of processes
__main__     runs the measures in turns and prints tables
extraction   apart: how well engines read texts
"""
