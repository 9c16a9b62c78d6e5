"""An employer without JavaScript: sees a page, fills in its controls, presses one of its buttons."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

PROJECT = {
    "projects": ["production"],
    "place": "76600 Le Havre",
    "message": "400 coffrets à monter chaque semaine, dès mars.",
}
DETAILS = {
    "organisation": "Atelier Exemple",
    "contact_name": "Lou Modèle",
    "job": "Responsable de production",
    "email": "lou.modele@atelier-exemple.example",
}


class Visitor:
    """One browser, on one page at a time. Django's CSRF checks are on, as in production."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True, headers=headers)

    def open(self, path: str = "/contact/", **query: str) -> Visitor:
        """Go to an address."""
        return self.see(self.client.get(path, query, follow=True))

    def press(self, button: str, **answers: Any) -> Visitor:
        """Fill in the form of the page, press the button of that name (or its beginning), follow where it leads."""
        return self.see(self.client.post("/contact/", self.filled(button, **answers), follow=True))

    def filled(self, button: str, **answers: Any) -> dict[str, list[str]]:
        """What the browser would post: every control as the page shows it, but for `answers`."""
        form = self.soup.find("form", method="post")
        pressed = [each for each in self.soup.find_all("button") if text_of(each).startswith(button)]
        assert len(pressed) == 1, f"{len(pressed)} buttons {button!r}"
        data = controls(form) | {pressed[0]["name"]: [pressed[0]["value"]]}
        for name, value in answers.items():
            data[name] = value if isinstance(value, list) else [value]
        return data

    def post(self, data: dict[str, Any]) -> Visitor:
        """Send what no button of the page would."""
        return self.see(self.client.post("/contact/", data, follow=True))

    def submit(self, form: Any, **answers: str) -> Visitor:
        """Fill in a form of the page that has an address of its own, and send it."""
        data = controls(form) | {name: [value] for name, value in answers.items()}
        return self.see(self.client.post(form["action"], data, follow=True))

    def see(self, response: Any) -> Visitor:
        """Look at the page that an answer shows."""
        self.response, self.status = response, response.status_code
        self.path = response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]
        self.soup = BeautifulSoup(response.content.decode(), "html.parser")
        return self

    @property
    def title(self) -> str:
        return text_of(self.soup.title)

    @property
    def heading(self) -> str:
        return text_of(self.soup.h1)

    @property
    def step(self) -> str:
        return text_of(self.soup.find("h2", class_="fr-stepper__title"))

    @property
    def text(self) -> str:
        """What the page says below the breadcrumb."""
        return text_of(self.soup.main)

    @property
    def margin(self) -> str:
        return text_of(self.soup.find(class_="p-aside"))

    @property
    def mistakes(self) -> dict[str, str]:
        """Links of the summary: the id they lead to, what they say."""
        alert = self.soup.find(attrs={"aria-labelledby": "erreurs-titre"})
        return {each["href"].lstrip("#"): text_of(each) for each in alert.find_all("a")} if alert else {}

    def control(self, name: str) -> Any:
        """The element with this id."""
        return self.soup.find(id=name)

    def to_details(self, **answers: Any) -> Visitor:
        """From the first step to the second."""
        return self.press("Continuer", **(PROJECT | answers))

    def to_review(self, **answers: Any) -> Visitor:
        """From the second step to the third."""
        return self.press("Relire ma demande", **(DETAILS | answers))


def spaced(text: str) -> str:
    """With ordinary spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


def text_of(element: Any) -> str:
    """Text as people read it, in ordinary spaces and « 1er » in one piece."""
    text = re.sub(r"\s+", " ", element.get_text(" ")).strip() if element else ""
    return re.sub(r"\b1 (?=(?:er|re)\b)", "1", text)


def controls(form: Any) -> dict[str, list[str]]:
    """Names and values of a form as it stands, as a browser would send them."""
    data: dict[str, list[str]] = {}
    for control in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        kind = control.get("type", "text") if control.name == "input" else control.name
        if kind in {"checkbox", "radio"} and not control.has_attr("checked"):
            continue
        if kind == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            value = chosen.get("value", text_of(chosen))
        elif kind == "textarea":
            value = control.get_text().removeprefix("\n")
        else:
            value = control.get("value", "on" if kind in {"checkbox", "radio"} else "")
        data.setdefault(control["name"], []).append(value)
    return data
