"""A part of the service itself is missing, away or broken."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

UNAVAILABLE = Wording(
    "unavailable",
    "A part of the service is not available",
    "A part of the service is not available. Try again in a moment.",
)
CATALOG_UNAVAILABLE = Wording(
    "catalog-unavailable",
    "The catalog does not answer",
    "The catalog's database does not answer. Articles that were accepted before are safe.",
)
CATALOG_DAMAGED = Wording(
    "catalog-damaged",
    "The catalog is damaged",
    "The catalog's database is damaged. The operator has to restore a backup.",
)
QUEUE_UNAVAILABLE = Wording(
    "queue-unavailable",
    "The queue does not answer",
    "The queue does not answer. What was accepted is rendered once it is back.",
)
STILL_WAITING = Wording(
    "still-waiting",
    "The article is still waiting",
    "The article has been waiting for a worker for a long time. Try again in a moment.",
)
NOT_READY = Wording(
    "not-ready",
    "The service is not ready",
    "This web process should get no requests: its catalog is not available, or it is stopping. The detail "
    "says which, and what else is missing.",
)
NOT_STARTABLE = Wording(
    "not-startable",
    "The service cannot start",
    "Something that the service needs is missing or not as it should be. The detail says what to do.",
)
FILES_AWAY = Wording(
    "files-away",
    "The publisher's files cannot be had",
    "The shows, the lexicon or a sound of the publisher cannot be had just now. Try again in a moment.",
)
STORAGE_UNAVAILABLE = Wording(
    "storage-unavailable",
    "The audio cache cannot be written",
    "The audio cache cannot be written: its disk may be full or read-only. Finished articles can be heard.",
)
DISK_FULL = Wording(
    "disk-full",
    "The disk is full",
    "The disk of the audio cache is full. The operator has to free some space; then post the article again.",
)
PRUNING = Wording(
    "pruning",
    "The cache is being pruned",
    "Another command is pruning the cache at the moment. Try again when it has finished.",
)
ENGINE_FAILED = Wording(
    "engine-failed",
    "The speech engine failed",
    "The speech engine could not speak this, and no other voice of the language could take its place.",
)
CRASHED = Wording(
    "crashed",
    "This stopped the worker three times",
    "This article, or a sentence of it, stopped the worker three times and was given up.",
)
SENTENCE_TOO_SLOW = Wording(
    "sentence-too-slow",
    "A sentence could not be spoken in time",
    "A sentence could not be spoken in time in three attempts. The detail names it.",
)
LOGIN_UNAVAILABLE = Wording(
    "login-unavailable",
    "Nobody can log in with the provider",
    "The provider that editors log in with does not answer, or not as one. Those who are logged in stay so; "
    "keys still work.",
)
EXTRA_MISSING = Wording(
    "extra-missing",
    "A part is not installed",
    "This needs a part that is not installed. The detail says how to install it.",
)
NO_MODEL = Wording(
    "no-model",
    "There is no speech recognizer",
    "The speech recognizer's model is missing, or is not one.",
)
INTERNAL_ERROR = Wording(
    "internal-error",
    "Something went wrong here",
    "Something went wrong that should not have. The service's log has the details.",
)
