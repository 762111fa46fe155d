"""Words that are being written: when they outgrow their box, their end stays in sight."""

from __future__ import annotations

from kiosk.widgets.paragraph import LINE, Paragraph


class TailParagraph(Paragraph):
    """A paragraph of which the last lines are seen."""

    def _settle(self) -> tuple[list[str], int, bool]:
        lines, px, fits = super()._settle()
        if fits:
            return lines, px, True
        room = max(1, int(self.height * 1.1 / (px * LINE * self.leading)))
        return lines[-room:], px, True
