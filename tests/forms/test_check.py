"""`motcua form check` names the cell of a spreadsheet that the real pyxform, or the engine, refuses.

Each case spoils one cell of a small good form. `./dev test forms` builds `motcua`; by hand, `cargo build -p motcua-virtual-phone` first.
"""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
MOTCUA = Path(os.environ.get("MOTCUA_BIN_DIR", ROOT / "target" / "debug")) / "motcua"
XLS2XFORM = Path(sys.executable).parent / "xls2xform"

GOOD = {
    "survey": [
        ["type", "name", "label", "relevant", "calculation"],
        ["text", "name", "Name", "", ""],
        ["select_multiple kind", "kinds", "Kinds", "", ""],
        ["calculate", "twice", "", "", "concat(${name}, ${name})"],
    ],
    "choices": [["list_name", "name", "label"], ["kind", "food", "Food"], ["kind", "drink", "Drink"]],
    "settings": [["form_title", "form_id", "version", "instance_name"], ["Stall", "stall", "1", "${name}"]],
}

# Sheet, row, column (from 1), what is written there, the cell that is told, and the code.
CASES = [
    ("survey", 2, 1, "textt", "survey!A2", "SHEET"),
    ("survey", 2, 2, "my name", "survey!B2", "SHEET"),
    ("survey", 3, 4, "${nobody} = 1", "survey!D3", "SHEET"),
    ("survey", 4, 5, "foo(${name})", "survey!E4", "FORM_UNKNOWN_FUNCTION"),
    ("choices", 2, 2, "soft drink", "choices!B2", "SHEET"),
    ("choices", 3, 2, "food", "choices!B3", "SHEET"),
    ("choices", 3, 3, "${nobody}", "choices!C3", "SHEET"),
    ("settings", 2, 4, "${nobody}", "settings!D2", "SHEET"),
    ("settings", 2, 4, "foo(${name})", "settings!D2", "FORM_UNKNOWN_FUNCTION"),
]


def check(folder, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "form.xlsx")
    command = [str(MOTCUA), "form", "check", "form.xlsx", "--pyxform", str(XLS2XFORM)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_a_good_form_can_be_used(tmp_path):
    told = check(tmp_path, GOOD)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(("sheet", "row", "column", "text", "cell", "code"), CASES)
def test_a_spoilt_cell_is_named(tmp_path, sheet, row, column, text, cell, code):
    spoilt = {name: [list(line) for line in rows] for name, rows in GOOD.items()}
    spoilt[sheet][row - 1][column - 1] = text
    told = check(tmp_path, spoilt)
    assert told.returncode == 1
    assert told.stderr.startswith(f"form.xlsx, {cell}: {code}:"), told.stderr
