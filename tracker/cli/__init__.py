"""The command line: parse, ask the ledger once, print. One module a group of commands.

app          the root, its panels, and the one place where errors become sentences and exit codes
options      what several commands take
opening      which log, and opening it
render       table, TSV, CSV, JSON; what is safe to print
phrases      events in words, and the command that undoes one
written      what every write prints
delivery     where an exported file goes
completion   what the shell offers for a half-typed word
progress     how far a long command is; pager: long tables
"""
