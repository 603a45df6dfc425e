"""Taking a chart out of the program: its picture to the clipboard or a file, its prints to a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QThreadPool, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from models.atomic_file import replace_file
from models.chart.prints_csv import ShownTicks, csv_text
from models.figures import several
from ui.png import png
from ui.save_dialog import ask_file, not_saved_text
from ui.theme import ink, scaled, text_font

STRIP_PX = 26
PAD_PX = 10
AT_ONCE = 20_000
"""More prints than this are written by a thread: the window must not wait for them."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture says of itself: the contracts, then date, zone and source. `file_name`: without a suffix."""

    title: str
    facts: str
    file_name: str
    source: str


class ChartExport(QObject):
    """`said` carries what the user should know: (text, whether it is a problem)."""

    said = Signal(str, bool)
    finished = Signal()
    """No file is being written any more."""

    def __init__(
        self, plot: QWidget, caption: Callable[[], Caption | None], prints: Callable[[], Sequence[ShownTicks]]
    ) -> None:
        """`caption`: of what is drawn now, None while nothing is; `prints`: those that are in sight now."""
        super().__init__(plot)
        self._plot, self._caption, self._prints = plot, caption, prints
        self._writers: list[_Writer] = []

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return bool(self._writers)

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        caption = self._caption_or_word()
        if caption:
            QGuiApplication.clipboard().setImage(picture(self._plot, caption))
            self.said.emit("The picture of the chart is on the clipboard.", False)

    def ask_save_picture(self) -> None:
        """Let the user choose a file for the picture."""
        caption = self._caption_or_word()
        if caption:
            image = picture(self._plot, caption)
            self._ask("Save the picture", caption.file_name, "png", lambda path: self._save_picture(path, image))

    def ask_save_csv(self) -> None:
        """Let the user choose a file for the prints that are shown."""
        caption = self._caption_or_word()
        if caption:
            prints = self._prints()
            title = f"Save {_count_text(prints)} as shown"
            self._ask(title, caption.file_name, "csv", lambda path: self._save_csv(path, prints, caption.source))

    def _caption_or_word(self) -> Caption | None:
        caption = self._caption()
        if caption is None:
            self.said.emit("The chart is empty: there is nothing to keep yet.", True)
        return caption

    def _ask(self, title: str, name: str, suffix: str, save: Callable[[Path], None]) -> None:
        ask_file(self._plot, title, name, {f".{suffix}": suffix.upper()}, save)

    def _save_picture(self, path: Path, image: QImage) -> None:
        self.said.emit(*_write(path, png(image), "Saved"))

    def _save_csv(self, path: Path, prints: Sequence[ShownTicks], source: str) -> None:
        writer = _Writer(path, prints, source)
        writer.done.connect(self._written)  # a slot of this thread's, wherever it is written
        self._writers.append(writer)
        if sum(map(len, prints)) <= AT_ONCE:
            writer.write()
        else:
            self.said.emit(f"Saving {_count_text(prints)} to “{path.name}” …", False)
            QThreadPool.globalInstance().start(writer.write)

    def _written(self, writer: "_Writer", text: str, problem: bool) -> None:
        self._writers.remove(writer)
        self.said.emit(text, problem)
        if not self._writers:
            self.finished.emit()


class _Writer(QObject):
    """Writes prints to a file, in whatever thread."""

    done = Signal(QObject, str, bool)

    def __init__(self, path: Path, prints: Sequence[ShownTicks], source: str) -> None:
        super().__init__()
        self._path, self._prints, self._source = path, prints, source

    def write(self) -> None:
        """Write, and say how it went."""
        content = csv_text(self._prints, self._source).encode()
        self.done.emit(self, *_write(self._path, content, f"Saved {_count_text(self._prints)}"))


def picture(plot: QWidget, caption: Caption) -> QImage:
    """The plot under a strip that says what it shows, at the resolution of its screen."""
    ratio, strip_px = plot.devicePixelRatioF(), scaled(STRIP_PX)
    width, height = round(plot.width() * ratio), round((plot.height() + strip_px) * ratio)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(ink("raised"))
    painter = QPainter(image)
    _strip(painter, QRectF(PAD_PX, 0, plot.width() - 2 * PAD_PX, strip_px), caption)
    painter.drawPixmap(QPoint(0, strip_px), plot.grab())
    painter.end()
    return image


def _strip(painter: QPainter, box: QRectF, caption: Caption) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(text_font())
    painter.setPen(ink("muted"))
    facts = painter.boundingRect(box, Qt.AlignmentFlag.AlignRight | middle, caption.facts)
    painter.drawText(facts, Qt.AlignmentFlag.AlignCenter, caption.facts)
    painter.setFont(text_font(strong=True))
    painter.setPen(ink("bright"))
    room = max(facts.left() - box.left() - PAD_PX, 0.0)
    title = painter.fontMetrics().elidedText(caption.title, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, title)


def _count_text(prints: Sequence[ShownTicks]) -> str:
    return several(sum(map(len, prints)), "print")


def _write(path: Path, content: bytes, done: str) -> tuple[str, bool]:
    """Write a file; say how it went, with what is `done` if it went well, and whether there is a problem."""
    try:
        replace_file(path, content)
    except OSError as error:
        return not_saved_text(path, error), True
    return f"{done} to {path}.", False
