"""What may be typed above the tape, and what is said of words that are not understood."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import resources
from models.filtering.conflicts import conflict, contracts_conflict
from models.filtering.groups import GROUPS
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import HINT, LONGEST, FilterTextError, filter_text, parse_filter
from models.filtering.words import help_words
from models.venues import Venues
from tests.models.filtering.random_filters import filters, texts

VENUES = Venues(resources.table("massive_exchanges"))
MULTI = frozenset({"multi"})


def names(*names: str) -> frozenset[str]:
    return frozenset(names)


def numbers(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def error_of(text: str, venues: Venues | None = None) -> FilterTextError:
    with pytest.raises(FilterTextError) as caught:
        parse_filter(text, venues)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", TapeFilter()),
        ("   ", TapeFilter()),
        ("SPY", TapeFilter(roots=names("SPY"))),
        ("spy  qqq !iwm", TapeFilter(roots=names("SPY", "QQQ"), not_roots=names("IWM"))),
        ("AAPL1", TapeFilter(roots=names("AAPL1"))),
        ("root=late,C !root=iso", TapeFilter(roots=names("LATE", "C"), not_roots=names("ISO"))),
        ("C", TapeFilter(right="C")),
        ("p", TapeFilter(right="P")),
        ("calls call C", TapeFilter(right="C")),
        ("PUT", TapeFilter(right="P")),
        ("put root=C", TapeFilter(right="P", roots=names("C"))),
        ("size>=100", TapeFilter(min_size=100)),
        ("SIZE>=1,000", TapeFilter(min_size=1000)),
        ("size>=1.5k", TapeFilter(min_size=1500)),
        ("size>=0.5", TapeFilter(min_size=1)),
        ("size>=100.2", TapeFilter(min_size=101)),
        ("size>100", TapeFilter(min_size=101)),
        ("size>100.5", TapeFilter(min_size=101)),
        ("size>=0", TapeFilter(min_size=0)),
        ("size<100", TapeFilter(max_size=99)),
        ("size<99.5", TapeFilter(max_size=99)),
        ("size≤100 size≥5", TapeFilter(min_size=5, max_size=100)),
        ("size=7", TapeFilter(min_size=7, max_size=7)),
        ("size=100..500", TapeFilter(min_size=100, max_size=500)),
        ("size>=5 size>=7 size<50 size<60", TapeFilter(min_size=7, max_size=49)),
        ("prem>=50k", TapeFilter(min_premium=50_000)),
        ("premium>=1.25M", TapeFilter(min_premium=1_250_000)),
        ("prem>=99.5", TapeFilter(min_premium=99.5)),
        ("prem>50k", TapeFilter(min_premium=50_000.01)),
        ("prem<50k", TapeFilter(max_premium=49_999.99)),
        ("price<0.05", TapeFilter(max_price=0.049999)),
        ("price<=.05 price>0", TapeFilter(min_price=0.000001, max_price=0.05)),
        ("strike=650", TapeFilter(min_strike=650_000, max_strike=650_000)),
        ("strike=7.5", TapeFilter(min_strike=7_500, max_strike=7_500)),
        ("strike>=600 strike<650", TapeFilter(min_strike=600_000, max_strike=649_999)),
        ("strike=600..650", TapeFilter(min_strike=600_000, max_strike=650_000)),
        ("dte<7", TapeFilter(max_dte=6)),
        ("dte=0", TapeFilter(min_dte=0, max_dte=0)),
        ("dte=1..7", TapeFilter(min_dte=1, max_dte=7)),
        ("exp=2025-12-19", TapeFilter(min_expiry=date(2025, 12, 19), max_expiry=date(2025, 12, 19))),
        ("exp<=19Dec25", TapeFilter(max_expiry=date(2025, 12, 19))),
        ("expiry>19dec2025", TapeFilter(min_expiry=date(2025, 12, 20))),
        ("exp=2025-12-01..19dec25", TapeFilter(min_expiry=date(2025, 12, 1), max_expiry=date(2025, 12, 19))),
        ("venue=302,308 venue=300", TapeFilter(venues=numbers(300, 302, 308))),
        ("!venue=302,", TapeFilter(not_venues=numbers(302))),
        ("cond=209,219 !cond=202", TapeFilter(codes=numbers(209, 219), not_codes=numbers(202))),
        ("!multi", TapeFilter(not_groups=MULTI)),
        ("!MULTI !multi ISO", TapeFilter(not_groups=MULTI, groups=names("iso"))),
        ("time=09:30..10:00", TapeFilter(from_ms=34_200_000, to_ms=36_000_000)),
        ("time>=15:30", TapeFilter(from_ms=55_800_000)),
        ("time<9:45", TapeFilter(to_ms=35_100_000)),
        ("time<=09:45:00.5 time>09:30", TapeFilter(from_ms=34_200_001, to_ms=35_100_501)),
        ("time<24:00", TapeFilter(to_ms=86_400_000)),
        ("prem>=$50k strike>$600 price<$0.05", TapeFilter(min_premium=50_000, min_strike=600_001, max_price=0.049999)),
        ("venue!=302 cond≠202", TapeFilter(not_venues=numbers(302), not_codes=numbers(202))),
        ("\ufeff“SPY”\u200b \u200b", TapeFilter(roots=names("SPY"))),
        ("unusual UNUSUAL", TapeFilter(unusual=True)),
        ("nothing", TapeFilter(tickers=names())),
        ("O:SPY251219C00650000 C", TapeFilter(tickers=names("O:SPY251219C00650000"), right="C")),
        (
            "spy251219c00650000 .SPY251219P650",
            TapeFilter(tickers=names("O:SPY251219C00650000", "O:SPY251219P00650000")),
        ),
        (HINT, TapeFilter(roots=names("SPY"), right="C", min_size=100, min_premium=50_000, not_groups=MULTI)),
    ],
)
def test_words_make_a_filter(text: str, expected: TapeFilter) -> None:
    assert parse_filter(text) == expected
    assert parse_filter(" ".join(reversed(text.split()))) == expected, "in any order"


@pytest.mark.parametrize("text", ["SPY size >= 100 C", "SPY size>= 100 C", "SPY size >=100 C", "C SPY\tsize  >=\t100"])
def test_there_may_be_spaces_around_a_sign(text: str) -> None:
    assert parse_filter(text) == TapeFilter(roots=names("SPY"), right="C", min_size=100)


@pytest.mark.parametrize(
    "text",
    ["SPY 19 Dec 25 650 C", "O:SPY251219C00650000", "spy251219c00650000", ".SPY251219C650", "SPY 12/19/25 C 650"],
)
def test_one_whole_contract_in_any_spelling_is_that_contract(text: str) -> None:
    assert parse_filter(text) == TapeFilter(tickers=names("O:SPY251219C00650000"))


def test_venues_have_the_names_that_are_shown() -> None:
    asked = TapeFilter(venues=numbers(302, 308), not_venues=numbers(999))
    assert parse_filter("venue=cboe,ISE !venue=999", VENUES) == asked
    assert filter_text(asked, VENUES) == "venue=CBOE,ISE !venue=999"
    assert filter_text(asked) == "venue=302,308 !venue=999"


def test_a_venue_whose_name_is_no_word_or_is_shared_is_written_as_its_number() -> None:
    known = Venues([{"id": str(n), "name": name} for n, name in ((900, "New Venue"), (901, "Twin"), (902, "Twin"))])
    asked = TapeFilter(venues=numbers(900, 901, 902))
    assert filter_text(asked, known) == "venue=900,Twin,902"
    assert parse_filter("venue=900,twin,902", known) == asked


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("SPY nonsense!", "nonsense!", HINT),
        ("prm>=50k", "prm>=50k", "did you mean “prem>=50k”"),
        ("SPY siez<5 C", "siez<5", "did you mean “size<5”"),
        ("!venu=CBOE", "!venu=CBOE", "did you mean “!venue=CBOE”"),
        ("foo>=5", "foo>=5", HINT),
        ("unusul", "unusul", "did you mean “unusual”"),
        ("cancels", "cancels", "did you mean “cancel”"),
        ("SPY premiumm", "premiumm", "did you mean “prem>=50k”"),
        ("TOOLONG", "TOOLONG", HINT),
        ("size>=", "size>=", "Write size>=100"),
        ("size>=-5", "size>=-5", "Write size>=100"),
        ("size>=5x", "size>=5x", "“5x” is no number"),
        ("size>=1,00", "size>=1,00", "“1,00” is no number"),
        ("size>=5..7", "size>=5..7", "is no number"),
        ("size=7..5", "size=7..5", "the first value must be below the second"),
        ("size=7.5", "size=7.5", "no size is exactly that"),
        ("size<0", "size<0", "no trade has this size"),
        ("prem>=50kk", "prem>=50kk", "Write prem>=50k"),
        ("prem>=k", "prem>=k", "Write prem>=50k"),
        ("SPY size 100", "size", "such as size>=100"),
        ("SPY size >= -5 C", "size >= -5", "“-5” is no number"),
        ("size>= C", "size>= C", "“C” is no number"),
        ("dte", "dte", "write root=DTE"),
        ("!exp", "!exp", "write !root=EXP"),
        ("!size>=5", "!size>=5", "turn it round"),
        ("SPY, QQQ", "SPY,", "did you mean “SPY”"),
        ("$SPX", "$SPX", "did you mean “SPX”"),
        ("SPY,QQQ", "SPY,QQQ", "did you mean “SPY QQQ”"),
        ("!SPY|QQQ", "!SPY|QQQ", "did you mean “!SPY !QQQ”"),
        ("SPY C, P", "C,", "did you mean “C”"),
        ("-multi", "-multi", "did you mean “!multi”"),
        ("!!multi", "!!multi", "did you mean “!multi”"),
        ("!cancels", "!cancels", "did you mean “!cancel”"),
        ("!" * 5000, "!" * 5000, HINT),
        ("0dte", "0dte", "did you mean “dte=0”"),
        ("!venue!=302", "!venue!=302", "write !venue=CBOE"),
        ("size!=5", "size!=5", "turn it round"),
        ("BRK.B", "BRK.B", "did you mean “BRKB”"),
        ("not multi", "not", "such as !multi"),
        ("SPY and C", "and", "leave it out"),
        ("sweep", "sweep", "are iso; for the root of that name write root=SWEEP"),
        ("!block", "!block", "for the root of that name write !root=BLOCK"),
        ("size>=" + "9" * 400, "size>=" + "9" * 400, "too large"),
        ("prem>=" + "9" * 400 + "m", "prem>=" + "9" * 400 + "m", "too large"),
        ("ß", "ß", HINT),
        ("size>=٣", "size>=٣", "is no number"),
        ("5", "5", HINT),
        ("exp=tomorrow", "exp=tomorrow", "is no date. Write exp=2025-12-19"),
        ("exp=19Dec", "exp=19Dec", "is no date"),
        ("exp=2025-02-30", "exp=2025-02-30", "is not a date"),
        ("exp>2099-12-31", "exp>2099-12-31", "no trade has this expiry"),
        ("strike=0.0005", "strike=0.0005", "no strike is exactly that"),
        ("time=09:30", "time=09:30", "Write time=09:30..10:00"),
        ("time>=25:00", "time>=25:00", "a day has no 25:00"),
        ("time>=24:00", "time>=24:00", "no trade has this time of day"),
        ("time<9.45", "time<9.45", "is no time of day"),
        ("venue=CBOE", "venue=CBOE", "Write its number"),
        ("venue>=5", "venue>=5", "write venue=CBOE,ISE"),
        ("venue=70000", "venue=70000", "too large"),
        ("cond=", "cond=", "write cond=209,219"),
        ("cond=ISO", "cond=ISO", "stands alone: write iso"),
        ("cond=Auto", "cond=Auto", "is no condition number"),
        ("cond=209,,5", "cond=209,,5", "is no condition number"),
        ("root=SPY.X", "root=SPY.X", "is no root"),
        ("!C", "!C", "write P"),
        ("!puts", "!puts", "write C"),
        ("!unusual", "!unusual", "can be left out"),
        ("!O:SPY251219C00650000", "!O:SPY251219C00650000", "can be left out"),
        ("C O:SPY251319C00650000", "O:SPY251319C00650000", "not a date"),
        ("SPY251319C00650000", "SPY251319C00650000", "not a date"),
        (" SPY 19 Dec 25 650000 C ", "SPY 19 Dec 25 650000 C", "outside"),
    ],
)
def test_a_wrong_word_is_named_pointed_at_and_put_right(text: str, word: str, said: str) -> None:
    error = error_of(text)
    assert text[error.start : error.end] == word
    assert str(error).startswith(f"“{word[:39]}")
    assert said in str(error)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("size>5 SPY size<3", "size<3"),
        ("size=5 size=6", "size=6"),
        ("prem>=50k prem<50k", "prem<50k"),
        ("dte<3 dte>=3", "dte>=3"),
        ("time>=15:30 time<09:45", "time<09:45"),
        ("exp<2025-12-19 exp=2025-12-19", "exp=2025-12-19"),
        ("C P", "P"),
        ("puts C", "C"),
        ("SPY QQQ !SPY", "!SPY"),
        ("!SPY root=SPY", "root=SPY"),
        ("venue=302 !venue=302,308", "!venue=302,308"),
        ("!cond=209 cond=209", "cond=209"),
        ("iso !iso", "!iso"),
        ("!multi auction multi", "multi"),
        ("!single !multi", "!multi"),
        ("nothing O:SPY251219C00650000", "O:SPY251219C00650000"),
        ("O:SPY251219C00650000 nothing", "nothing"),
        ("QQQ O:SPY251219C00650000", "O:SPY251219C00650000"),
        ("O:SPY251219C00650000 P", "P"),
        ("O:SPY251219C00650000 strike<650", "strike<650"),
        ("O:SPY251219C00650000 exp>19Dec25", "exp>19Dec25"),
        ("P O:SPY251219C00650000 O:SPY251219C00640000 size>5", "O:SPY251219C00650000"),
    ],
)
def test_of_two_words_that_exclude_one_another_the_later_one_is_wrong(text: str, word: str) -> None:
    error = error_of(text)
    assert text[error.start : error.end] == word
    assert error.start == text.rindex(word)


def test_one_contract_of_several_may_be_left_over_by_the_other_words() -> None:
    asked = TapeFilter(tickers=names("O:SPY251219C00650000", "O:SPY251219P00650000"), right="P")
    assert parse_filter("P O:SPY251219C00650000 O:SPY251219P00650000") == asked


def test_a_venue_is_put_right_by_the_names_that_are_known() -> None:
    assert "Did you mean CBOE?" in str(error_of("venue=CBEO", VENUES))
    assert "such as venue=CBOE" in str(error_of("venue=XXXXX", VENUES))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("!multi prem>=50000 size>=100 call spy", "SPY C size>=100 prem>=50k !multi"),
        ("size>99 size<500", "size=100..499"),
        ("prem>1250000", "prem>1.25m"),
        ("prem>=1500", "prem>=1.5k"),
        ("prem>=950 prem<1000", "prem>=950 prem<1k"),
        ("price<.05 price>=.01", "price>=0.01 price<0.05"),
        ("strike<=650 strike>=600", "strike=600..650"),
        ("price<.05", "price<0.05"),
        ("price<=0.0500", "price<=0.05"),
        ("dte<7 dte>=0", "dte=0..6"),
        ("time<9:45:00 exp=19Dec25", "exp=2025-12-19 time<09:45"),
        ("time<=10:00", "time<=10:00"),
        ("time>=09:30 time<10:00", "time=09:30..10:00"),
        ("root=qqq,late", "root=LATE QQQ"),
        ("cancel late iso unusual", "iso late cancel unusual"),
    ],
)
def test_a_filter_is_written_short(text: str, canonical: str) -> None:
    assert filter_text(parse_filter(text)) == canonical


@settings(deadline=None, max_examples=400)
@given(filters)
@example(TapeFilter(roots=names("A", "C5", "MAY1")))
@example(TapeFilter(roots=names("C", "P", "DTE", "LATE"), not_roots=names("ROOT", "AND", "BLOCK")))
@example(TapeFilter(from_ms=0, to_ms=86_400_000))
@example(TapeFilter(from_ms=5, to_ms=6))
def test_what_is_written_is_read_as_the_same_filter(asked: TapeFilter) -> None:
    for venues in (None, VENUES):
        text = filter_text(asked, venues)
        if conflict(asked) or contracts_conflict(asked):
            assert error_of(text, venues)
        else:
            assert parse_filter(text, venues) == asked
            assert parse_filter(text.swapcase(), venues) == asked


@settings(deadline=None, max_examples=150)
@given(texts)
def test_a_written_filter_is_written_so_again(text: str) -> None:
    written = filter_text(parse_filter(text))
    assert filter_text(parse_filter(written)) == written


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*HINT.split(), "P", "size>=", "k", ">", "1e9", "0", "..", "!", "="])).map("".join)
)
def test_any_text_is_a_filter_or_an_error_that_points_at_a_word(text: str) -> None:
    wrong = []
    try:
        assert isinstance(parse_filter(text), TapeFilter)
    except FilterTextError as error:
        wrong = [text[error.start : error.end]]
    assert all(word and word == word.strip() for word in wrong)


def test_every_form_that_help_shows_is_understood() -> None:
    for form, meaning in help_words():
        assert meaning
        for text in form.split(" or "):
            assert parse_filter(text, VENUES) != TapeFilter(), text
    assert {form for form, _ in help_words()} >= GROUPS.keys()


def test_an_error_shows_no_more_of_a_long_word_than_a_line_has_room_for() -> None:
    for text in ("x" * 500, "size>=" + "x" * 500, "time=" + "x" * 500, "exp=" + "x" * 500, "siez=" + "x" * 500):
        assert len(str(error_of(text))) < 160


def test_a_text_without_end_is_refused_at_once() -> None:
    text = "SPY " * (LONGEST // 4)
    assert parse_filter(text) == TapeFilter(roots=names("SPY"))
    error = error_of(text + "QQQ")
    assert str(error) == "a filter has no more than 10,000 characters"
    assert (error.start, error.end) == (LONGEST, LONGEST + 3)
