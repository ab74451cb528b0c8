"""Commission -> the files of one target."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsloom.model import Edition, RenditionSet
from newsloom.ports import Commission
from newsloom.publish.feeds import render_feeds
from newsloom.publish.jekyll import render_jekyll
from newsloom.publish.json_api import render_json_api
from newsloom.publish.site import render_site
from newsloom.settings import Settings

RENDERERS: Mapping[str, Callable[[Edition, Settings], RenditionSet]] = {
    "json_api": render_json_api,
    "feeds": render_feeds,
    "site": render_site,
}

TARGETS = ("jekyll", *RENDERERS)
"""Names allowed in ``publishing.targets``."""


def render_target(commission: Commission, settings: Settings, master_key: bytes) -> RenditionSet:
    """Return every file of the commissioned target; ``master_key`` b"" leaves out ``secured``.

    A target that the settings do not name any more has none: what it had is withdrawn.
    """
    if commission.target not in settings.publishing.targets:
        return RenditionSet(commission.target, ())
    if commission.target == "jekyll":
        return render_jekyll(commission.edition, settings, master_key=master_key)
    return RENDERERS[commission.target](commission.edition, settings)
