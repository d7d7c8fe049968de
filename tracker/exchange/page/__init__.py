"""A briefing as one HTML page.

document    the whole, and the policy that keeps it from loading or running anything else
controls    the slider
grid        where everyone stands, and what the signs mean
sections    in words: agreement, and party by party or issue by issue who stands where and what moved
timeline    the picture of a section
standing    one position, in the grid or in a section
evidence    the footnotes
data        what briefing.js reads
"""
