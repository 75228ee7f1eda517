"""The article cannot be read aloud, or not as its publisher wants it read."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

UNPROCESSABLE = Wording(
    "unprocessable",
    "This cannot be read aloud",
    "Nothing in this article can be read aloud.",
)
NOTHING_TO_READ = Wording(
    "nothing-to-read",
    "There is nothing to read aloud",
    "There is text, but not a word in it that could be spoken.",
)
NO_ARTICLE = Wording(
    "no-article",
    "There is no article on the page",
    "No article was found on the page. Send its text instead.",
)
NOT_PUBLIC = Wording(
    "not-public",
    "The article is not public",
    "Only people who log in or pay can read the article; others see its beginning, or nothing. "
    "Send its text.",
)
TOO_SLOW_TO_READ = Wording(
    "too-slow-to-read",
    "Reading the article took too long",
    "Reading the article took too long. It is tried again after a quarter of an hour at the earliest.",
)
UNKNOWN_VOICE = Wording(
    "unknown-voice",
    "There is no such voice",
    "No engine here has this voice. The command tts-service voices list shows the voices there are.",
)
UNSUPPORTED_LANGUAGE = Wording(
    "unsupported-language",
    "No voice here speaks this language",
    "No voice that may be used here speaks this language.",
)
UNUSABLE_RECORDING = Wording(
    "unusable-recording",
    "The recording cannot be used",
    "The file cannot be decoded, is silent, or is not a reading of this article. What could be heard before "
    "is heard as before.",
)
BROKEN_FILE = Wording(
    "broken-file",
    "A file of the publisher has an error",
    "A file that editors keep has an error; the detail gives the line. The last good version stays in force.",
)
