"""Every colour by what it means, in the sets that people may choose."""

from dataclasses import dataclass, replace

from models.appearance import Palette


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they mean. Text on `surface`, `raised` and the tints keeps a contrast of at least 4.5 : 1."""

    surface: str = "#0e1116"
    raised: str = "#151a21"
    field: str = "#0a0d11"
    line: str = "#232a34"
    selected: str = "#1d2a3a"
    text: str = "#d7dde5"
    bright: str = "#f3f6f9"
    muted: str = "#8b95a3"
    accent: str = "#5aa2ff"
    up: str = "#3fbf7f"
    down: str = "#f26b68"
    call: str = "#6fb1ff"
    put: str = "#d59bf6"
    warn: str = "#f0b040"
    error: str = "#ff6b6b"
    live: str = "#3fbf7f"
    delayed: str = "#6fb1ff"
    simulated: str = "#f0b040"
    replay: str = "#c58af9"
    badge_text: str = "#0b0e12"
    disabled: str = "#5b6573"
    handle: str = "#323b47"
    handle_hover: str = "#465261"
    notice_info: str = "#14202e"
    notice_warn: str = "#2b2412"
    notice_error: str = "#331818"
    link_a: str = "#56b4e9"
    link_b: str = "#e69f00"
    link_c: str = "#00a87a"
    link_d: str = "#f0e442"
    link_e: str = "#cc79a7"
    link_f: str = "#e0641a"
    beside_1: str = "#f5a742"
    beside_2: str = "#9bd65a"
    beside_3: str = "#b79bff"
    beside_4: str = "#e8edf3"
    beside_5: str = "#ff9db0"
    beside_6: str = "#c0925f"
    auction: str = "#2fc6a4"
    cross: str = "#e58fd0"
    package: str = "#c3cad4"
    vwap: str = "#e6d98a"
    tint_1: str = "#12294a"
    tint_2: str = "#3a240a"
    tint_3: str = "#0d3224"
    tint_4: str = "#302c08"
    tint_5: str = "#391d33"
    tint_6: str = "#3f1a14"
    tint_1_bar: str = "#56b4e9"
    tint_2_bar: str = "#e69f00"
    tint_3_bar: str = "#00a87a"
    tint_4_bar: str = "#f0e442"
    tint_5_bar: str = "#cc79a7"
    tint_6_bar: str = "#e0641a"


_STANDARD = Tokens()
_COLOUR_BLIND = replace(
    _STANDARD,
    up="#4cc9f0",
    down="#ff9f43",
    put="#f2d15c",
    error="#ff8a70",
    live="#4cc9f0",
)
PALETTES = {Palette.STANDARD: _STANDARD, Palette.COLOUR_BLIND: _COLOUR_BLIND}
