"""The account of a narration: what became of every visible character of its article."""
