"""Pictures of positions, as SVG that stands alone: no script, no font, nothing that is fetched.

lettering    how wide text is about to be, broken and cut short
looks        how a stance looks: colour, texture and sign
pen          text set on a picture
plot         bars, row by row, along the days
legend       what colours and signs mean
steps        the same as a table
"""
