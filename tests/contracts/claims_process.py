"""Another process that claims: ``hold NAME`` until it is killed, or ``work FOLDER`` with others on 25
results."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import redis

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.store import Claims


def make(expression: str) -> Claims:
    names = {
        "AllOf": AllOf,
        "LocalClaims": LocalClaims,
        "RedisClaims": RedisClaims,
        "Path": Path,
        "redis": redis,
    }
    claims: Claims = eval(expression, names)
    return claims


def hold(claims: Claims, name: str) -> None:
    with claims.claim(name) as mine:
        sys.stdout.write("mine\n" if mine else "refused\n")
        sys.stdout.flush()
        sys.stdin.read()


def work(claims: Claims, folder: Path) -> None:
    results = [folder / str(n) for n in range(25)]
    while missing := [result for result in results if not result.exists()]:
        for result in missing:
            with claims.claim(result.name) as mine:
                if mine and not result.exists():
                    with (folder / "log").open("a") as log:
                        log.write(f"{result.name}\n")
                    time.sleep(0.005)
                    result.touch()


if __name__ == "__main__":
    expression, verb, what = sys.argv[1:]
    if verb == "hold":
        hold(make(expression), what)
    else:
        work(make(expression), Path(what))
