"""Builds a form from its source sheet and the shared blocks: `./dev forms assemble FOLDER…`, or all of them.

A folder with `source.xlsx` is assembled: rows of type `block NAME` are replaced by the questions of
`mock-server/forms/blocks/NAME.xlsx`, and lists that the form doesn't have come from `blocks/choices.xlsx`. What comes out
is a plain XLSForm, `form.xlsx`; pyxform compiles it to `form.xml`, and `manifest.json` gets the hashes. Nothing is
written unless all of it fits. What doesn't fit is told with file, sheet, row and cell of the sheet a person edits.

In a block's cells `@{…}` stands for a parameter: one of the block's own sheet `parameters` (name, default, meaning), which
the form's row sets in its cell `parameters`, one `name=value` a line; `@{here}`, the address of the group that the
block's questions stand in; `@{label}` and `@{hint}`, the texts of the form's row in the language of the column.
"""

import hashlib
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

FORMS = Path(__file__).resolve().parents[2] / "mock-server" / "forms"
VI, EN = "Tiếng Việt (vi)", "English (en)"
LANGUAGES = (VI, EN)
#: The largest paper that the portal takes.
MAX_BYTES = 20 * 1024 * 1024
#: Columns that only the assembler reads.
OWN_COLUMNS = ("parameters", "only_if")
EXPRESSIONS = ("relevant", "required", "constraint", "choice_filter", "calculation", "repeat_count")
#: Where pyxform says that a fault is.
NUMBERED = re.compile(r"\[row : (\d+)\](?: On the '(\w+)' sheet, the '(\w+)' value)?")
PLACEHOLDER = re.compile(r"@\{([a-z_]+)\}")
ADDRESS = re.compile(r"/data(?:/[a-z][a-z0-9_]*)+")
SETTINGS = ("form_title", "form_id", "version", "default_language", "style", "name")
WIDTHS = {"type": 24, "name": 20, "list_name": 24, "required": 10, "trigger": 14, "default": 10, "appearance": 14}


@dataclass(frozen=True)
class Place:
    """A row of a sheet that a person edits."""

    book: Path
    sheet: str
    row: int
    columns: tuple

    def cell(self, column):
        letter = get_column_letter(self.columns.index(column) + 1) if column in self.columns else ""
        folder = self.book.parent.name
        return f"{folder}/{self.book.name}, {self.sheet}!{letter}{self.row}"


class AssemblyError(Exception):
    """Something in a sheet doesn't fit; the text begins with the cell to mend."""

    def __init__(self, place, column, problem):
        super().__init__(f"{place.cell(column)}: {problem}")


@dataclass(frozen=True)
class Row:
    """The cells of a row by column, empty ones left out, and where it stands."""

    place: Place
    cells: dict

    def get(self, column):
        return self.cells.get(column, "")

    def with_cells(self, **changed):
        return Row(self.place, {**self.cells, **changed})

    def fails(self, column, problem):
        return AssemblyError(self.place, column, problem)


def read_sheet(book, sheet):
    """All rows of one sheet that aren't empty."""
    pages = openpyxl.load_workbook(book, read_only=True)
    if sheet not in pages.sheetnames:
        raise AssemblyError(Place(book, sheet, 1, ()), "", "there is no such sheet")
    lines = pages[sheet].iter_rows(values_only=True)
    head = tuple(str(cell or "") for cell in next(lines))
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = {key: str(cell) for key, cell in zip(head, line) if cell not in (None, "")}
        if cells:
            rows.append(Row(Place(book, sheet, number, head), cells))
    return rows


@cache
def read_block(book):
    """A block's rows and its parameters with their defaults."""
    defaults = {row.get("name"): row.get("default") for row in read_sheet(book, "parameters")}
    return read_sheet(book, "survey"), defaults


def parameters_of(row, defaults):
    """What the row sets, over the block's defaults."""
    given = dict(defaults)
    for line in filter(None, map(str.strip, row.get("parameters").splitlines())):
        name, separator, value = line.partition("=")
        if not separator:
            raise row.fails("parameters", f"«{line}» isn't name=value")
        if name.strip() not in defaults:
            raise row.fails("parameters", f"the block has no parameter «{name.strip()}»")
        given[name.strip()] = value.strip()
    return given


def language_of(column):
    return column.partition("::")[2]


def filled_in(row, parameters, called_by):
    """The row with every placeholder replaced; a default may itself hold placeholders."""

    def value(column, name):
        if name in ("label", "hint"):
            return called_by.get(f"{name}::{language_of(column)}")
        if name not in parameters:
            raise row.fails(column, f"there is no parameter «{name}»")
        return parameters[name]

    def fill(column, text):
        for _ in range(4):
            if not PLACEHOLDER.search(text):
                return text
            text = PLACEHOLDER.sub(lambda match: value(column, match.group(1)), text)
        raise row.fails(column, "its parameters stand for each other without end")

    cells = {column: fill(column, text).strip() for column, text in row.cells.items()}
    return Row(row.place, {column: text for column, text in cells.items() if text})


def is_wanted(row, parameters):
    """`only_if` keeps a row of a block: `name` when the parameter isn't empty, `name=value` when it has that value."""
    condition = row.get("only_if")
    if not condition:
        return True
    name, separator, value = condition.partition("=")
    if name not in parameters:
        raise row.fails("only_if", f"there is no parameter «{name}»")
    return parameters[name] == value if separator else bool(parameters[name])


def joined(outer, inner):
    return f"({outer}) and ({inner})" if outer and inner else outer or inner


class Assembler:
    """Puts the blocks of one form into its rows and keeps track of the group that a row stands in."""

    def __init__(self, blocks):
        self.blocks = blocks
        self.rows, self.groups, self.open_blocks = [], [], []

    def here(self):
        return "/".join(["/data", *self.groups])

    def take(self, row):
        kind = row.get("type").split()
        if not kind:
            raise row.fails("type", "the row has no type")
        if kind[0] == "block":
            self.take_block(row, " ".join(kind[1:]))
        else:
            self.take_plain(row, kind[0])

    def take_plain(self, row, kind):
        if kind == "end_group" or kind == "end_repeat":
            if not self.groups or row.get("name") not in ("", self.groups[-1]):
                raise row.fails("name", f"there is no open group «{row.get('name')}» to end here")
            self.groups.pop()
        elif kind in ("begin_group", "begin_repeat"):
            self.groups.append(row.get("name"))
        self.rows.append(self.finished(row))

    def finished(self, row):
        """Without what only the assembler reads, and without the messages of rules that a parameter left empty."""
        left_out = set(OWN_COLUMNS)
        for rule in ("required", "constraint"):
            if not row.get(rule):
                left_out |= {f"{rule}_message::{language}" for language in LANGUAGES}
        return Row(row.place, {column: text for column, text in row.cells.items() if column not in left_out})

    def take_block(self, row, name):
        book = self.blocks / f"{name}.xlsx"
        if not book.exists():
            raise row.fails("type", f"there is no block «{name}»")
        if name in self.open_blocks:
            raise row.fails("type", f"the block «{name}» holds itself")
        self.open_blocks.append(name)
        self.begin(row)
        rows, defaults = read_block(book)
        self.take_questions(row, rows, parameters_of(row, defaults))
        self.end(row)
        self.open_blocks.pop()

    def take_questions(self, called_by, rows, parameters):
        """A block without a name makes no group: its condition goes before that of each of its questions."""
        parameters = {**parameters, "here": self.here()}
        condition = "" if called_by.get("name") else called_by.get("relevant")
        depth = len(self.groups)
        for row in rows:
            if is_wanted(row, parameters):
                row = filled_in(row, parameters, called_by)
                if condition and len(self.groups) == depth and not row.get("type").startswith("end_"):
                    row = row.with_cells(relevant=joined(condition, row.get("relevant")))
                self.take(row)

    def begin(self, row):
        """A named block is a group, with the texts and the condition of the row that names it."""
        if row.get("name"):
            kept = {column: text for column, text in row.cells.items() if column.startswith(("label", "hint"))}
            kept |= {column: row.get(column) for column in ("name", "relevant", "appearance") if row.get(column)}
            self.take(Row(row.place, {"type": "begin_group", **kept}))

    def end(self, row):
        if row.get("name"):
            self.take(Row(row.place, {"type": "end_group", "name": row.get("name")}))


def addresses_of(rows):
    """The address of each question and group."""
    groups, found = ["/data"], {"/data"}
    for row in rows:
        if row.get("type").startswith("end_"):
            groups.pop()
            continue
        address = f"{groups[-1]}/{row.get('name')}"
        if address in found and row.get("type").split()[0] != "calculate":
            raise row.fails("name", f"{address} is there twice")
        found.add(address)
        if row.get("type").startswith("begin_"):
            groups.append(address)
    return found


def check_addresses(rows):
    """Every answer that an expression names is asked somewhere."""
    known = addresses_of(rows)
    for row in rows:
        for column in EXPRESSIONS:
            for address in ADDRESS.findall(row.get(column)):
                if address not in known:
                    raise row.fails(column, f"nothing is asked at {address}")


def lists_used(rows):
    """Names of the lists in the order they are first used, with the row that uses them."""
    used = {}
    for row in rows:
        kind = row.get("type").split()
        if kind[0] in ("select_one", "select_multiple"):
            used.setdefault(kind[1], row)
    return used


def choices_for(rows, own, shared):
    """The choices of every list in use: the form's own, or the shared ones."""
    by_list = {}
    for row in [*own, *shared]:
        by_list.setdefault((row.place.book, row.get("list_name")), []).append(row)
    shared_names = {row.get("list_name") for row in shared}
    for row in own:
        if row.get("list_name") in shared_names:
            raise row.fails("list_name", f"the shared lists have «{row.get('list_name')}» too")
    found = {name: choices for (_, name), choices in by_list.items()}
    chosen = []
    for name, row in lists_used(rows).items():
        if name not in found:
            raise row.fails("type", f"there is no list «{name}»")
        chosen += found[name]
    return chosen


@dataclass(frozen=True)
class Assembled:
    """A whole form: rows of its sheets, and what its manifest needs besides."""

    survey: list
    choices: list
    settings: Row
    columns: tuple

    def sheets(self):
        """Head and lines of each sheet of form.xlsx."""
        columns = [name for name in self.columns if name not in OWN_COLUMNS]
        choice_columns = ["list_name", "name", f"label::{VI}", f"label::{EN}"]
        return {
            "survey": table(columns, self.survey),
            "choices": table(choice_columns, self.choices),
            "settings": table(SETTINGS, [self.settings]),
        }


def table(columns, rows):
    return [list(columns), *([row.get(column) or None for column in columns] for row in rows)]


def assemble(folder, blocks=FORMS / "blocks"):
    """The form of a folder's `source.xlsx`. Raises AssemblyError."""
    source = folder / "source.xlsx"
    assembler = Assembler(blocks)
    asked = read_sheet(source, "survey")
    for row in asked:
        assembler.take(row)
    check_addresses(assembler.rows)
    shared = read_sheet(blocks / "choices.xlsx", "choices")
    choices = choices_for(assembler.rows, read_sheet(source, "choices"), shared)
    columns = columns_of(asked[0].place.columns, assembler.rows)
    return Assembled(assembler.rows, choices, read_sheet(source, "settings")[0], columns)


def columns_of(head, rows):
    """The source's columns, and behind them those that only its blocks fill."""
    return tuple(dict.fromkeys([*head, *(column for row in rows for column in row.cells)]))


def write_book(path, sheets):
    """A spreadsheet as people like to read it: head in bold, texts wrapped, first columns in view."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
        sheet.freeze_panes = "A2" if name == "settings" else "C2"
        for index, column in enumerate(lines[0], start=1):
            sheet.column_dimensions[get_column_letter(index)].width = WIDTHS.get(column, 36)
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)


def compile_form(form):
    """form.xml, as pyxform makes it; its complaints are told with the cell of the source."""
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "form.xlsx"
        write_book(book, form.sheets())
        try:
            return convert(xlsform=str(book), validate=False, pretty_print=True).xform
        except PyXFormError as error:
            row, column = cell_meant(form, str(error))
            raise row.fails(column, str(error)) from error


def cell_meant(form, complaint):
    """Row and column that pyxform complains about: where it says, or the row whose type or name it quotes; else the title."""
    numbered = NUMBERED.search(complaint)
    if numbered:
        number, sheet, column = numbered.groups()
        rows = form.choices if sheet == "choices" else form.survey
        row = rows[max(int(number) - 2, 0)]
        return row, next((name for name in row.place.columns if name.partition("::")[0] == column), "type")
    quoted = set(re.findall(r"'([^']+)'", complaint))
    named = (row for row in form.survey if quoted & {row.get("type"), row.get("name")})
    return next(named, form.settings), "type"


def described(name, content):
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def slots_of(rows):
    """A slot for each question that takes a paper."""
    groups, slots = ["/data"], []
    for row in rows:
        if row.get("type").startswith("end_"):
            groups.pop()
        elif row.get("type").startswith("begin_"):
            groups.append(f"{groups[-1]}/{row.get('name')}")
        elif row.get("type") == "file":
            reference = f"{groups[-1]}/{row.get('name')}"
            slots.append({"reference": reference, "accept": row.get("body::accept").split(","), "max_bytes": MAX_BYTES})
    return slots


def manifest(form, xml, lists=FORMS / "lists"):
    """manifest.json: what the portal tells of this form."""
    settings = form.settings
    media = sorted({row.get("type").split()[1] for row in form.survey if row.get("type").startswith("select_one_from_file")})
    return {
        "code": settings.get("form_id"),
        "version": settings.get("version"),
        "title_vi": settings.get("form_title"),
        "title_en": settings.get("title_en"),
        "receiving_ward": settings.get("receiving_ward"),
        "form": described("form.xml", xml.encode()),
        "media": [described(name, (lists / name).read_bytes()) for name in media],
        "slots": slots_of(form.survey),
    }


def has_sheets(book, sheets):
    """Whether a spreadsheet holds just this: it is not written again, for each writing has its own time in it."""
    if not book.exists():
        return False
    kept = openpyxl.load_workbook(book)
    held = {sheet.title: [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in kept}
    return held == sheets


def build(folder):
    """Assembles, compiles and writes; nothing is written when something doesn't fit."""
    form = assemble(folder)
    xml = compile_form(form)
    told = json.dumps(manifest(form, xml), ensure_ascii=False, indent=2) + "\n"
    if not has_sheets(folder / "form.xlsx", form.sheets()):
        write_book(folder / "form.xlsx", form.sheets())
    (folder / "form.xml").write_text(xml, encoding="utf-8")
    (folder / "manifest.json").write_text(told, encoding="utf-8")


def folder_of(name):
    """A form's folder, by its path or by its procedure's code."""
    folder = Path(name) if Path(name).is_dir() else FORMS / name
    return folder.resolve()


def main(names):
    folders = [folder_of(name) for name in names] or sorted(source.parent for source in FORMS.glob("*/source.xlsx"))
    for folder in folders:
        if not (folder / "source.xlsx").exists():
            sys.exit(f"{folder}: there is no source.xlsx")
        try:
            build(folder)
        except AssemblyError as error:
            sys.exit(str(error))
        print(f"{folder.name}: assembled")


if __name__ == "__main__":
    main(sys.argv[1:])
