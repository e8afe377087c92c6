import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rendering import UnknownPlaceholder, check, placeholders, render

VALUES = {
    "FirstName": "Zoë",
    "ServiceName": "Cut",
    "BusinessName": "Salon",
    "ResumeBookingLink": "https://salon.example.org/r/x",
}
PARTS = st.lists(
    st.one_of(st.sampled_from(tuple(VALUES)).map(lambda name: f"{{{{{name}}}}}"), st.text("ab }%$\n\\<é", max_size=5))
)


@pytest.mark.row("B17")
def test_placeholders_are_filled() -> None:
    template = "Hi {{FirstName}}, finish {{ ServiceName }} at {{BusinessName}}: {{ResumeBookingLink}}. {{FirstName}}!"
    assert render(template, VALUES) == "Hi Zoë, finish Cut at Salon: https://salon.example.org/r/x. Zoë!"
    assert placeholders(template) == ("FirstName", "ServiceName", "BusinessName", "ResumeBookingLink")


@pytest.mark.row("B17", "S6")
@given(PARTS, st.text(max_size=20))
def test_a_value_is_put_in_as_it_is_and_never_rendered_again(parts: list[str], hostile: str) -> None:
    name = "{{ResumeBookingLink}} {{7*7}} {x} \\1 " + hostile
    rendered = render("".join(parts), {**VALUES, "FirstName": name})
    expected = [{**VALUES, "FirstName": name}.get(part.strip("{}"), part) if "{{" in part else part for part in parts]
    assert rendered == "".join(expected)


@pytest.mark.row("B17")
@pytest.mark.parametrize(
    ("template", "name", "position"),
    [
        ("Hi {{LastName}}", "LastName", 3),
        ("{{}}", "", 0),
        ("{{firstname}}", "firstname", 0),
        ("a {{FirstName", "FirstName", 2),
        ("{{FirstName.__class__}}", "FirstName.__class__", 0),
        ("{{{FirstName}}}", "{FirstName}}}", 0),
        ("{{First\nName}}", "First\nName", 0),
    ],
)
def test_anything_else_in_braces_is_said_with_its_place(template: str, name: str, position: int) -> None:
    for use in (placeholders, lambda text: render(text, VALUES)):
        with pytest.raises(UnknownPlaceholder) as caught:
            use(template)
        assert (caught.value.name, caught.value.position) == (name, position)


@given(st.text("{}FirstName ", max_size=30))
def test_braces_never_do_anything_but_fill_in_or_refuse(template: str) -> None:
    try:
        found = placeholders(template)
    except UnknownPlaceholder:
        assert "{{" in template
    else:
        assert set(found) <= {"FirstName"}
        assert "{{" not in render(template, {**VALUES, "FirstName": ""})


@pytest.mark.row("B17")
@pytest.mark.parametrize(
    ("template", "name", "position"),
    [
        ("Hi FirstName}}", "}}", 12),
        ("Hi {FirstName}!", "FirstName", 3),
        ("{{FirstName}} and { ServiceName }", "ServiceName", 18),
        ("{{FirstName}}}}", "}}", 13),
        ("{{Date}}", "Date", 0),
    ],
)
def test_what_was_meant_as_a_placeholder_is_refused_at_saving(template: str, name: str, position: int) -> None:
    with pytest.raises(UnknownPlaceholder) as caught:
        check(template, tuple(VALUES))
    assert (caught.value.name, caught.value.position) == (name, position)


@pytest.mark.row("B17")
def test_other_braces_are_just_text() -> None:
    check("{{FirstName}} {-: {yes} } {", tuple(VALUES))
    check("{{Date}} {FirstName}", ("Date",))
