"""All that is told of one row of an answer."""

import resources
from models.fact import facts_text
from models.history.answer_facts import answer_facts, answer_title, request_text
from models.history.answers import Answers, Entry
from models.history.flag_words import FlagWords
from models.history.queries import HistoryError, HistoryFailure
from tests.models.history.made_answers import SPY_C, answer, question

FLAGS = FlagWords(resources.table("theta_flags"))


def entries(**changes: object) -> list[Entry]:
    made = Answers(question(SPY_C))
    made.add(answer(made.left()[0], (11,), **changes))  # type: ignore[arg-type]
    return list(made.entries)


def told(entry: Entry) -> dict[str, str]:
    return {fact.name: fact.value for group in answer_facts(entry, 100, FLAGS) for fact in group.facts if fact.name}


def test_a_trade_is_told_whole() -> None:
    entry = entries()[0]
    facts = told(entry)
    assert answer_title(entry) == "SPY 20 Sep 24 500 C · Mon 10 Jun 24 at 12:00:00.000 ET"
    assert facts["Traded"] == "11:59:59.664 ET"
    assert facts["Premium"] == "$8,342.00, at 100 shares a contract"
    assert facts["Venue"] == "ISE: Nasdaq ISE (308), Theta 6"
    assert facts["Sequence"] == "-5, unsigned 4294967291"
    assert facts["Latency"] == "12 ms"
    assert facts["condition"] == "130"


def test_flags_are_decoded_a_line_each() -> None:
    lines = facts_text("", answer_facts(entries()[0], 100, FLAGS)).splitlines()
    at = lines.index("price_flags\t5 · SETLAST: this trade sets the last price")
    assert lines[at + 1] == "\tSETLOW: this trade sets the session low"
    assert "volume_type\t0 · INCRVOL: size is added to the volume" in lines


def test_a_long_request_is_cut_between_parameters_and_copied_whole() -> None:
    entry = entries()[0]
    lines = facts_text("", answer_facts(entry, 100, FLAGS)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Request\t"))
    joined = "".join(line.partition("\t")[2] for line in lines[at:])
    assert joined == request_text(entry)
    assert request_text(entry).startswith("http://127.0.0.1:25510/v2/")


def test_a_long_reason_is_told_in_lines_that_can_be_read_whole() -> None:
    made = Answers(question(SPY_C))
    made.fail(made.left()[0], HistoryError(HistoryFailure.PERMISSION, "This needs a subscription. " * 6))
    lines = facts_text("", answer_facts(made.entries[0], 100, FLAGS)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("That is\t"))
    told_why = [line.partition("\t")[2] for line in lines[at:]]
    assert " ".join(told_why).strip() == ("This needs a subscription. " * 6).strip()
    assert max(map(len, told_why)) <= 58


def test_a_day_without_a_trade_says_why() -> None:
    facts = told(entries()[1])
    assert facts["Why"] == "no trade"
    assert "Price" not in facts


def test_what_is_special_stands_out() -> None:
    facts = {
        fact.name: fact
        for group in answer_facts(
            entries(cancel=True, size_note="size is total volume", trade_ms=43_200_001)[0], 100, FLAGS
        )
        for fact in group.facts
    }
    assert facts["Cancel"].ink == "error"
    assert facts["Size"].value == "2: size is total volume"
    assert facts["Age"].value.endswith("after the asked time")
    assert "Premium" not in facts


def test_unknown_flags_are_told_as_numbers() -> None:
    assert FLAGS.words("price_flags", 0x81) == ("SETLAST: this trade sets the last price", "0x80: unknown")
    assert FLAGS.words("price_flags", 0) == ("none",)
    assert FLAGS.words("records_back", 3)[0].startswith("number of trades prior")
    assert FLAGS.words("volume_type", 9) == ()
    assert FLAGS.words("nothing", 1) == FLAGS.words("price_flags", None) == FLAGS.words("price_flags", "x") == ()
