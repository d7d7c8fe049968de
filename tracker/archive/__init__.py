"""The archive of sources: the bytes that were read, and the text that was read out of them, beside the log.

Bytes       copies (a user's file), addresses and fetching (the network, only when asked), objects (where bytes lie)
Text        charsets, claims, extraction (bytes into text), notes (what was read out of which bytes, once for ever)
Together    intake (a copy on its way in), quoting (a quotation in a text), verifying (does all of it still stand)
"""
