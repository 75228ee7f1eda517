"""Every error answer is a problem document (RFC 9457): its stable ``type``, and a sentence that says what
to do. The kinds of problems are those of ``tts_service.errors.kinds``."""

from __future__ import annotations

import logging

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from audio_cache.errors import CacheError, StoreAway
from tts_service.articles.status import Reported, reported
from tts_service.errors import Problem, ProblemKind, ServiceError, TooLarge, TooMany, Unavailable
from tts_service.web.http.cors import RETRY_AFTER_S

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"

_HTTP_ERRORS = {
    404: (ProblemKind.NOT_FOUND, "There is nothing at this address. See /docs for the ones that exist."),
    405: (ProblemKind.METHOD_NOT_ALLOWED, "The Allow header lists the methods of this address."),
}


def add_problems(app: Flask) -> None:
    app.register_error_handler(ServiceError, error_response)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(CacheError, _cache_problem)
    app.register_error_handler(Exception, _surprise)


def error_response(error: ServiceError) -> Response:
    response = problem_response(error.problem)
    if isinstance(error, TooMany) and error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def problem_response(problem: Problem) -> Response:
    response = Response(
        msgspec.json.encode(_document(reported(problem))), problem.status, content_type=CONTENT_TYPE
    )
    response.headers["Cache-Control"] = "no-store"
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tts-service"'
    if problem.status in (429, 503):
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _document(problem: Reported) -> dict[str, object]:
    return {**msgspec.structs.asdict(problem), "instance": request.path}


def _http_problem(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error  # a redirect, or a complete answer
    if error.code == 413:
        limit = request.max_content_length or 0
        return problem_response(TooLarge(f"The body is longer than {limit:,} bytes.").problem)
    response = problem_response(_problem_of(error, error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _problem_of(error: HTTPException, status: int) -> Problem:
    if status in _HTTP_ERRORS:
        kind, detail = _HTTP_ERRORS[status]
        return Problem(kind.value, kind.heading, detail, status)
    phrase = error.name  # more specific than the kind's own title
    return Problem(ProblemKind.BAD_REQUEST.value, phrase, error.description or phrase, status)


def _cache_problem(error: CacheError) -> Response:
    log.error("the audio cache failed: %s", error)
    reason = (
        "its store does not answer" if isinstance(error, StoreAway) else "its disk may be full or read-only"
    )
    detail = f"The audio cache cannot be used at the moment; {reason}."
    return problem_response(Unavailable(detail, kind=ProblemKind.STORAGE_UNAVAILABLE).problem)


def _surprise(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(
        ServiceError("This should not happen. The service's log has the details; please report it.").problem
    )
