"""The booking page's steps as markup: what is sold is in them already, so the first step is there before any script.

Every text of people's is escaped (promise S6). The scripts beside this fill in the rest and show one step at a time.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from backend.web.pages import button
from backend.web.texts import Texts
from domain.wire.booking import SalonCatalogue
from domain.wire.rows import BundleRow, LocationRow, ServiceRow, Variant


class Label(NamedTuple):
    """What stands beside a box to tick, all of it plain text."""

    name: str
    about: str
    price: str


def steps(texts: Texts, salon: SalonCatalogue, address: str, *, approves: bool) -> str:
    """All of them, the first one shown. `address` is the page's own; `approves`: the salon looks over bookings."""
    return "".join(
        (
            _no_script(texts, salon.locations),
            '<p id="wrong" class="notice wrong" role="alert" hidden></p>',
            '<p id="status" class="unseen" role="status"></p>',
            _services(texts, salon),
            _team(texts),
            _section("time", texts.html("Choose a time"), '<div id="free"></div>'),
            _phone(texts),
            _code(texts),
            _review(texts),
            _done(texts, approves=approves),
            _ends(texts, address),
        )
    )


def banner(texts: Texts) -> str:
    """What is left of the review session (row B3)."""
    return f'<aside id="banner" class="banner" aria-label="{texts.html("Time left")}" hidden><p id="left"></p></aside>'


def call_us(locations: Sequence[LocationRow]) -> str:
    """Where the salon can be called, by location."""
    from phonenumbers import PhoneNumberFormat, format_number, parse  # noqa: PLC0415 - few pages need the library

    numbers = [
        (row.name, row.phone, format_number(parse(row.phone), PhoneNumberFormat.INTERNATIONAL))
        for row in locations
        if row.phone
    ]
    return "".join(
        f'<p><bdi>{escape(name)}</bdi>: <a href="tel:{escape(phone)}" dir="ltr">{escape(shown)}</a></p>'
        for name, phone, shown in numbers
    )


def _no_script(texts: Texts, locations: Sequence[LocationRow]) -> str:
    said = texts.tr("Booking here needs JavaScript, which is off in your browser. Please switch it on, or call us.")
    return f'<div class="notice amber no-script"><p>{escape(said)}</p>{call_us(locations)}</div>'


def _step(name: str, title: str, body: str, *, shown: bool = False) -> str:
    hidden = "" if shown else " hidden"
    return f'<form class="step" id="{name}" data-title="{escape(title)}" novalidate{hidden}>{body}</form>'


def _section(name: str, title: str, body: str) -> str:
    """A step that asks for nothing to be sent; `title` is escaped already."""
    return f'<section class="step" id="{name}" data-title="{title}" hidden>{body}</section>'


def _bar(inside: str) -> str:
    return f'<div class="bar">{inside}</div>'


def _services(texts: Texts, salon: SalonCatalogue) -> str:
    offers = "".join(_service(texts, row) for row in salon.services)
    body = _places(texts, salon.locations) + _group(texts.tr("Services"), offers)
    if salon.bundles:
        known = {row.id: row for row in salon.services}
        body += _group(texts.tr("Packages"), "".join(_bundle(texts, row, known) for row in salon.bundles))
    body += _bar(f'<p id="sum"></p>{button(texts.tr("Continue"))}')
    return _step("services", texts.tr("Choose services"), body, shown=True)


def _places(texts: Texts, locations: Sequence[LocationRow]) -> str:
    if len(locations) < 2:
        return ""
    choices = "".join(
        f'<label class="choice"><input type="radio" name="place" value="{escape(row.id)}"'
        f"{' checked' if not at else ''}><bdi>{escape(row.name)}</bdi></label>"
        for at, row in enumerate(locations)
    )
    return _group(texts.tr("Where"), choices)


def _group(legend: str, inside: str) -> str:
    return f"<fieldset><legend>{escape(legend)}</legend>{inside}</fieldset>"


def _service(texts: Texts, row: ServiceRow) -> str:
    about, price = _minutes(texts, row.minutes), texts.money(row.price)
    if row.variants:
        cheapest = min(row.variants, key=lambda variant: variant.price.minor)
        about = ", ".join(variant.name for variant in row.variants)
        price = texts.tr("from {price}", price=texts.money(cheapest.price))
    box = _box("checkbox", "service", row.id, Label(row.name, about, price))
    return f'<div class="offer" data-offer="{escape(row.id)}">{box}{_variants(texts, row)}</div>'


def _variants(texts: Texts, row: ServiceRow) -> str:
    if not row.variants:
        return ""
    boxes = "".join(_variant(texts, row, variant) for variant in row.variants)
    return f'<div class="variants" role="radiogroup" aria-label="{escape(row.name)}" hidden>{boxes}</div>'


def _variant(texts: Texts, row: ServiceRow, variant: Variant) -> str:
    label = Label(variant.name, _minutes(texts, variant.minutes), texts.money(variant.price))
    return _box("radio", f"variant-{row.id}", variant.id, label)


def _bundle(texts: Texts, row: BundleRow, services: dict[str, ServiceRow]) -> str:
    names = " + ".join(services[item.service_id].name for item in row.items if item.service_id in services)
    box = _box("checkbox", "bundle", row.id, Label(row.name, names, texts.money(row.price)))
    return f'<div class="offer" data-offer="{escape(row.id)}" data-bundle="true">{box}</div>'


def _box(kind: str, name: str, value: str, label: Label) -> str:
    return (
        f'<label class="choice"><input type="{kind}" name="{escape(name)}" value="{escape(value)}">'
        f'<span class="what"><bdi>{escape(label.name)}</bdi><small><bdi>{escape(label.about)}</bdi></small></span>'
        f'<span class="price">{escape(label.price)}</span></label>'
    )


def _minutes(texts: Texts, minutes: int) -> str:
    return texts.tr("{minutes} min", minutes=minutes)


def _team(texts: Texts) -> str:
    body = f'<div id="members"></div>{_bar(button(texts.tr("Continue")))}'
    return _step("team", texts.tr("Choose a team member"), body)


def _field(name: str, label: str, attributes: str) -> str:
    entry = f'<input id="{name}" name="{name}" {attributes}>'
    return f'<div class="field"><label for="{name}">{label}</label>{entry}</div>'


def _phone(texts: Texts) -> str:
    country = (
        f'<div class="field"><label for="country">{texts.html("Country")}</label>'
        '<select id="country" name="country" autocomplete="country"></select></div>'
    )
    number = _field("number", texts.html("Phone number"), 'type="tel" dir="ltr" autocomplete="tel-national" required')
    hint = f'<p class="hint">{texts.html("We send you a code by text message.")}</p>'
    body = country + number + hint + _bar(button(texts.tr("Send code")))
    return _step("phone", texts.tr("Sign in with your phone"), body)


def _code(texts: Texts) -> str:
    code = _field(
        "code",
        texts.html("Code"),
        'inputmode="numeric" autocomplete="one-time-code" maxlength="8" dir="ltr" required aria-describedby="sent"',
    )
    name = _field("name", texts.html("Name"), 'autocomplete="name" maxlength="200"')
    address = 'type="email" dir="ltr" autocomplete="email" maxlength="254"'
    email = _field("email", texts.html("Email (if you like)"), address)
    new = f'<div id="new" hidden><p>{texts.html("Welcome! What may we call you?")}</p>{name}{email}</div>'
    more = (
        f'<p class="buttons"><button type="button" class="plain" id="resend">{texts.html("Send a new code")}</button>'
        f'<button type="button" class="plain" id="renumber">{texts.html("Another number")}</button></p>'
    )
    resent = f'<p id="resent" class="notice" hidden>{texts.html("We sent a new code.")}</p>'
    body = f'<p id="sent"></p>{resent}{code}{new}{more}{_bar(button(texts.tr("Continue")))}'
    return _step("prove", texts.tr("Enter the code"), body)


def _review(texts: Texts) -> str:
    again = (
        '<section id="again" class="again" aria-labelledby="again-title" hidden>'
        f'<h2 id="again-title" tabindex="-1">{texts.html("Choose another time")}</h2><p id="why"></p>'
        '<div id="offered"></div>'
        f'<p><button type="button" class="quiet" id="all-times">{texts.html("All free times")}</button></p></section>'
    )
    note = (
        f'<div class="field"><label for="note">{texts.html("Note for the salon")}</label>'
        '<textarea id="note" name="note" maxlength="2000" rows="2"></textarea></div>'
    )
    change = (
        f'<p class="changes"><button type="button" class="plain" id="change-services">{texts.html("Change services")}'
        f'</button> <button type="button" class="plain" id="change-time">{texts.html("Change time")}</button></p>'
    )
    signed = (
        '<p id="signed" class="quiet-text" hidden><span id="who"></span> '
        f'<button type="button" class="plain" id="out">{texts.html("Not you? Sign out")}</button></p>'
    )
    hint = f'<p class="hint">{texts.html("The time is not held for you: whoever confirms first gets it.")}</p>'
    confirm = f'<button class="main" id="confirm">{texts.html("Confirm booking")}</button>'
    body = f'<dl class="lines" id="lines"></dl>{again}{note}{hint}{change}{signed}{_bar(confirm)}'
    return _step("review", texts.tr("Review & book"), body)


def _done(texts: Texts, *, approves: bool) -> str:
    complete = texts.html("Your booking is complete. We look forward to seeing you.")
    said = texts.html("We have your booking and will confirm it shortly.") if approves else complete
    body = (
        f"<p>{said}</p>"
        '<dl class="lines" id="booked"></dl>'
        f'<p><a class="button quiet" id="manage" href="#">{texts.html("Reschedule or cancel")}</a></p>'
    )
    return _section("done", texts.html("We have your booking") if approves else texts.html("Booked"), body)


def _ends(texts: Texts, address: str) -> str:
    """Where a link ends that leads on no more."""
    again = f'<p><a class="button main" href="{escape(address)}">{texts.html("Start a new booking")}</a></p>'
    ends = (
        (
            "dead",
            texts.html("This booking is not there any more"),
            texts.html("It was taken away, or the link belongs to something else."),
        ),
        ("complete", texts.html("This booking is complete"), texts.html("There is nothing left to do.")),
    )
    return "".join(_section(name, title, f"<p>{text}</p>{again}") for name, title, text in ends)
