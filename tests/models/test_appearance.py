"""How the window looks, as far as people choose it."""

from hypothesis import given
from hypothesis import strategies as st

from models.appearance import LEAST_PX, MOST_PX, STANDARD_PX, Appearance, Density, Palette, restored

LOOKS = st.builds(Appearance, st.sampled_from(Density), st.integers(LEAST_PX, MOST_PX), st.sampled_from(Palette))


def test_at_the_standard_size_rows_are_17_19_or_23_pixels_high() -> None:
    assert [Appearance(density).row_px for density in Density] == [17, 19, 23]


@given(LOOKS)
def test_a_row_holds_its_figures_and_denser_is_lower(look: Appearance) -> None:
    assert look.row_px > look.text_px
    heights = [Appearance(density, look.text_px).row_px for density in Density]
    assert heights == sorted(set(heights))


@given(LOOKS)
def test_what_is_kept_is_found_again(look: Appearance) -> None:
    assert restored(look.state()) == look


@given(
    st.dictionaries(
        st.sampled_from(["density", "text_px", "palette"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=3), st.booleans(), st.lists(st.integers(), max_size=1)),
    )
)
def test_what_makes_no_sense_is_as_at_the_first_start(state: dict[str, object]) -> None:
    found, first = restored(state), Appearance()
    assert found.density is first.density
    assert found.palette is first.palette
    assert LEAST_PX <= found.text_px <= MOST_PX
    if state.get("text_px") not in range(LEAST_PX, MOST_PX + 1) or isinstance(state.get("text_px"), bool):
        assert found.text_px == STANDARD_PX


def test_text_grows_and_shrinks_within_its_range() -> None:
    assert Appearance().resized(1).text_px == 13
    assert Appearance(text_px=MOST_PX).resized(1).text_px == MOST_PX
    assert Appearance(text_px=LEAST_PX).resized(-1).text_px == LEAST_PX


def test_densities_and_palettes_come_round() -> None:
    look = Appearance()
    for _ in Density:
        look = look.next_density()
    for _ in Palette:
        look = look.other_palette()
    assert look == Appearance()
