"""The page over HTTP: addresses, languages, limits, headers. It shows what the hall says, and stores nothing.

/t/{ticket}/{key}   follow a ticket, and review its service; without the key: follow only
/review/{window}    how to review by phone
/alive              for the program's own watchdog

A key is never logged, nor sent on: no cookies, no scripts, nothing from elsewhere, no referrer.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from domain.refusal import Code
from domain.views.catalogue import Catalogue
from phone_page import limits, pages, review_form, words
from phone_page.hall_link import HallLink, HallRefused
from phone_page.limits import Limit
from phone_page.pages import HtmlPage
from program.failures import log_failure
from program.speech import SOURCE, Speaker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
LARGEST_FORM = 16 * 1024
MOST_FIELDS = 80
_TICKET = re.compile(r"/t/(?P<ticket>\d{8}-\w{1,16}(?:-\d{1,3})?)(?:/(?P<key>[A-Za-z0-9_-]{0,64}))?")
_WINDOW = re.compile(r"/(?:review/(?P<window>[a-z0-9-]{1,64}))?")

MOUTHS = {5: "M7 13.5q5 6 10 0z", 4: "M7.5 14.5q4.5 4 9 0", 3: "M8 15.5h8", 2: "M8 16.5q4-3 8 0", 1: "M7 17.5q5-6 10 0"}
_MENDABLE = {Code.RATING_LEVEL, Code.RATING_TAG, Code.RATING_NEEDS_REASON, Code.REQUEST_INVALID}


class Site:
    """A WSGI application. `monotonic` in seconds."""

    def __init__(self, hall: HallLink, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._hall = hall
        self._pages_of_address = Limit(limits.PAGES_OF_ADDRESS, monotonic)
        self._reviews_of_address = Limit(limits.REVIEWS_OF_ADDRESS, monotonic)
        self._strangers = Limit(limits.STRANGERS_OF_ADDRESS, monotonic)
        self._pages_of_ticket = Limit(limits.PAGES_OF_TICKET, monotonic)
        self._reviews_of_ticket = Limit(limits.REVIEWS_OF_TICKET, monotonic)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        style = " ".join((HERE / "style.css").read_text(encoding="utf-8").split())
        self._style = Markup(style)  # noqa: S704 - our own file
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; "
                "frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LARGEST_FORM
        request.max_form_memory_size = LARGEST_FORM
        request.max_form_parts = MOST_FIELDS
        try:
            response = self._answer(request)
        except HTTPException as error:  # the form is too large, or none
            response = self._plain(error.code or 400)
        except Exception as error:
            log_failure(logger, "a page", error)
            response = self._plain(500)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path == "/alive":
            return self._plain(204 if self._hall.alive else 503)
        if request.method not in {"GET", "HEAD", "POST"}:
            return self._plain(405)
        address = limits.address_of(request.remote_addr)
        asked = _TICKET.fullmatch(request.path)
        if not self._pages_of_address.take(address):
            return self._page(pages.busy(_speaker(request)), request, _speaker(request))
        if asked is None:
            return self._elsewhere(request)
        return self._ticket(request, address, asked["ticket"], asked["key"] or "")

    def _elsewhere(self, request: Request) -> Response:
        found, say = _WINDOW.fullmatch(request.path), _speaker(request)
        if found is None or request.method == "POST":
            return self._page(pages.unknown(say), request, say)
        return self._page(pages.how(self._hall.catalogue, say, found["window"] or ""), request, say)

    def _ticket(self, request: Request, address: str, ticket: str, key: str) -> Response:
        name, say = f"{ticket}/{key}", _speaker(request)
        if self._strangers.spent(address) or not self._pages_of_ticket.take(name):
            return self._page(pages.busy(say), request, say)
        number = ticket.split("-", 1)[1]
        told = self._hall.follow(ticket, key)
        catalogue = self._hall.catalogue
        if isinstance(told, HallRefused) and told.code == Code.TICKET_UNKNOWN:
            self._strangers.take(address)
            return self._page(pages.unknown(say), request, say)
        if told is None or isinstance(told, HallRefused) or catalogue is None:
            return self._page(pages.away(say, number=number), request, say)
        say = _speaker(request, told.language)
        page = pages.of_ticket(told, catalogue, say, request.args.get("view", ""))
        if request.method != "POST" or page.form is None:
            return self._page(page, request, say)
        if not (self._reviews_of_address.take(address) and self._reviews_of_ticket.take(name)):
            return self._page(pages.busy(say), request, say)
        return self._page(self._review(request, ticket, key, catalogue, say), request, say)

    def _review(self, request: Request, ticket: str, key: str, catalogue: Catalogue, say: Speaker) -> HtmlPage:
        """What comes of a form that was sent."""
        filled = review_form.read(request.form.to_dict(flat=False), catalogue)
        number = ticket.split("-", 1)[1]
        problem = review_form.problem(filled, catalogue)
        if problem is not None:
            return pages.to_review(filled, problem, number, catalogue, say)
        assert filled.level is not None
        answer = self._hall.review(ticket, key, review_form.review(filled))
        if not isinstance(answer, HallRefused):
            return pages.thanks(catalogue, say, bad=filled.level.bad) if answer else pages.away(say, reviewing=True)
        if answer.code == Code.RATING_OVER:
            return pages.reviewed(say)
        if answer.code in _MENDABLE:
            return pages.to_review(filled, words.PROBLEM_OTHER, number, catalogue, say)
        return pages.away(say, reviewing=True)

    # ---- answers

    def _page(self, page: HtmlPage, request: Request, say: Speaker) -> Response:
        catalogue = self._hall.catalogue
        text = self._templates.get_template("page.html").render(
            page=page,
            say=say,
            hall=pages.hall_name(catalogue, say),
            other_language=say(words.OTHER_LANGUAGE),
            refresh=say(words.REFRESH),
            comment_limit=catalogue.comment_limit if catalogue else 0,
            mouths=MOUTHS,
            style=self._style,
        )
        response = Response(text, status=page.status, mimetype="text/html", headers=self._headers)
        if page.refresh_s is not None and request.method != "POST":
            response.headers["Refresh"] = str(page.refresh_s)
        return response

    def _plain(self, status: int) -> Response:
        return Response(status=status, mimetype="text/plain", headers=self._headers)


def _speaker(request: Request, of_ticket: str = "") -> Speaker:
    """The language that was asked for on the page, else the ticket's, else the phone's."""
    asked = request.args.get("lang", "")
    if asked not in {"zh", "en"}:
        asked = of_ticket or request.accept_languages.best_match(["zh", "en"]) or "zh"
    return Speaker("en" if asked.startswith("en") else SOURCE)
