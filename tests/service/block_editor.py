"""WordPress's block editor in Chromium, used as authors do: by its buttons, its keyboard and its sidebar."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.running import PATIENCE_S
from tests.service.wordpress import PASSWORD

READY = "wp?.data?.select('core/editor')?.getCurrentPostId()"
NO_GUIDE = "wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false)"
POST_TAB = "wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/document')"


class BlockEditor:
    """``complaints``: errors of scripts."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._url = url
        page.set_default_timeout(PATIENCE_S * 1000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def log_in(self, user: str) -> None:
        self.page.goto(f"{self._url}/wp-login.php")
        self.page.get_by_label("Username or Email Address").fill(user)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Log In").click()
        self.page.wait_for_url("**/wp-admin/**")

    def open(self, post: int) -> None:
        self.page.goto(f"{self._url}/wp-admin/post.php?post={post}&action=edit")
        self.page.wait_for_function(READY)
        self.page.evaluate(NO_GUIDE)

    def insert(self, block: str) -> Locator:
        """By its name behind a slash, at the end of the post. Returns the block."""
        self.page.get_by_role("button", name="Add default block").click()
        self.page.keyboard.type(f"/{block.lower()}")
        self.page.get_by_role("option", name=block).click()
        return self.page.get_by_role("document", name=f"Block: {block}")

    def show_settings(self) -> None:
        """Those of the post, where the block's are shown."""
        self.page.evaluate(POST_TAB)

    def save(self) -> None:
        """Whose second part, the boxes beside the post, comes behind the words that it is saved."""
        with self.page.expect_response("**meta-box-loader**"):
            self.page.get_by_role("button", name="Update").click()
        expect(self.page.get_by_role("button", name="Dismiss this notice")).to_contain_text("Post updated.")
