"""Every error answer is a problem document (RFC 9457): its stable ``type``, and a sentence that says what to do."""

from __future__ import annotations

import logging

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from audio_cache.errors import CacheError
from tts_service.errors import Problem, ServiceError, TooLarge, Unavailable
from tts_service.status import Reported, reported
from tts_service.web.cors import RETRY_AFTER_S

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"

KINDS = {
    "bad-request": "A field or parameter has a value that cannot be served. The detail names it and says what may stand there.",
    "bad-json": "The body is not JSON. The detail says where it stops being so.",
    "unknown-field": "The body has a field that is not known here; the detail names it, and the one that may have been meant.",
    "wrong-type": "A field has a value of another kind than it should, such as a number for a text.",
    "bad-cursor": "The cursor of a list was not given out by this service. Start again without it.",
    "bad-language": "The language is not a tag of BCP 47, such as en or pt-BR.",
    "empty-text": "There are no characters to read. Send some.",
    "unauthorized": "Writing needs an API key: Authorization: Bearer, a blank, and the key.",
    "hooks-off": "The operator has set no TTS_HOOK_SECRET, and so hooks are not taken.",
    "bad-signature": "The hook is not signed with the secret that the operator has set, or the push not with the one that the "
    "hub was given. See docs/publishing.md.",
    "bad-timestamp": "The hook was signed too long ago, or the clocks differ. Set the clock of the machine that sends it.",
    "forbidden": "This is not allowed here, whoever asks.",
    "site-not-allowed": "The page's site is not among those that the operator has listed in TTS_ALLOWED_SITES.",
    "private-address": "The address leads into a private network, which is never fetched.",
    "not-found": "Nothing is at this address.",
    "no-such-article": "There is no article with this id. It may have been deleted.",
    "no-such-revision": "The article has, or never had, this revision.",
    "no-such-subscription": "This service has not asked the hub for this, or wants it no more.",
    "no-such-piece": "The narration has no such piece, or not yet. Take the addresses of pieces from its playlist.",
    "offline": "TTS_OFFLINE=1 is set, so nothing is fetched from the publishers of voices.",
    "pruning": "The cache is being made smaller by another command just now. Try again when that has ended.",
    "backup": "The catalog and cache cannot be saved to, or brought back from, this place. The detail says why.",
    "no-such-show": "No show of this name is described, and no article was asked for with it.",
    "no-such-page": "The feed has fewer pages; each names the next one.",
    "over": "What was at this address is over for good.",
    "not-read-yet": "The article was accepted a moment ago and has not been read yet. Ask again soon.",
    "method-not-allowed": "The address is right but does not take this method; the Allow header lists those that it takes.",
    "conflict": "The request stands against what is there. The detail says how.",
    "word-exists": "The lexicon has this word already, for the same articles. Change that entry instead.",
    "precondition-failed": "What is there is no longer the version that the request's conditions name. Ask for it anew.",
    "precondition-required": "Name the version that you have seen, in If-Match, so that nobody's work is lost.",
    "bad-word": "An entry of the lexicon has a value that cannot be used. The detail names it and says what may stand there.",
    "no-such-word": "The lexicon has no entry with this id. It may have been removed or renamed.",
    "range-not-satisfiable": "The audio has no such bytes. The Content-Range header says how many it has.",
    "too-large": "The body, or a field of it, is longer than can be read. The detail gives the limit.",
    "unsupported-media-type": "Send JSON, with Content-Type: application/json.",
    "unprocessable": "Nothing can be read aloud from this article.",
    "nothing-to-read": "There is text, but no word in it that could be spoken.",
    "no-article": "No article was found on the page. Send its text instead.",
    "not-public": "Only those who log in or pay can read the article; others see its beginning, or nothing. Send its text.",
    "not-html": "The address leads to something other than a page of HTML or plain text.",
    "unknown-show": "The publisher has shows, and none of this name. The detail lists them.",
    "broken-file": "A file that editors keep has a mistake; the detail gives the line. The last good one still counts.",
    "unknown-voice": "No engine here has this voice. The command tts-service voices list shows those that there are.",
    "unsupported-language": "No voice that may be used here speaks this language.",
    "port-not-allowed": "The address names a port on which pages of the web do not stand.",
    "bad-url": "The address, or one that it leads on to, is not one of http or https.",
    "unknown-host": "The address names a site that does not exist.",
    "unreachable": "The page's site could not be reached, or broke off.",
    "redirects": "The page leads on from address to address without end. Send the address it should end at.",
    "encoding": "The page is compressed in a way that was not asked for.",
    "page-too-large": "The page is larger than can be read. Send the article's text instead.",
    "upstream-status": "The page's site answered with an error. Check the address.",
    "too-many-requests": "So much from one address is not taken. Wait for a minute.",
    "not-a-listing": "The address or file is neither a feed nor a sitemap, or a broken one.",
    "bad-entries": "Some entries of a feed or sitemap were left out. The detail says which and why.",
    "page-gone": "The site says that there is no such page (404 or 410). Check the address.",
    "upstream-failed": "The page could not be fetched from its site. The detail says what happened.",
    "upstream-timeout": "The page's site was too slow. Try again later, or send the text.",
    "no-such-format": "oEmbed is served as json and as xml.",
    "unavailable": "A part of the service is away. Try again in a moment.",
    "catalog-unavailable": "The catalog's database does not answer. What was accepted before is safe.",
    "queue-unavailable": "The queue does not answer. What was accepted is rendered when it is back.",
    "still-waiting": "The article waits for a worker, and has done so for long. Try again in a moment.",
    "not-ready": "The service is starting, or a part of it is away. The detail names the part.",
    "storage-unavailable": "The audio cache cannot be written, perhaps because its disk is full.",
    "disk-full": "The disk of the audio cache is full. The operator has to make room; then post the article again.",
    "engine-failed": "The speech engine could not say this, and no other voice of the language could take its place.",
    "crashed": "This article, or a sentence of it, stopped the worker several times and was given up.",
    "extra-missing": "This needs a part that is not installed. The message says how to get it.",
    "no-model": "The speech recognizer's model is not there, or is none.",
    "gone": "The article was deleted while it was being read aloud.",
    "internal-error": "Something went wrong that should not. The service's log has the details.",
}
"""Every kind of problem, with what it means. A test compares it with what is raised."""

_HTTP_KINDS = {
    404: ("not-found", "There is no such thing here", "Nothing is at this address. What there is stands at /docs."),
    405: ("method-not-allowed", "This method is not taken here", "The Allow header lists the methods of this address."),
}


def add_problems(app: Flask) -> None:
    app.register_error_handler(ServiceError, lambda error: problem_response(error.problem))
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(CacheError, _cache_problem)
    app.register_error_handler(Exception, _surprise)


def problem_response(problem: Problem) -> Response:
    response = Response(msgspec.json.encode(_document(reported(problem))), problem.status, content_type=CONTENT_TYPE)
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
    phrase = error.name
    kind, title, detail = _HTTP_KINDS.get(error.code, ("bad-request", phrase, error.description or phrase))
    response = problem_response(Problem(kind, title, detail, error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _cache_problem(error: CacheError) -> Response:
    log.error("the audio cache failed: %s", error)
    detail = "The audio cache cannot be used just now; its disk may be full."
    return problem_response(Unavailable(detail, kind="storage-unavailable").problem)


def _surprise(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(ServiceError("This should not happen. The service's log says more; please report it.").problem)
