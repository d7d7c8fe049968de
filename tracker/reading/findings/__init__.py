"""What a check has to say about the record at a cut; an answer, never an error.

finding      what a finding is, and its key
record       the record at a cut, as the rules read it
statements   contradiction, discord, said after publication
duplicates   possible duplicate
positions    stale position, lapsed offer, failed assertion
offices      speaker without office, office overlap, office gap
names        provisional name, source without archive
rules        all of them together, in order, with what people said of each
"""
