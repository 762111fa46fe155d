"""What a page of content is made of: sections, pictures, a film, a field to search in, a plan. Data alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """Under one heading: paragraphs, then a list. `numbered`: its order matters."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """`address` on this site; the caption says what it shows, so that it is no less without it."""

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
    """A zone of the plan, or with a radius a spot, in metres. `words`: their lines, each with its middle."""

    left: float
    top: float
    width: float = 0.0
    height: float = 0.0
    radius: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPicture:
    """The hall from above; everything on it stands in words beside it."""

    width: float
    height: float
    shapes: tuple[PlanShape, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentBody:
    """`search`: what was looked for, None: there is no field for it."""

    search: str | None = None
    search_label: str = ""
    search_button: str = ""
    sections: tuple[PageSection, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    pictures_heading: str = ""
    film: PageFilm | None = None
    film_heading: str = ""
    plan: PlanPicture | None = None
