"""What an SMS costs: segments of both encodings, at their borders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.segments import count_segments
from domain.wire.automations import SegmentCount

pytestmark = pytest.mark.row("N18")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", SegmentCount("gsm-7", 0, 1, 160)),
        ("a" * 160, SegmentCount("gsm-7", 160, 1, 0)),
        ("a" * 161, SegmentCount("gsm-7", 161, 2, 145)),
        ("a" * 306, SegmentCount("gsm-7", 306, 2, 0)),
        ("a" * 307, SegmentCount("gsm-7", 307, 3, 152)),
        ("€" * 80, SegmentCount("gsm-7", 160, 1, 0)),
        ("a" * 152 + "€" + "a" * 10, SegmentCount("gsm-7", 164, 2, 141)),  # the pair moves on whole
        ("äöüß ÄÖÜ éèà ñ @£$", SegmentCount("gsm-7", 18, 1, 142)),
        ("ç", SegmentCount("ucs-2", 1, 1, 69)),
        ("’", SegmentCount("ucs-2", 1, 1, 69)),
        ("م" * 70, SegmentCount("ucs-2", 70, 1, 0)),
        ("م" * 71, SegmentCount("ucs-2", 71, 2, 63)),
        ("😀" * 35, SegmentCount("ucs-2", 70, 1, 0)),
        ("م" * 66 + "😀" + "م" * 3, SegmentCount("ucs-2", 71, 2, 62)),
    ],
)
def test_a_text_takes_so_many_segments(text: str, counted: SegmentCount) -> None:
    assert count_segments(text) == counted


@given(st.text(max_size=700))
def test_segments_hold_all_units_and_no_more_than_needed(text: str) -> None:
    found = count_segments(text)
    whole, part = (160, 153) if found.encoding == "gsm-7" else (70, 67)
    assert found.units >= len(text)
    if found.segments == 1:
        assert found.units + found.left == whole
    else:
        assert found.units <= found.segments * part - found.left <= found.units + found.segments - 1
        assert found.units > (found.segments - 1) * (part - 1)


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_fewer(text: str, more: str) -> None:
    assert count_segments(text + more).segments >= count_segments(text).segments
