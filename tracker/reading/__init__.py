"""Questions to the projections, each answered at a cut and never writing.

registry     what a name stands for, what is registered
snapshot     statements and memberships as known at one seq
position     how a position is derived
evidence     everything a position considered, and why it decides or not
history      every statement and movement, oldest first
entries      one entry of the log, with all that followed from it
"""
