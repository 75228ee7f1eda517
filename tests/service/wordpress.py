"""A real WordPress (Debian's) with the plugin of ``examples/wordpress``: PHP's own server, and a MariaDB in a
folder. It is used as people do: by its pages and its REST API."""

from __future__ import annotations

import html
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.running import Running, clean_environ, free_port, wait_until

PLUGIN = Path(__file__).parents[2] / "examples" / "wordpress"
PASSWORD = "a password of the blog"
CONFIG = """<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:{socket}');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1'); define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false); define('WP_DEBUG_LOG', '{log}');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {{ define("{{$name}}_KEY", 'k'); define("{{$name}}_SALT", 's'); }}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require ABSPATH . 'wp-settings.php';
"""  # noqa: E501
INSTALL = """
define('WP_INSTALLING', true);
function wp_mail() {}
require 'wp-load.php'; require_once 'wp-admin/includes/upgrade.php';
wp_install('The harbour', 'editor', 'editor@blog.example', true, '', $argv[1]);
update_option('permalink_structure', '/%postname%/');
switch_theme('plain');
activate_plugin('tts-service/tts-service.php');
foreach (['subscriber', 'contributor', 'author'] as $role) {
    $told = ['user_login' => $role, 'user_email' => "$role@blog.example", 'role' => $role];
    wp_insert_user($told + ['user_pass' => $argv[1]]);
}
"""
THEME = """<!doctype html><html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><?php wp_head(); ?></head><body>
<?php while (have_posts()) { the_post(); ?>
<article><h1><?php the_title(); ?></h1><?php the_content(); ?></article>
<?php } wp_footer(); ?></body></html>"""
HIDDEN = re.compile(r"""<input type=["']hidden["'][^>]* name=["']([^"']+)["'] value=["']([^"']*)["']""")


class Blog:
    """Made in ``folder``, whose path is short. ``log`` is what PHP complains of."""

    def __init__(self, folder: Path, wordpress: Path, mariadb: Path) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "debug.log"
        self.root = folder / "blog"
        self._running: list[Running] = []
        try:
            self._start_database(folder, mariadb)
            self._install(folder, wordpress)
            self._start()
        except BaseException:
            self.close()
            raise

    def _install(self, folder: Path, wordpress: Path) -> None:
        shutil.copytree(
            wordpress, self.root, copy_function=_linked, ignore=shutil.ignore_patterns("wp-config.php")
        )
        theme = self.root / "wp-content/themes/plain"
        theme.mkdir(parents=True)
        (theme / "style.css").write_text("/*\nTheme Name: Plain\n*/")
        (theme / "index.php").write_text(THEME)
        shutil.copytree(PLUGIN, self.root / "wp-content/plugins/tts-service")
        config = CONFIG.format(socket=folder / "db.sock", url=self.url, log=self.log)
        (self.root / "wp-config.php").write_text(config)
        self.php(INSTALL, PASSWORD)

    def _start(self) -> None:
        environ = clean_environ() | {"PHP_CLI_SERVER_WORKERS": "3"}
        address = self.url.removeprefix("http://")
        server = Running("php", "-S", address, "-t", str(self.root), environ=environ, cwd=self.root)
        self._running.append(server)
        server.wait_for_line("started")

    def _start_database(self, folder: Path, mariadb: Path) -> None:
        data, own = folder / "db", ["--no-defaults", "--skip-name-resolve", "--user=root"]
        making = ["mariadb-install-db", *own, f"--datadir={data}", "--auth-root-authentication-method=normal"]
        subprocess.run([*making, "--skip-test-db"], check=True, capture_output=True, timeout=100)
        (data / "blog").mkdir()
        small = [
            "--innodb-buffer-pool-size=32M",
            "--innodb-flush-log-at-trx-commit=0",
            "--performance-schema=0",
        ]
        places = [f"--datadir={data}", f"--socket={folder / 'db.sock'}", "--skip-networking"]
        database = Running(str(mariadb), *own, *places, *small, environ=clean_environ(), cwd=folder)
        self._running.append(database)
        wait_until(lambda: _answers(folder / "db.sock"), "the database")

    def close(self) -> None:
        for running in self._running:
            running.end()

    def complaints(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def php(self, code: str, *arguments: str) -> str:
        """What ``code`` prints."""
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", "-r", code, "--", *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert (done.returncode, done.stderr) == (0, ""), self.complaints() + done.stderr
        return done.stdout

    def visitor(self, user: str = "") -> Visitor:
        return Visitor(self.url, user)


class Visitor:
    """A browser without scripts, logged in if it is a ``user``."""

    def __init__(self, url: str, user: str) -> None:
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=60, follow_redirects=True)
        if user:
            self.client.cookies.set("wordpress_test_cookie", "WP Cookie check")
            told = {"log": user, "pwd": PASSWORD, "testcookie": "1"}
            assert "wp-login" not in str(self.client.post("/wp-login.php", data=told).url)
            self.nonce = self.get("/wp-admin/admin-ajax.php?action=rest-nonce")

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def rest(self, method: str, route: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        headers = {"X-WP-Nonce": self.nonce} if hasattr(self, "nonce") else {}
        return self.client.request(method, "/", params={"rest_route": route}, json=body, headers=headers)

    def write(self, title: str, content: str = "", *, post: int | None = None, **more: Any) -> dict[str, Any]:
        """A post, as the block editor saves it."""
        told = {"status": "publish", "title": title, "content": content, **more}
        told = {name: value for name, value in told.items() if value != ""}
        answer = self.rest("POST", "/wp/v2/posts" + (f"/{post}" if post else ""), told)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def submit(self, page: str, action: str, **fields: Any) -> httpx.Response:
        """The form of ``page`` that leads to ``action``, filled in."""
        form = self.get(page).partition(f'action="{action}"')[2].partition("</form>")[0]
        hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(form)}
        return self.client.post(f"/wp-admin/{action}", data=hidden | fields)


def _linked(source: str, target: str) -> None:
    """A second name where the system allows it, which is quick; else a copy."""
    try:
        os.link(os.path.realpath(source), target)
    except OSError:
        shutil.copyfile(source, target)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
