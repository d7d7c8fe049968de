"""`tracker review`: proposals one by one at a terminal, decided with single keys.

command      the command, and when it is refused
session      what a key does: going on and back, deciding, undoing; knows no terminal
modes        what keys mean just now: looking, choosing, typing, moving the ends of the words
editing      asking for a field
coding       what a proposal would be accepted as, so far
fields       the fields, and the keys that choose them
queue        what is gone through, and how it stands
screen       what is shown
marking      the words in their context
terminal     keys in, text out
"""
