"""Tables that follow the log by seq and may be dropped and rebuilt at any time.

names        who and what is registered, what it is called, who recorded last
belonging    memberships and offices, with the instant each counts from
timeline     statements in the order a position is read in, and what was corrected, retracted, withdrawn
checks       positions that people asserted, findings that they acknowledged
proposals    what engines proposed, and what people decided about it
search       what a search looks into; follows when it is asked for. folding makes its tokens
follow       drives the others; the only one that writes with every event
"""
