"""What Prometheus reads: counters that all processes share in Redis, and gauges that are looked at when
asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

Kind = Literal["counter", "gauge", "histogram"]


class Family(msgspec.Struct, frozen=True):
    """``name`` is that of its samples; a histogram's samples add _bucket, _sum and _count."""

    name: str
    kind: Kind
    help: str

    def has(self, sample: str) -> bool:
        suffixes = ("_bucket", "_sum", "_count") if self.kind == "histogram" else ("",)
        return any(sample == self.name + suffix for suffix in suffixes)


COUNTED = (
    Family("tts_segments_synthesized_total", "counter", "Segments spoken, by engine."),
    Family("tts_synthesis_seconds_total", "counter", "Seconds that engines took to speak them, by engine."),
    Family(
        "tts_segment_cache_hits_total", "counter", "Segments of planned narrations that were there already."
    ),
    Family("tts_engine_failures_total", "counter", "Failures of an engine to speak a segment, by engine."),
    Family(
        "tts_segments_flagged_total",
        "counter",
        "Segments that stayed odd however often they were spoken, by engine.",
    ),
    Family(
        "tts_too_slow_total",
        "counter",
        "Articles and sentences that took longer than their limit, each time.",
    ),
    Family(
        "tts_engine_fallbacks_total",
        "counter",
        "Narrations that went on in another voice, by the engine that failed.",
    ),
    Family("tts_unsigned_total", "counter", "Finished narrations that could not be signed."),
    Family(
        "tts_timestamps_missed_total",
        "counter",
        "Signatures without the time stamp that an authority was asked for.",
    ),
    Family("tts_plays_total", "counter", "Plays that have begun, as told by players."),
    Family("tts_plays_dropped_total", "counter", "Reports of plays that were not believed."),
    Family("tts_webhook_attempts_total", "counter", "Attempts to send a webhook, by outcome."),
    Family("tts_requests_refused_total", "counter", "Requests refused with 429, by limit."),
    Family(
        "tts_anonymous_audio_seconds_total",
        "counter",
        "Seconds of audio that requests without a key have had made.",
    ),
    Family(
        "tts_first_sound_seconds",
        "histogram",
        "From a listener's request to the first speech of a growing narration.",
    ),
)
"""Kept in Redis by workers and web processes."""
LOOKED_AT = (
    Family("tts_redis_up", "gauge", "1 when Redis answers; without it most figures are missing."),
    Family("tts_catalog_up", "gauge", "1 when the catalog can be read."),
    Family("tts_sentences_wanted", "gauge", "Sentences that are still to be spoken, roughly."),
    Family(
        "tts_oldest_wanted_seconds",
        "gauge",
        "For how long the article is wanted that has waited longest; 0 if none is.",
    ),
    Family("tts_webhooks_waiting", "gauge", "Webhooks that are still to be delivered."),
    Family(
        "tts_oldest_webhook_seconds",
        "gauge",
        "How long ago it happened what an endpoint has waited for longest; 0 if none does.",
    ),
    Family("tts_queue_depth", "gauge", "Tasks that wait, by queue."),
    Family("tts_workers", "gauge", "Warm worker processes."),
    Family("tts_fetchers", "gauge", "Processes that fetch pages."),
    Family("tts_processes", "gauge", "Both, by host and role: workers or fetchers."),
)
FAMILIES = COUNTED + LOOKED_AT


class _Figures(Collector):
    def __init__(self, samples: Mapping[str, float]) -> None:
        self._samples = samples

    def collect(self) -> Iterable[Metric]:
        for family in FAMILIES:
            metric = Metric(family.name.removesuffix("_total"), family.help, family.kind)
            for name, labels, value in _parsed(self._samples):
                if family.has(name):
                    metric.add_sample(name, labels, value)
            if (
                family.kind == "counter"
                and not metric.samples
                and not family.help.endswith(("engine.", "limit.", "outcome."))
            ):
                metric.add_sample(family.name, {}, 0)
            yield metric


def exposition(samples: Mapping[str, float]) -> bytes:
    """Prometheus text of ``samples``: sample name with labels → number. Those of no known family are left
    out."""
    registry = CollectorRegistry()
    registry.register(_Figures(samples))
    return generate_latest(registry)


def _parsed(samples: Mapping[str, float]) -> Iterator[tuple[str, dict[str, str], float]]:
    text = "".join(f"{name} {value}\n" for name, value in sorted(samples.items()))
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value
