"""The parts of a page of content, as data: sections, pictures, a film, a search field, a plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """Under one heading: paragraphs, then a list. `numbered`: the list's order matters."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """`address` is on this site; the caption says what the picture shows, so that nothing is lost without it."""

    address: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilm:
    """A film without sound. `captions`: the address of its captions in the page's language."""

    address: str
    captions: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShape:
    """A zone of the plan, or with a radius a spot, in metres. `words`: the lines of its label, each with its centre."""

    left: float
    top: float
    width: float = 0.0
    height: float = 0.0
    radius: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPicture:
    """The plan of the hall; everything on it is also said in words beside it."""

    width: float
    height: float
    shapes: tuple[PlanShape, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentBody:
    """`search`: the words that were searched for; None: the page has no search field."""

    search: str | None = None
    search_label: str = ""
    search_button: str = ""
    sections: tuple[PageSection, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    pictures_heading: str = ""
    film: PageFilm | None = None
    film_heading: str = ""
    plan: PlanPicture | None = None
