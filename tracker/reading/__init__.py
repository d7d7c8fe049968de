"""Questions to the projections, each answered at a cut and never writing.

registry     what a name stands for, what is registered
snapshot     statements and memberships as known at one seq
position     how a position is derived
evidence     everything a position considered, and why it decides or not
history      every statement and movement, oldest first
moves        the steps of an own position; history and changes are made of them
changes      the steps of all pairs, as a feed
intervals    a position along as of; both_times along known at too; phases are both in words
chart        positions along time as pictures show them: axis, steps; subject: of whom or what
grid         parties and issues side by side, with marks
agreement    how near parties are to each other on an issue
difference   what differs between two cuts, and which entries made it so
search       what holds the words that are wanted, with excerpts
stated       every statement in force, for tables; citation: what stands behind one, for footnotes
terms        who held which office when
ever         what a party could have a position on at any time, whatever was voided since
findings/    what a check has to say about the record
assertions   what an assertion is compared with
entries      one entry of the log, with all that followed from it
naming       what a text may call people, parties and issues
completing   what a half-typed word may become
"""
