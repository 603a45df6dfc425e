"""The style sheet of the whole application; `$name` is a token of `ui.theme`."""

from string import Template

SHEET = Template("""
QMainWindow, QDialog { background: $surface; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QMenuBar { background: $raised; color: $muted; padding: 2px 4px; }
QLabel[role="clock"] { color: $muted; font-family: "$figure_family"; }
QMenuBar::item { padding: 3px 9px; background: transparent; border-radius: 3px; }
QMenuBar::item:selected { background: $selected; color: $bright; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 4px 26px 4px 22px; border-radius: 3px; }
QMenu::item:selected { background: $selected; color: $bright; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 3px; }
QLineEdit, QDateEdit, QTimeEdit, QComboBox, QSpinBox, QPlainTextEdit {
    background: $field; border: 1px solid $line; border-radius: 3px; padding: 2px 6px;
    selection-background-color: $accent; selection-color: $badge_text; }
QLineEdit, QDateEdit, QTimeEdit, QComboBox, QSpinBox { min-height: ${field_px}px; }
QLineEdit:focus, QDateEdit:focus, QTimeEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit[invalid="true"], QDateEdit[invalid="true"], QTimeEdit[invalid="true"],
QPlainTextEdit[invalid="true"] { border-color: $error; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; }
QPushButton { background: $raised; border: 1px solid $line; border-radius: 3px; padding: 3px 12px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:pressed { background: $selected; }
QPushButton:disabled { color: $disabled; }
QPushButton:default { background: $selected; border-color: $accent; color: $bright; }
QPushButton:default:disabled { background: $raised; border-color: $line; color: $disabled; }
QToolButton { background: transparent; border: 1px solid transparent; padding: 1px 5px; color: $muted;
    border-radius: 3px; }
QToolButton:hover { color: $bright; background: $selected; }
QToolButton:checked { color: $accent; background: $selected; }
QToolButton[role="pill"] { color: $badge_text; background: $accent; font-weight: 600; border-radius: 8px; }
QToolButton[role="pill-paused"] { color: $badge_text; background: $warn; font-weight: 600; border-radius: 8px; }
QToolButton[role="remedy"] { color: $bright; border-color: $handle_hover; padding: 1px 9px; }
QToolButton[role="remedy"]:hover { border-color: $accent; }
QToolButton:focus, QToolButton[role="remedy"]:focus { border-color: $accent; }
QToolButton[role="pill"]:focus, QToolButton[role="pill-paused"]:focus { border-color: $bright; }
QToolButton[role="link"] { color: $badge_text; font-weight: 600; padding: 0px 4px; min-width: 8px; }
QToolButton[role="link"]:focus, QToolButton[role="link"]:hover { border-color: $bright; }
QToolButton[role^="terminal-"] { border-color: $line; padding: 1px 8px; }
QToolButton[role="terminal-good"] { color: $text; }
QToolButton[role="terminal-warn"] { color: $warn; border-color: $warn; }
QToolButton[role="terminal-bad"] { color: $error; border-color: $error; }
QToolButton[role^="terminal-"]:hover, QToolButton[role^="terminal-"]:focus { border-color: $accent; }
QToolButton[link=""] { color: $muted; border-color: $handle_hover; }
QToolButton[link="A"] { background: $link_a; }
QToolButton[link="B"] { background: $link_b; }
QToolButton[link="C"] { background: $link_c; }
QToolButton[link="D"] { background: $link_d; }
QToolButton[link="E"] { background: $link_e; }
QToolButton[link="F"] { background: $link_f; }
QHeaderView { background: $surface; border: none; border-bottom: 1px solid $line; }
QHeaderView[focused="true"] { border-bottom-color: $accent; }
QHeaderView::section { background: $surface; color: $muted; border: none;
    padding: 2px 5px; }
QTableView, QTreeView, QListView { background: $surface; border: none; gridline-color: $line;
    selection-background-color: $selected; selection-color: $bright; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }
QTableView QScrollBar:vertical { background: $surface; }
QScrollBar::handle { background: $handle; border-radius: 4px; min-height: 26px; min-width: 26px; margin: 1px; }
QScrollBar::handle:hover { background: $handle_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 4px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $bright; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $bright; }
QTabBar:focus { color: $accent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QCheckBox, QRadioButton { spacing: 6px; }
QCheckBox:focus, QRadioButton:focus { color: $bright; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QProgressBar { background: $field; border: 1px solid $line; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QLabel[role="title"] { color: $bright; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="legend"] { background: $raised; border: 1px solid $handle_hover; }
QLabel[role="error"] { color: $error; }
QLabel[role="problem"] { background: $notice_error; color: $bright; padding: 4px 10px;
    border-bottom: 1px solid $error; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="call"] { color: $call; }
QLabel[role="put"] { color: $put; }
QLabel[role^="badge-"] { color: $badge_text; font-weight: 600; border-radius: 3px; padding: 1px 10px; }
QLabel[role="badge-live"] { background: $live; }
QLabel[role="badge-delayed"] { background: $delayed; }
QLabel[role="badge-simulated"] { background: $simulated; }
QLabel[role="badge-replay"] { background: $replay; }
QLabel[role="badge-off"] { background: $line; color: $text; }
QWidget[role="foot"] { background: $surface; border-top: 1px solid $line; }
QWidget[role="status"] { background: $raised; border-top: 1px solid $line; }
QWidget[role="status"]:focus { border-top-color: $accent; }
QWidget[role="notice-info"] { background: $notice_info; border-bottom: 1px solid $line; }
QWidget[role="notice-warn"] { background: $notice_warn; border-bottom: 1px solid $line; }
QWidget[role="notice-error"] { background: $notice_error; border-bottom: 1px solid $line; }
QLabel[role^="sign-"] { font-weight: 600; }
QLabel[role="sign-good"] { color: $up; }
QLabel[role="sign-info"] { color: $accent; }
QLabel[role="sign-warn"] { color: $warn; }
QLabel[role="sign-error"] { color: $error; }
QWidget[role="well"] { background: $field; border-top: 1px solid $line; border-bottom: 1px solid $line; }
QWidget[role="bar"] { background: $raised; border-bottom: 1px solid $line; }
""")
