"""Keyed messages to the user."""

from models.notices import Level, Notice, Notices


class Told:
    """Notices with somebody who wants to know."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.seen: list[list[Notice]] = []
        self.notices.observe(lambda: self.seen.append(list(self.notices)))


def test_notices_stand_before_anybody_observes_them() -> None:
    notices = Notices()
    notices.show("feed", Level.WARN, "Reconnecting.")
    assert list(notices) == [Notice("feed", Level.WARN, "Reconnecting.")]


def test_a_newer_notice_replaces_the_older_of_its_key_and_stands_last() -> None:
    told = Told()
    told.notices.show("feed", Level.WARN, "In 5 s.")
    told.notices.show("theta", Level.INFO, "Not running.")
    told.notices.show("feed", Level.WARN, "In 4 s.")
    assert [(n.key, n.text) for n in told.notices] == [("theta", "Not running."), ("feed", "In 4 s.")]
    assert len(told.seen) == 3


def test_the_same_notice_again_is_no_change_but_another_level_is() -> None:
    told = Told()
    told.notices.show("feed", Level.WARN, "Cut.")
    told.notices.show("feed", Level.WARN, "Cut.")
    assert len(told.seen) == 1
    told.notices.show("feed", Level.ERROR, "Cut.")
    assert [n.level for n in told.notices] == [Level.ERROR]
    assert len(told.seen) == 2


def test_a_notice_that_is_cleared_is_gone_and_clearing_nothing_tells_nobody() -> None:
    told = Told()
    told.notices.show("feed", Level.WARN, "Cut.")
    told.notices.clear("theta")
    told.notices.clear("feed")
    told.notices.clear("feed")
    assert told.seen == [[Notice("feed", Level.WARN, "Cut.")], []]


def test_observers_see_the_change_done_and_may_clear_while_they_look() -> None:
    notices = Notices()

    def clear_dismissed() -> None:
        for notice in notices:
            if notice.text == "dismissed":
                notices.clear(notice.key)

    notices.observe(clear_dismissed)
    notices.show("a", Level.INFO, "dismissed")
    assert list(notices) == []


def test_a_notice_without_a_text_is_none() -> None:
    notices = Notices()
    notices.show("settings", Level.WARN, "")
    assert list(notices) == []
    notices.show("settings", Level.WARN, "Mended by hand?")
    notices.show("settings", Level.WARN, "")
    assert list(notices) == []


def test_no_notice_holds_what_nobody_may_see() -> None:
    notices = Notices(lambda text: text.replace("secret", "•••"))
    notices.show("feed", Level.WARN, "the key secret is refused")
    assert [notice.text for notice in notices] == ["the key ••• is refused"]
