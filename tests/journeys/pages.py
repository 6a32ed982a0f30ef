"""What a person finds on a page: its heading, its words, its links, its tables and its forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

CLICKABLE = {"submit", "image"}
SILENT = {"submit", "image", "button", "reset", "file"}
CAPTURED = {"a", "button", "caption", "h1", "h2", "h3", "li", "option", "td", "textarea", "th"}
UNREAD = {"script", "style", "template"}
INLINE = {"a", "abbr", "code", "em", "kbd", "small", "span", "strong", "svg", "time", "use", "wbr"}


@dataclass
class Button:
    text: str
    name: str = ""
    value: str = ""
    form: str = ""
    action: str = ""  # where it sends its form instead


@dataclass
class Form:
    """A form as the browser would send it: `fields` in order, `choices` of its selects by label."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def names(self) -> list[str]:
        return list(dict.fromkeys([*(name for name, _ in self.fields), *self.boxes]))

    def data(self, typed: dict[str, object], button: Button) -> dict[str, list[str]]:
        """What stands in the form, what is typed over it, and the button that was pressed."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        for name, value in typed.items():
            assert name in self.names(), f"{name} is not in the form: {self.names()}"
            value = self.choices.get(name, {}).get(value, value)
            sent[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if button.name:
            sent[button.name] = [button.value]
        return sent


class Page(HTMLParser):
    """The page of one answer. `rows` are the lines of its tables, cell by cell."""

    def __init__(self, html: str, address: str):
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self._named: dict[str, Form] = {}
        self._loose: list[Button] = []
        self._captures: list[tuple[str, dict, list[str]]] = []
        self._words: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._unread = 0
        self.heading = ""
        self.feed(html)
        for button in self._loose:
            self._named[button.form].buttons.append(button)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def form_with(self, button: str) -> tuple[Form, Button]:
        """The first form that has a button whose words begin so."""
        for form, one in self._buttons():
            if one.text.startswith(button):
                return form, one
        raise AssertionError(f"no button {button!r}; there are {[one.text for _, one in self._buttons()]}")

    def has_button(self, words: str) -> bool:
        return any(one.text.startswith(words) for _, one in self._buttons())

    def link(self, words: str) -> str:
        for text, href in self.links:
            if text.startswith(words):
                return href
        raise AssertionError(f"no link {words!r}; there are {[text for text, _ in self.links]}")

    def _buttons(self) -> Iterator[tuple[Form, Button]]:
        for form in self.forms:
            for button in form.buttons:
                yield form, button

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self._part(tag)
        if tag in UNREAD:
            self._unread += 1
        if tag in CAPTURED:
            self._captures.append((tag, given, []))
        if tag == "tr":
            self.rows.append([])
        elif tag == "form":
            self._open_form(given)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "input":
            self._take_input(given)

    def handle_endtag(self, tag):
        self._part(tag)
        if tag in UNREAD:
            self._unread -= 1
        if tag == "form":
            self._form = None
        if tag in CAPTURED:
            for place in range(len(self._captures) - 1, -1, -1):
                if self._captures[place][0] == tag:
                    _tag, given, parts = self._captures.pop(place)
                    self._take_text(tag, given, "".join(parts))
                    break

    def handle_data(self, data):
        if self._unread:
            return
        self._words.append(data)
        for _tag, _given, parts in self._captures:
            parts.append(data)

    def _part(self, tag):
        """Words of two blocks are not one word."""
        if tag not in INLINE:
            self._words.append(" ")

    def _open_form(self, given):
        self._form = Form(given.get("action") or self.address, given.get("method", "get").lower())
        self.forms.append(self._form)
        if "id" in given:
            self._named[given["id"]] = self._form

    def _owner(self, given) -> Form | None:
        return self._named.get(given["form"]) if "form" in given else self._form

    def _take_input(self, given):
        kind, name, form = given.get("type", "text"), given.get("name", ""), self._owner(given)
        if form is None or "disabled" in given:
            return
        if kind in CLICKABLE:
            form.buttons.append(Button(given.get("value", ""), name, given.get("value", "")))
        elif kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            value = given.get("value", "on")
            form.boxes.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields.append((name, value))
        elif name and kind not in SILENT:
            form.fields.append((name, given.get("value", "")))

    def _take_text(self, tag, given, raw):
        text = " ".join(raw.split())
        if tag == "a" and "href" in given:
            self.links.append((text, given["href"]))
        elif tag == "h1":
            self.heading = text
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(text)
        elif tag == "textarea" and self._form is not None and "name" in given:
            self._form.fields.append((given["name"], raw.removeprefix("\n")))
        elif tag == "option" and self._form is not None and self._select:
            self._take_option(given, text)
        elif tag == "button" and given.get("type", "submit") == "submit" and "disabled" not in given:
            self._take_button(given, text)

    def _take_option(self, given, text):
        value = given.get("value", text)
        choices = self._form.choices.setdefault(self._select, {})
        if not choices:  # a browser sends the first one unless another is chosen
            self._form.fields.append((self._select, value))
        choices[text] = value
        if "selected" in given:
            self._form.fields = [pair for pair in self._form.fields if pair[0] != self._select]
            self._form.fields.append((self._select, value))

    def _take_button(self, given, text):
        button = Button(text, *(given.get(name, "") for name in ("name", "value", "form", "formaction")))
        if button.form:
            self._loose.append(button)
        elif self._form is not None:
            self._form.buttons.append(button)
