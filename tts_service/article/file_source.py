"""A file that somebody gives us, as a request: HTML, SSML, plain text or Markdown. Pure."""

from __future__ import annotations

import re

from tts_service.article.request import ArticleRequest

FILE_SUFFIXES = (".txt", ".md", ".html", ".htm", ".ssml")
_HTML_BEGINS = re.compile(r"\s*(<!doctype html|<html|<head|<body|<article|<!--)", re.IGNORECASE)
_SSML_BEGINS = re.compile(r"\s*(<\?xml[^>]{0,200}>\s*)?<speak[\s>]")
_DECLARED_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)


def request_of_file(name: str, data: bytes) -> ArticleRequest:
    """What ``data`` holds is told by the end of ``name``, or else by how it begins."""
    text = decode(data)
    if _is_ssml(name, text):
        return ArticleRequest(ssml=text)
    return ArticleRequest(html=text) if _is_html(name, text) else ArticleRequest(text=text)


def _is_ssml(name: str, text: str) -> bool:
    plain = name.lower().removesuffix(".gz")
    if plain.endswith(".ssml"):
        return True
    return not plain.endswith((".txt", ".md", ".html", ".htm")) and begins_as_ssml(text)


def begins_as_ssml(text: str) -> bool:
    return _SSML_BEGINS.match(text) is not None


def _is_html(name: str, text: str) -> bool:
    plain = name.lower().removesuffix(".gz")
    if plain.endswith((".html", ".htm")):
        return True
    return not plain.endswith((".txt", ".md")) and _HTML_BEGINS.match(text) is not None


def decode(data: bytes) -> str:
    """UTF-8 (with or without its mark) or UTF-16 with one; else what a page declares; else Windows-1252,
    as browsers do."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED_CHARSET.search(data[:4096])
    try:
        return data.decode(declared[1].decode() if declared else "cp1252", errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")
