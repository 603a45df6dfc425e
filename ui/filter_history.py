"""The filters that were used in this session, for one to come back to. No Qt here."""

_MOST = 100


class FilterHistory:
    """Texts, the newest last; one that is used again moves to the end."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def note(self, text: str) -> None:
        """A filter was used; an empty one is none."""
        text = text.strip()
        if text:
            self._texts = [*(kept for kept in self._texts if kept != text), text][-_MOST:]

    def before(self, text: str) -> str | None:
        """The filter that was used before this one, or the newest if this one was never used; None: there is none."""
        text = text.strip()
        older = self._texts[: self._texts.index(text)] if text in self._texts else self._texts
        return older[-1] if older else None

    def after(self, text: str) -> str | None:
        """The filter that was used after this one; None: it is the newest, or was never used."""
        text = text.strip()
        newer = self._texts[self._texts.index(text) + 1 :] if text in self._texts else []
        return newer[0] if newer else None
