"""Files in and out; one module a format.

lines        any file or standard input as numbered lines, whatever its line ends, size-capped
event_lines  new events as JSONL, for `tracker append` and the seeds
rows         statements as CSV or JSONL rows, for `tracker import`
importing    rows into a ledger: all of them or none

stamp        what every exported file says of itself; addresses: what things are called outside the record
tables       flat tables; statement_table, position_table, codebook: those that there are
csv_tables   tables as CSV; workbook: as Excel; dna: statements as Discourse Network Analyzer has them
cloud_events entries as CloudEvents; kind_schemas: as JSON Schema describes them
markup       elements of XML and HTML; graphml: networks; atom: a feed of changes; palette: colours of stances
timeline_svg positions along time as a picture, which picture/ draws
"""
