"""Questions to the projections, each answered at a cut and never writing.

registry     what a name stands for, what is registered
snapshot     statements and memberships as known at one seq
position     how a position is derived
evidence     everything a position considered, and why it decides or not
history      every statement and movement, oldest first
moves        the steps of an own position; history and changes are made of them
changes      the steps of all pairs, as a feed
intervals    a position along as of; both_times along known at too; phases are both in words
grid         parties and issues side by side, with marks
agreement    how near parties are to each other on an issue
difference   what differs between two cuts, and which entries made it so
search       what holds the words that are wanted, with excerpts
findings/    what a check has to say about the record
assertions   what an assertion is compared with
entries      one entry of the log, with all that followed from it
completing   what a half-typed word may become
"""
