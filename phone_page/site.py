"""The page over HTTP: addresses, languages, limits, headers. It shows what the hall says, and stores nothing.

/t/{ticket}/{key}   follow a ticket, and review its service; without the key: follow only
/review/{window}    how to review by phone
/book, /booking     book a time; look one up, move or cancel it (`phone_page/booking/`)
/say                办不成事, a complaint, praise (`phone_page/cases/`)
/guides, /hall      what to bring and do for each item; when the hall is open, and what is where (`phone_page/content/`)
/file/{sha256}      a picture or film of a guide
/alive              for the program's own watchdog

A key is never logged or passed on: no cookies, no scripts, nothing from other sites, no referrer.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from domain.emergency.views import Emergency
from domain.refusal import Code
from domain.views.catalogue import Catalogue
from domain.views.queries import FollowView
from phone_page import limits, pages, review_form, words
from phone_page.booking.book import begin, book
from phone_page.booking.mine import mine
from phone_page.booking.visit import BookingRequest
from phone_page.cases.page import speak
from phone_page.content.library import ContentLibrary
from phone_page.content.pages import OWN_PICTURES, ContentPages
from phone_page.hall_link import HallLink, HallRefused
from phone_page.limits import Limit, Names
from phone_page.pages import HtmlPage
from program.failures import log_failure
from program.speech import SOURCE, Speaker
from program.start.version import version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
LARGEST_FORM = 16 * 1024
MOST_FIELDS = 80
CHEAP_PAGES = 16
KEPT_BY_THE_PHONE = "private, no-cache"
_BEHIND = re.compile(r"[^A-Za-z0-9_-]+$")  # signs copied along with the address: / 。 ) 》
_TICKET = re.compile(r"/t/(?P<ticket>\d{8}-\w{1,16}(?:-\d{1,3})?)(?:/(?P<key>[A-Za-z0-9_-]{0,64}))?")
_BOOKING = re.compile(r"/booking|/say|/book(?:/(?P<queue>[a-z0-9-]{1,64}))?")
_CONTENT = re.compile(r"/guides(?:/(?P<item>[a-z0-9-]{1,64}))?|/hall|/file/(?P<file>[0-9a-f]{64})\.[a-z0-9]{3,4}")
_WINDOW = re.compile(r"/(?:review/(?P<window>[a-z0-9-]{1,64}))?")

STEPS: dict[str, Callable[..., HtmlPage]] = {"/booking": mine, "/say": speak}
_MENDABLE = {Code.RATING_LEVEL, Code.RATING_TAG, Code.RATING_NEEDS_REASON, Code.REQUEST_INVALID}


class Site:
    """A WSGI application. `monotonic` in seconds; `content`: what `/guides` shows; None: nothing."""

    def __init__(
        self,
        hall: HallLink,
        monotonic: Callable[[], float] = time.monotonic,
        content: ContentLibrary | None = None,
    ) -> None:
        self._hall = hall
        self._content = ContentPages(hall, content)
        self._pages_of_address = Limit(limits.PAGES_OF_ADDRESS, monotonic)
        self._reviews_of_address = Limit(limits.REVIEWS_OF_ADDRESS, monotonic)
        self._strangers = Limit(limits.STRANGERS_OF_ADDRESS, monotonic)
        self._first_questions = Limit(limits.FIRST_QUESTIONS, monotonic)
        self._codes_of_address = Limit(limits.CODES_OF_ADDRESS, monotonic)
        self._cases_of_address = Limit(limits.CASES_OF_ADDRESS, monotonic)
        self._guesses_of_address = Limit(limits.GUESSES_OF_ADDRESS, monotonic)
        self._bookings_of_address = Limit(limits.BOOKINGS_OF_ADDRESS, monotonic)
        self._holders = Names(limits.HOLDER_S, monotonic)
        self._wrong = Names(limits.WRONG_S, monotonic)
        self._cheap: dict[tuple[str, str, bool, Emergency | None], str] = {}
        self._pages_of_ticket = Limit(limits.PAGES_OF_TICKET, monotonic)
        self._reviews_of_ticket = Limit(limits.REVIEWS_OF_TICKET, monotonic)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        style = " ".join((HERE / "style.css").read_text(encoding="utf-8").split())
        self._style = Markup(style)  # noqa: S704 - our own file
        self._made_of = (version(), style)
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
        except HTTPException as error:  # the form is too large, or not a form
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
        path = _BEHIND.sub("", request.path) or "/"
        asked = _TICKET.fullmatch(path)
        if asked is not None:
            return self._ticket(request, address, asked["ticket"], asked["key"] or "")
        if not self._pages_of_address.take(address):
            return self._cheaply("busy", pages.busy, request)
        booking = _BOOKING.fullmatch(path)
        if booking is not None:
            return self._booking(request, address, booking["queue"] or "", path)
        content = _CONTENT.fullmatch(path)
        if content is not None and request.method != "POST":
            return self._of_content(request, path, content["item"] or "", content["file"] or "")
        return self._elsewhere(request, path)

    def _booking(self, request: Request, address: str, queue: str, path: str) -> Response:
        say, catalogue = _speaker(request), self._hall.catalogue
        if not self._bookings_of_address.take(address):
            return self._cheaply("busy", pages.busy, request)
        if catalogue is None:
            return self._page(pages.away_from_booking(say), request, say)
        posted = request.method == "POST"
        made = BookingRequest(
            desk=self._hall,
            catalogue=catalogue,
            say=say,
            fields=(request.form if posted else request.args).to_dict(),
            may_send=lambda: (self._cases_of_address if path == "/say" else self._codes_of_address).take(address),
            may_guess=lambda: self._guesses_of_address.take(address),
        )
        if path in STEPS:
            return self._page(STEPS[path](made, posted=posted), request, say)
        return self._page(book(made, queue, posted=posted) if queue else begin(made), request, say)

    def _of_content(self, request: Request, path: str, item: str, file: str) -> Response:
        if file:
            return self._content.file(request, file) or self._plain(404)
        say = _speaker(request)
        page = self._content.page(path, item, request.args.get("q", ""), say)
        response = self._page(page, request, say)
        response.headers["Content-Security-Policy"] = f"{self._headers['Content-Security-Policy']}; {OWN_PICTURES}"
        return response

    def _elsewhere(self, request: Request, path: str) -> Response:
        found, say = _WINDOW.fullmatch(path), _speaker(request)
        if found is None or request.method == "POST":
            return self._cheaply("unknown", pages.unknown, request)
        page = pages.how(self._hall.catalogue, say, found["window"] or "")
        return self._page(replace(page, links=(*self._content.links(say), *page.links)), request, say)

    def _may_ask(self, name: str, address: str) -> bool:
        """Whether to ask the hall about this ticket and key. A key that was right before is never held up by others.

        Even for an address that has asked too often, or for too many tickets that do not exist, the hall is asked about
        each new ticket and key: it may be a holder's, which only the hall knows.
        """
        if name in self._holders:
            return self._pages_of_ticket.take(name)
        if not self._pages_of_ticket.take(name):
            return False
        free = self._pages_of_address.take(address) and not self._strangers.spent(address)
        return free or self._first_questions.take("")

    def _ticket(self, request: Request, address: str, ticket: str, key: str) -> Response:
        name, say = f"{ticket}/{key}", _speaker(request)
        if name in self._wrong:
            return self._cheaply("unknown", pages.unknown, request)
        if not self._may_ask(name, address):
            return self._cheaply("busy", pages.busy, request)
        number = ticket.split("-", 1)[1]
        told = self._hall.follow(ticket, key)
        catalogue = self._hall.catalogue
        if isinstance(told, HallRefused) and told.code == Code.TICKET_UNKNOWN:
            self._wrong.add(name)
            if not self._strangers.take(address):
                return self._cheaply("busy", pages.busy, request)
            return self._cheaply("unknown", pages.unknown, request)
        if isinstance(told, FollowView):
            self._holders.add(name)
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
        """The page after a form was sent."""
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

    def _page(self, page: HtmlPage, request: Request, say: Speaker) -> Response:
        """The response with the page, or 304 if the phone has the same one (RFC 9110 §15.4.5).

        A page that reloads by itself, or is of content, may be stored by the phone, which asks before showing it.
        """
        asks_again = page.refresh_s is not None and request.method != "POST"
        kept = asks_again or page.body is not None
        mark = self._mark(page, say) if kept and page.status == 200 else ""
        if mark and mark in request.if_none_match:
            response = Response(status=304, headers={"Cache-Control": KEPT_BY_THE_PHONE})
            del response.headers["Content-Type"]
        else:
            headers = self._headers | ({"Cache-Control": KEPT_BY_THE_PHONE} if mark else {})
            response = Response(self._text(page, say), status=page.status, mimetype="text/html", headers=headers)
        if mark:
            response.set_etag(mark)
        if asks_again:
            response.headers["Refresh"] = str(page.refresh_s)
        return response

    def _mark(self, page: HtmlPage, say: Speaker) -> str:
        """The entity tag of a page: the same for two pages that differ only in the time."""
        over = (pages.hall_name(self._hall.catalogue, say), self._hall.emergency)
        shown = repr((replace(page, updated=""), say.chinese, over, self._made_of))
        return base64.urlsafe_b64encode(hashlib.sha256(shown.encode()).digest()[:12]).decode()

    def _cheaply(self, name: str, made: Callable[[Speaker], HtmlPage], request: Request) -> Response:
        """The response with a page that is the same for everybody and made once, so that strangers cost little."""
        say = _speaker(request)
        page, hall = made(say), pages.hall_name(self._hall.catalogue, say)
        wanted = (name, hall, say.chinese, self._hall.emergency)
        if wanted not in self._cheap:
            if len(self._cheap) >= CHEAP_PAGES:
                self._cheap.clear()  # the hall's names have changed
            self._cheap[wanted] = self._text(page, say)
        response = Response(self._cheap[wanted], status=page.status, mimetype="text/html", headers=self._headers)
        if page.refresh_s is not None and request.method != "POST":
            response.headers["Refresh"] = str(page.refresh_s)
        return response

    def _text(self, page: HtmlPage, say: Speaker) -> str:
        catalogue = self._hall.catalogue
        return self._templates.get_template("page.html").render(
            page=page,
            say=say,
            hall=pages.hall_name(catalogue, say),
            other_language=say(words.OTHER_LANGUAGE),
            refresh=say(words.REFRESH),
            comment_limit=catalogue.comment_limit if catalogue else 0,
            mouths=review_form.MOUTHS,
            emergency=pages.emergency_words(self._hall.emergency, say),
            style=self._style,
        )

    def _plain(self, status: int) -> Response:
        return Response(status=status, mimetype="text/plain", headers=self._headers)


def _speaker(request: Request, of_ticket: str = "") -> Speaker:
    """The speaker of the language chosen on the page, else the ticket's, else the phone's."""
    asked = request.args.get("lang", "")
    if asked not in {"zh", "en"}:
        asked = of_ticket or request.accept_languages.best_match(["zh", "en"]) or "zh"
    return Speaker("en" if asked.startswith("en") else SOURCE)
