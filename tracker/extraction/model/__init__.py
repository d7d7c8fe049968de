"""The engine `llm`: a language model says which words of a text are statements, and we look where they stand.

settings    which service is asked, from the environment; without it there is no such engine
windows     a long text, in pieces that overlap
prompt      what the model is told
answers     what it may answer
locating    words to places
placing     an answer to drafts, and what is wrong with it
asking      one window: asked, told what is wrong, asked again
transport   the requests: what they carry, how often, how long, how much comes back
completion  what is taken of a reply
engine      all of it together

A model returns words and never places, so whatever it says, and whatever a text tells it to say, a draft is words of
the text with values of closed vocabularies.
"""
