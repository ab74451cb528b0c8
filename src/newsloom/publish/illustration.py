"""Report -> the picture that is shown for it, and why that one."""

from __future__ import annotations

from newsloom.model import Picture, Report


def shown_pictures(report: Report) -> tuple[Picture, ...]:
    """Return the picture chosen for a report, at most one.

    All that its page offers, best first, where none was chosen yet: only leads are asked for.
    """
    chosen = report.illustration
    if chosen is None:
        return report.article.pictures
    return (chosen.picture,) if chosen.picture else ()


def picture_sentences(report: Report) -> tuple[str, ...]:
    """Return why the picture is the one, then why others are not; () = none was chosen yet."""
    chosen = report.illustration
    return (f"Picture: {chosen.reason}", *chosen.refused) if chosen else ()


def picture_row(report: Report) -> dict[str, object] | None:
    """Return the chosen picture for scripts, None = none was chosen yet.

    Keys: url ("" = none is fit), width, height, alt, reason, refused (sentences).
    """
    chosen = report.illustration
    if chosen is None:
        return None
    picture = chosen.picture or Picture("")
    return {
        "url": picture.url,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "reason": chosen.reason,
        "refused": list(chosen.refused),
    }
