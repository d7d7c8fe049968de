"""Files in and out; one module a format.

lines        any file or standard input as numbered lines, whatever its line ends, size-capped
event_lines  new events as JSONL, for `tracker append` and the seeds
rows         statements as CSV or JSONL rows, for `tracker import`
importing    rows into a ledger: all of them or none
"""
