"""Bringing the catalog up to date with the narration folders, which only workers write."""

from __future__ import annotations

import logging

import msgspec

from audio_cache.narrations import Narrations
from tts_service.articles.facts import differs, facts_of, is_refused_edit
from tts_service.articles.publishing import EpisodePublisher
from tts_service.catalog import Catalog, CatalogEntry, Facts

log = logging.getLogger(__name__)


class Reconciler:
    """Idempotent, and safe in several processes at once."""

    def __init__(self, catalog: Catalog, narrations: Narrations, episodes: EpisodePublisher) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._episodes = episodes

    def reconcile(self, entry: CatalogEntry) -> CatalogEntry:
        """Record what workers have made of ``entry``, and publish it once it is ready. Returns the entry as
        it is then."""
        facts = None if entry.settled else facts_of(self._narrations, entry)
        if facts is None or not differs(entry, facts):
            return entry
        if is_refused_edit(entry, facts) and facts.error is not None:
            log.info("article %s: an edit was refused: %s", entry.id, facts.error.kind)
            self._catalog.refuse(entry.id, entry.digest, facts.error)
        else:
            self._record(entry, facts)
        updated = self._catalog.get(entry.id) or entry
        return updated if updated.digest == entry.digest else self.reconcile(updated)

    def _record(self, entry: CatalogEntry, facts: Facts) -> None:
        log.info("article %s is %s", entry.id, facts.status)
        if facts.status == "ready":  # before it is settled: if this is cut off, the next sweep does it again
            now = self._catalog.get(entry.id) or entry  # somebody may have sent it in the meantime
            made = msgspec.structs.replace(now, revision=facts.revision, recording=facts.recording)
            self._episodes.publish_safely(made)
        self._catalog.record(entry.id, entry.digest, facts)
