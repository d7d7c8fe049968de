"""The command line: parse, ask the ledger once, print. One module a group of commands.

start        where the console script begins
app          the root, its panels, and the one place where errors become sentences and exit codes
options      what several commands take
opening      which log, and opening it
render       table, TSV, CSV, JSON; what is safe to print
phrases      events in words, and the command that undoes one
written      what every write prints
delivery     where an exported file goes
deferred     commands that are loaded when they run, taking typed words as they stand (taking)
completion   what the shell offers for a half-typed word (offers of names, entry_offers)
progress     how far a long command is; pager: long tables
"""
