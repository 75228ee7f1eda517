"""A process by itself: the memory, in bytes, that it takes to fit the picture that comes on standard
input."""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image

from workers.audio.cover import fitted


def most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    small = io.BytesIO()
    Image.new("RGB", (40, 40)).save(small, "JPEG")
    fitted(small.getvalue(), 4_000)  # what is loaded at the first picture is no part of the next one
    picture = sys.stdin.buffer.read()
    before = most()
    made = fitted(picture, 16_000)
    sys.stdout.write(f"{most() - before} {len(made)}")


if __name__ == "__main__":
    main()
