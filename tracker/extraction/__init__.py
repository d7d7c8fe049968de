"""From a text to drafts of statements. Text and names in, drafts out: no log, no projection, no network.

draft       what an engine proposes, and where it stands in the text
names       what a dossier calls people, parties and issues
extractor   what an engine is
engines     which there are
guard       what no engine gets past
selectors   a place in a text, written down
marks       quotations
tokens, sentences, wrapping      words, where a sentence ends, and which line breaks do not end one
lexicon, nouns         the words by which a text says that something was said
verbs, subjects, contents, refusing, surface    a sentence's reports, by its words and, where there is one, a parse
turns, alone           reports that no sentence tells: a transcript's lines, quotations that follow others
questions, secondhand  reports that are only asked for, and those within another's words
reading                all sentences of a text; rules and parsed (over spaCy) are the two engines
speakers, namesakes, drafting      from a report to a draft
coding                  what a report comes to: issues, acts, and stances by conditions and by voice, whose doing it is
claims                  what every engine's drafts are given: dating (days, dateline), and offices (demonyms)
folding     where words stand that differ from the text's in typography only
model/      the engine `llm`: a model's words, looked for in the text; this one asks over a network
"""
