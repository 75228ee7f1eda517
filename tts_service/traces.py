"""Traces (OpenTelemetry): what became of a request, on whatever machine, as spans that a collector shows.

A span is a piece of work with its beginning and end: a request, the tasks that follow from it, and in these
the parts that take time. All of a click are one trace, and siblings: each task goes on with the request that
it came from. Nothing is made of them, and no library is loaded, until ``send_to`` was called.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tts_service.errors import NotStartable
from tts_service.log_lines import HEADER, TRACE, names_trace, parent_of, trace_of

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

Attributes = Mapping[str, str | int | float | bool]
_NONE: Attributes = {}

_PARENT: ContextVar[str] = ContextVar("parent", default="")
"""The header that names the request which the work at hand belongs to."""
_SPAN: ContextVar[Span | None] = ContextVar("span", default=None)


class _Sending:
    """What this process has set up."""

    tracer: Tracer | None = None


def send_to(url: str | None, role: str) -> None:
    """From now on the spans of this process go to ``url`` (OTLP over HTTP), if there is one. Call it behind a
    fork, for a thread sends them. OpenTelemetry's own variables, such as OTEL_TRACES_SAMPLER, hold.

    Raises NotStartable as ``check_sending``.
    """
    check_sending(url)
    if url is None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"tts-{role}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
    _Sending.tracer = provider.get_tracer("tts_service")


def check_sending(url: str | None) -> None:
    """Raises NotStartable if there is a ``url`` to send to, but no library to do it."""
    if url is not None and not _is_here():
        raise NotStartable(
            "TTS_TRACES_URL needs OpenTelemetry, which is not installed: pip install 'tts-service[traces]'."
        )


def _is_here() -> bool:
    try:
        return find_spec("opentelemetry.exporter.otlp.proto.http") is not None
    except ModuleNotFoundError:
        return False


def begin(parent: str, name: str = "", attributes: Attributes = _NONE) -> None:
    """The work at hand belongs to the trace that the header ``parent`` names; to a new one if it names none.
    With a ``name`` it is a span, until ``end``."""
    parent = parent if names_trace(parent) else ""
    TRACE.set(trace_of(parent))
    _PARENT.set(parent)
    _SPAN.set(None)
    if name and _Sending.tracer is not None:
        _begin_span(_Sending.tracer, parent, name, attributes)


def _begin_span(tracer: Tracer, parent: str, name: str, attributes: Attributes) -> None:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({HEADER: parent})
    span = tracer.start_span(name, context=context, attributes=attributes)
    TRACE.set(f"{span.get_span_context().trace_id:032x}")
    _SPAN.set(span)
    if not parent:
        _PARENT.set(_header(span))


def carried() -> str:
    """The header for what follows from the work at hand; "" if it belongs to no trace."""
    return _PARENT.get() or (parent_of(TRACE.get()) if TRACE.get() else "")


def end(attributes: Attributes = _NONE, failure: str = "") -> None:
    """The work at hand is done, or has failed, as ``failure`` says."""
    span = _SPAN.get()
    if span is None:
        return
    _SPAN.set(None)
    if failure:
        from opentelemetry.trace import Status, StatusCode

        span.set_status(Status(StatusCode.ERROR, failure))
    span.set_attributes(attributes)
    span.end()


def note(event: str) -> None:
    """``event`` happens now."""
    span = _SPAN.get()
    if span is not None:
        span.add_event(event)


@contextlib.contextmanager
def part(name: str, attributes: Attributes = _NONE) -> Iterator[None]:
    """A part of the work at hand, as a span within its span."""
    whole, tracer = _SPAN.get(), _Sending.tracer
    if whole is None or tracer is None:
        yield
        return
    with tracer.start_as_current_span(name, context=_within(whole), attributes=attributes):
        yield


def _within(span: Span) -> Context:
    from opentelemetry.trace import set_span_in_context

    return set_span_in_context(span)


def _header(span: Span) -> str:
    """https://www.w3.org/TR/trace-context/#traceparent-header"""
    context = span.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"
