"""Programs that only some tests need, and how to get them. ``.ci/system-packages`` installs the same ones."""

from __future__ import annotations

import shutil
from pathlib import Path

NAMES = {
    "caddy": ("caddy",),
    "curl": ("curl",),
    "chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
    "gpodder": ("gpo",),
    "mariadb": ("mariadbd",),
    "nginx": ("nginx",),
    "node": ("node",),
    "npm": ("npm",),
    "openssl": ("openssl",),
    "pgbouncer": ("pgbouncer",),
    "php": ("php",),
    "podget": ("podget",),
    "promtool": ("promtool",),
    "pulseaudio": ("pulseaudio",),
    "redis-server": ("redis-server",),
    "wordpress": ("/usr/share/wordpress/wp-load.php",),
    "webkit": ("WebKitWebDriver",),
    "systemd-analyze": ("systemd-analyze",),
    "wrk": ("wrk",),
    "xvfb": ("Xvfb",),
}
WEBKIT = "webkit2gtk-driver gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-pulseaudio"
PACKAGES = {
    "chromium": "chromium-headless-shell",
    "firefox": "firefox-esr",
    "mariadb": "mariadb-server-core",
    "promtool": "prometheus",
    "php": "php-cli",
    "webkit": WEBKIT,
    "wordpress": "wordpress php-mysql",
}
"""Of those whose package has another name."""
LINUX_ONLY = ("gpodder", "webkit", "wordpress", "xvfb")
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")


def find_program(name: str) -> Path | None:
    """In PATH, and in the folders of servers that a user's PATH leaves out. Files have their path."""
    for candidate in NAMES[name]:
        if Path(candidate).is_absolute() and Path(candidate).exists():
            return Path(candidate)
        found = shutil.which(candidate) or shutil.which(candidate, path=":".join(PLACES))
        if found:
            return Path(found)
    return None


def how_to_get(name: str) -> str:
    elsewhere = "" if name in LINUX_ONLY else f", or brew install {name}"
    return f"{name} is not installed: apt-get install {PACKAGES.get(name, name)}{elsewhere}"
