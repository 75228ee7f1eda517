"""What languages have in common, built on CLDR: number words and names come from the Unicode consortium's
data, and a language adds its grammar and its exceptions (``grammar.Grammar``).

unicode-rbnf and Babel are imported when the first rule needs a word, never with this package.
"""
