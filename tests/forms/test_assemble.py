"""The assembler: blocks take their place, and what doesn't fit is told with the cell to mend."""

import openpyxl
import pytest

import assemble
from assemble import EN, VI, AssemblyError

COLUMNS = ["type", "name", f"label::{VI}", f"label::{EN}", "required", f"required_message::{VI}", f"required_message::{EN}",
           "relevant", "constraint", "choice_filter", "calculation", "parameters", "only_if"]
SETTINGS = [list(assemble.SETTINGS), ["Đơn", "9.000001", "2026112301", VI, "pages", "data"]]


def row(**cells):
    return [cells.get(column.partition("::")[0] if column.endswith(VI) else column) for column in COLUMNS]


def save(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)


@pytest.fixture
def written(tmp_path):
    """Writes one block `place` and a form with these rows; returns the assembled rows as (type, name, relevant)."""

    def assembled(rows, block=(), parameters=(), choices=()):
        blocks, folder = tmp_path / "blocks", tmp_path / "9.000001"
        blocks.mkdir(exist_ok=True)
        folder.mkdir(exist_ok=True)
        head = ["list_name", "name", f"label::{VI}", f"label::{EN}"]
        save(blocks / "choices.xlsx", choices=[head, ["yes_no", "yes", "Có", "Yes"], ["yes_no", "no", "Không", "No"]])
        save(blocks / "place.xlsx", survey=[COLUMNS, *block], parameters=[["name", "default", "meaning"], *parameters])
        save(folder / "source.xlsx", survey=[COLUMNS, *rows], choices=[head, *choices], settings=SETTINGS)
        assemble.read_block.cache_clear()
        return assemble.assemble(folder, blocks)

    return assembled


def told(written, *arguments, **named):
    with pytest.raises(AssemblyError) as error:
        written(*arguments, **named)
    return str(error.value)


STREET = row(type="text", name="street", label="@{label}", relevant="@{here}/asked = 'yes'")
ASKED = row(type="select_one yes_no", name="asked", label="Hỏi")


def test_a_named_block_is_a_group_with_the_texts_and_condition_of_its_row(written):
    form = written([ASKED, row(type="block place", name="home", label="Nhà", relevant="/data/asked = 'yes'")],
                   [ASKED, STREET])
    assert [(line.get("type"), line.get("name"), line.get("relevant")) for line in form.survey] == [
        ("select_one yes_no", "asked", ""),
        ("begin_group", "home", "/data/asked = 'yes'"),
        ("select_one yes_no", "asked", ""),
        ("text", "street", "/data/home/asked = 'yes'"),
        ("end_group", "home", ""),
    ]
    assert form.survey[3].get(f"label::{VI}") == "Nhà"
    assert [choice.get("name") for choice in form.choices] == ["yes", "no"]


def test_a_block_without_a_name_stands_in_the_group_around_it_and_adds_its_condition(written):
    page = row(type="begin_group", name="page", label="Trang")
    form = written([page, row(type="block place", relevant="/data/page/asked = 'no'"), row(type="end_group", name="page")],
                   [ASKED, STREET])
    assert [line.get("relevant") for line in form.survey] == [
        "", "/data/page/asked = 'no'", "(/data/page/asked = 'no') and (/data/page/asked = 'yes')", ""
    ]


def test_parameters_change_texts_leave_questions_out_and_take_a_requirement_away(written):
    parameters = [["what", "địa chỉ"], ["required", "yes"], ["extra", None]]
    block = [row(type="text", name="a", required="@{required}", required_message="Hãy nhập @{what}."),
             row(type="text", name="b", only_if="extra"), row(type="text", name="c", only_if="what=tên")]
    plain = written([row(type="block place")], block, parameters)
    assert [line.get("name") for line in plain.survey] == ["a"]
    assert plain.survey[0].get(f"required_message::{VI}") == "Hãy nhập địa chỉ."
    set_ones = written([row(type="block place", parameters="what=tên\nrequired=\nextra=x")], block, parameters)
    assert [line.get("name") for line in set_ones.survey] == ["a", "b", "c"]
    assert set_ones.survey[0].get(f"required_message::{VI}") == ""


@pytest.mark.parametrize(
    ("rows", "block", "wanted"),
    [
        ([row(type="block nowhere")], [], "9.000001/source.xlsx, survey!A2: there is no block «nowhere»"),
        ([row(type="block place")], [row(type="block place")], "blocks/place.xlsx, survey!A2: the block «place» holds itself"),
        ([ASKED, row(type="block place", parameters="colour=red")], [],
         "9.000001/source.xlsx, survey!L3: the block has no parameter «colour»"),
        ([row(type="block place", parameters="colour")], [], "9.000001/source.xlsx, survey!L2: «colour» isn't name=value"),
        ([row(type="block place")], [row(type="text", name="a", label="@{what}")],
         "blocks/place.xlsx, survey!C2: there is no parameter «what»"),
        ([row(type="block place")], [row(type="text", name="a", only_if="what")],
         "blocks/place.xlsx, survey!M2: there is no parameter «what»"),
        ([row(type="text", name="a", relevant="/data/b = 1")], [], "9.000001/source.xlsx, survey!H2: nothing is asked at /data/b"),
        ([row(type="text", name="a", required="/data/b = 1")], [], "9.000001/source.xlsx, survey!E2: nothing is asked at /data/b"),
        ([ASKED, row(type="block place")], [ASKED], "blocks/place.xlsx, survey!B2: /data/asked is there twice"),
        ([row(type="select_one colour", name="a")], [], "9.000001/source.xlsx, survey!A2: there is no list «colour»"),
        ([row(type="end_group", name="a")], [], "9.000001/source.xlsx, survey!B2: there is no open group «a» to end here"),
        ([row(name="a")], [], "9.000001/source.xlsx, survey!A2: the row has no type"),
    ],
)
def test_what_does_not_fit_is_told_with_sheet_row_and_cell(written, rows, block, wanted):
    assert told(written, rows, block) == wanted


def test_a_form_of_blocks_alone_has_the_columns_that_they_fill(written, tmp_path):
    written([row(type="block place")], [ASKED])
    save(tmp_path / "9.000001" / "source.xlsx", survey=[["type"], ["block place"]], choices=[["list_name"]], settings=SETTINGS)
    form = assemble.assemble(tmp_path / "9.000001", tmp_path / "blocks")
    assert form.columns == ("type", "name", f"label::{VI}")
    assert form.sheets()["survey"][1] == ["select_one yes_no", "asked", "Hỏi"]


def test_a_list_of_its_own_may_not_have_the_name_of_a_shared_one(written):
    message = told(written, [ASKED], choices=[["yes_no", "maybe", "Có lẽ", "Maybe"]])
    assert message == "9.000001/source.xlsx, choices!A2: the shared lists have «yes_no» too"


def test_what_pyxform_refuses_is_told_with_the_row_of_the_source(written):
    form = written([row(type="text", name="a", label="A"), row(type="no such type", name="b", label="B")])
    with pytest.raises(AssemblyError) as error:
        assemble.compile_form(form)
    assert str(error.value).startswith("9.000001/source.xlsx, survey!A3: ")


def test_what_pyxform_refuses_in_a_list_is_told_with_the_cell_of_the_list(written):
    asked = [row(type="select_one colour", name="a", label="Màu"), row(type="text", name="b", label="B")]
    form = written(asked, choices=[["colour", "red", "Đỏ", "Red"], ["colour", "red", "Đỏ", "Red"]])
    with pytest.raises(AssemblyError) as error:
        assemble.compile_form(form)
    assert str(error.value).startswith("9.000001/source.xlsx, choices!B3: ")


def test_a_form_that_is_as_it_was_is_not_written_again(written, tmp_path):
    written([ASKED])
    folder = tmp_path / "9.000001"
    form = assemble.assemble(folder, tmp_path / "blocks")
    assert not assemble.has_sheets(folder / "form.xlsx", form.sheets())
    assemble.write_book(folder / "form.xlsx", form.sheets())
    assert assemble.has_sheets(folder / "form.xlsx", form.sheets())
    written([row(type="select_one yes_no", name="asked", label="Hỏi lại")])
    assert not assemble.has_sheets(folder / "form.xlsx", assemble.assemble(folder, tmp_path / "blocks").sheets())


@pytest.mark.parametrize("block", sorted(path.stem for path in (assemble.FORMS / "blocks").glob("*.xlsx") if path.stem != "choices"))
def test_every_block_of_the_project_stands_in_a_form_and_explains_its_parameters(block, tmp_path):
    head = [*COLUMNS, f"hint::{VI}"]
    number = ["integer", "n", "Số", "Number"]
    texts = [f"block {block}", "part", "Phần", "Part", *[None] * 7]
    parameters = {row.get("name"): row for row in assemble.read_sheet(assemble.FORMS / "blocks" / f"{block}.xlsx", "parameters")}
    set_ones = "\n".join(f"{name}=/data/n" for name, row in parameters.items() if row.get("meaning").startswith("address of"))
    save(tmp_path / "source.xlsx", survey=[head, number, [*texts, set_ones]], choices=[["list_name", "name"]], settings=SETTINGS)
    form = assemble.assemble(tmp_path)
    assert "/data/part" in assemble.compile_form(form)
    assert len(form.survey) > 3
    for name, row in parameters.items():
        assert row.get("meaning"), name
