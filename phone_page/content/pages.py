"""The pages of content by address, and the files that they name."""

from __future__ import annotations

import time as clock
from datetime import date, time

from werkzeug.wrappers import Request, Response

from domain.calendar.day import Days
from phone_page.content import words
from phone_page.content.guides import guide, guides, none_of
from phone_page.content.hall import about_hall
from phone_page.content.library import ContentLibrary
from phone_page.hall_link import HallLink
from phone_page.pages import HtmlPage
from program.speech import Speaker

OWN_PICTURES = "img-src 'self'; media-src 'self'"
"""The part of the content security policy that lets a page of content show this site's pictures and films."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Cache header for files: one named by its hash never changes under its address."""


class ContentPages:
    """`library`: None if this program has no key for content; then only the hall's hours are shown."""

    def __init__(self, hall: HallLink, library: ContentLibrary | None) -> None:
        self._hall = hall
        self._library = library

    def links(self, say: Speaker) -> tuple[tuple[str, str], ...]:
        """Links to the pages that there are."""
        offered = [(say(words.GUIDES), "/guides")] if self._library is not None and self._library.name else []
        return (*offered, (say(words.HALL), "/hall")) if offered or self._hall.notices is not None else ()

    def page(self, path: str, item: str, typed: str, say: Speaker) -> HtmlPage:
        if path == "/hall":
            return about_hall(self._library, self._hall.notices, say)
        if self._library is None:
            return none_of(say)
        if item:
            return guide(self._library, item, self._today(), say)
        hotline = self._hall.catalogue.hotline if self._hall.catalogue is not None else "12345"
        return guides(self._library, typed, self._today(), hotline, say)

    def file(self, request: Request, sha256: str) -> Response | None:
        """The file, or the part of it that a player asks for. None: there is no such file."""
        found = self._library.file(sha256) if self._library is not None else None
        if found is None:
            return None
        content, kind = found
        headers = {
            "Cache-Control": FOR_EVER,
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        response = Response(content, mimetype=kind, headers=headers)
        response.set_etag(sha256)
        response.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
        return response

    def _today(self) -> date:
        """The hall day, by this machine's clock."""
        catalogue, now = self._hall.catalogue, round(clock.time() * 1000)
        minutes = catalogue.day_starts_minutes if catalogue is not None else 0
        zone = catalogue.timezone if catalogue is not None else "Asia/Shanghai"
        return date.fromisoformat(Days(zone, time(minutes // 60, minutes % 60)).of(now))
