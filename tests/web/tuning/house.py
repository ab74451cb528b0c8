"""An editor at the desk of the sample newsroom, in a browser without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from newsloom.model.people import Role
from newsloom.newsroom import Room
from tests.browser.houses import session_cookie
from tests.live import FROM_OWN_PAGE, client_of


class Editor:
    """What an editor does with forms."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def page(self, path: str, status: int = 200) -> html.HtmlElement:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return html.fromstring(answer.text)

    def send(self, path: str, page: str = "/desk/gate", **fields: object) -> Response:
        """Send a form to a path, with the token of a page."""
        csrf = self.page(page).xpath("string(//input[@name='csrf']/@value)")
        return self.client.post(path, data={"csrf": csrf, **fields}, headers=FROM_OWN_PAGE)

    def fill(self, page: str, **changes: object) -> Response:
        """Fill in the form of a page that has fields, and send it."""
        shown = self.page(page)
        form = shown.xpath("//div[@class='sim']//form")[0]
        fields = {name: value or "" for name, value in form.form_values()}
        fields.update({name.replace("__", "."): value for name, value in changes.items()})
        return self.client.post(form.get("action"), data=fields, headers=FROM_OWN_PAGE)


@contextmanager
def signed_in(room: Room, role: Role = Role.EDITOR) -> Iterator[Editor]:
    """Give somebody with a role; there is an admin, without whom there is no desk."""
    session_cookie(room, "http://testserver")
    cookie = session_cookie(room, "http://testserver", role)
    with client_of(room) as client:
        client.cookies.set(cookie["name"], cookie["value"])
        yield Editor(client)


def words(answer: Response | html.HtmlElement) -> str:
    """Return what a page says, white space folded."""
    shown = answer if isinstance(answer, html.HtmlElement) else html.fromstring(answer.text)
    return " ".join(shown.text_content().split())
