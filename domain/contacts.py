"""Phone numbers, mail addresses and people's names as they come in, and the links made of them (promise S6)."""

import re
import unicodedata
from urllib.parse import quote

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_LONGEST_ADDRESS = 254
_LONGEST_LOCAL_PART = 64
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round the text that follows them, beyond the name; the marks U+200E, U+200F and U+061C do not."""


class NotAPhone(ValueError):
    """The text is no phone number. The message does not repeat it."""


class NotAnEmail(ValueError):
    """The text is no mail address. The message does not repeat it."""


def parse_phone(text: str, region: str) -> str:
    """The number in E.164, such as +493012345678. `region` (ISO 3166) reads numbers without a country code.

    Raises NotAPhone; also for letters and for an extension, which a text message cannot reach.
    """
    # Imported here and below: its metadata costs a start tens of milliseconds and many starts parse no number.
    import phonenumbers  # noqa: PLC0415

    if any(character.isalpha() for character in text):
        raise NotAPhone("letters in a phone number")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as failed:
        raise NotAPhone("not a phone number") from failed
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NotAPhone("no such phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_or_none(text: str, region: str) -> str | None:
    """As parse_phone; None where that raises."""
    try:
        return parse_phone(text, region)
    except NotAPhone:
        return None


def takes_texts(e164: str) -> bool:
    """Whether a text message to the number could reach somebody at the usual price: not toll-free, not premium rate.

    Landlines count: many of them take texts. False for anything but E.164.
    """
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse  # noqa: PLC0415

    never = {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
    try:
        return is_e164(e164) and number_type(parse(e164)) not in never
    except NumberParseException:
        return False


def is_e164(text: str) -> bool:
    """Whether the text is written like a parsed number: plus sign, 7 to 15 digits (ITU-T E.164), nothing else."""
    return _E164.fullmatch(text) is not None


def e164_or_none(number: str | None) -> str | None:
    """What is on file as a number, if a dialer takes it."""
    return number if number and is_e164(number) else None


def shown_phone(e164: str) -> str:
    """The number as people write it across borders, +49 30 12345678. Raises NotAPhone."""
    import phonenumbers  # noqa: PLC0415

    if not is_e164(e164):
        raise NotAPhone("not in E.164")
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException as failed:
        raise NotAPhone("not a phone number") from failed
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def same_but_for_country(one: str, other: str) -> bool:
    """Whether two numbers in E.164 are one within their countries: somebody read it for the wrong country."""
    from phonenumbers import NumberParseException, parse  # noqa: PLC0415

    try:
        numbers = parse(one), parse(other)
    except NumberParseException:
        return False
    return numbers[0].national_number == numbers[1].national_number


def tel_url(e164: str) -> str:
    """The link that makes the machine's dialer call (RFC 3966). Raises NotAPhone for anything but E.164."""
    if not is_e164(e164):
        raise NotAPhone("not in E.164")
    return f"tel:{e164}"


def parse_email(text: str) -> str:
    """The address without surrounding space, its domain in lower case and ASCII. Raises NotAnEmail.

    Taken is what mail servers take everywhere: a dot-atom of RFC 5322 before the @ and a domain of two labels or more.
    """
    local_part, at, domain = text.strip().rpartition("@")
    if not at or len(local_part) > _LONGEST_LOCAL_PART or not _LOCAL_PART.fullmatch(local_part):
        raise NotAnEmail("not a mail address")
    ascii_domain = _ascii_domain(domain)
    if not _DOMAIN.fullmatch(ascii_domain) or len(local_part) + 1 + len(ascii_domain) > _LONGEST_ADDRESS:
        raise NotAnEmail("not a mail address")
    return f"{local_part}@{ascii_domain}"


def email_or_none(text: str | None) -> str | None:
    """As parse_email; None where that raises, and for nothing."""
    try:
        return parse_email(text) if text else None
    except NotAnEmail:
        return None


def mail_url(email: str) -> str:
    """The link that makes the machine's mail program write (RFC 6068). Raises NotAnEmail."""
    local_part, _, domain = parse_email(email).rpartition("@")
    return f"mailto:{quote(local_part, safe='')}@{domain}"


def clean_text(text: str) -> str:
    """A name as one line: control characters out, every run of white space one blank, nothing at either end.

    Letters of any script, emoji with their joiners and direction marks stay. Nothing visible gives the empty text.
    """
    spaced = "".join(" " if character.isspace() else character for character in text if _kept(character))
    joined = " ".join(spaced.split())
    return joined if any(unicodedata.category(character) not in {"Cf", "Zs"} for character in joined) else ""


def clean_lines(text: str) -> str:
    """Notes: like clean_text line by line, the line breaks kept."""
    return "\n".join(clean_text(line) for line in text.splitlines()).strip("\n")


def _kept(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in _DIRECTION_CONTROLS


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as failed:
        raise NotAnEmail("not a mail address") from failed
