"""The forms are what their spreadsheets say, in two languages, and ask what the law's forms ask.

For each folder under mock-server/forms: `form.xlsx` is compiled afresh with the pinned pyxform and must give the
committed `form.xml` byte for byte; every text stands in Vietnamese and English; every field of `fields.json` has its
question; the lists agree with the portal's data and the manifest with the files. Each `source.xlsx` is also assembled
afresh and must give its `form.xlsx` row by row. A failure names the row or field.
"""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import pytest
import pyxform
from pyxform.xls2xform import convert

import assemble
import records

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "mock-server" / "forms"
DATA = ROOT / "mock-server" / "data"
LISTS = FORMS / "lists"
VI, EN = "Tiếng Việt (vi)", "English (en)"
XF = "{http://www.w3.org/2002/xforms}"
HTML = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
FOLDERS = sorted(folder.parent for folder in FORMS.glob("*/form.xlsx"))
TYPES = {"date": "date", "int": "int"}


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet_rows(folder, sheet):
    """Rows of one sheet as dicts with the row number under `row`; empty cells are ''."""
    rows = openpyxl.load_workbook(folder / "form.xlsx")[sheet].iter_rows(values_only=True)
    head = next(rows)
    for number, row in enumerate(rows, start=2):
        cells = {key: "" if cell is None else str(cell) for key, cell in zip(head, row)}
        if any(cells.values()):
            yield {"row": number, **cells}


def lists_by_reference(folder):
    """The list of choices of each `select_one`, by the reference of the question."""
    groups, found = ["/data"], {}
    for row in sheet_rows(folder, "survey"):
        kind, _, name = row["type"].partition(" ")
        if kind.startswith("end_"):
            groups.pop()
        elif kind.startswith("begin_"):
            groups.append(f"{groups[-1]}/{row['name']}")
        elif kind == "select_one":
            found[f"{groups[-1]}/{row['name']}"] = name
    return found


class Form:
    """form.xml by reference: binds, controls and texts."""

    def __init__(self, folder):
        root = ET.parse(folder / "form.xml").getroot()
        self.binds = {bind.get("nodeset"): bind for bind in root.iter(f"{XF}bind")}
        body = root.find(f"{HTML}body")
        self.controls = {node.get("ref"): node for node in body.iter() if node.get("ref", "").startswith("/data/")}
        self.pages = [node.get("ref") for node in body]
        self.page_nodes = list(body)
        self.texts = {
            translation.get("lang"): {
                text.get("id"): "".join(text.find(f"{XF}value").itertext()).strip()
                for text in translation.iter(f"{XF}text")
            }
            for translation in root.iter(f"{XF}translation")
        }

    def bind(self, reference, attribute):
        return self.binds[reference].get(attribute, "")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name, scope="module")
def folder(request):
    return request.param


@pytest.fixture(scope="module")
def form(folder):
    return Form(folder)


@pytest.fixture(scope="module")
def fields(folder):
    return read_json(folder / "fields.json")


def every_field(fields):
    return [field for section in fields["sections"] for field in section["fields"]]


def test_there_are_forms_to_test():
    assert "1.001193" in [folder.name for folder in FOLDERS]
    assert {folder.parent for folder in FORMS.glob("*/manifest.json")} == set(FOLDERS)


def test_the_form_is_what_its_source_and_the_blocks_assemble_to(folder):
    form = assemble.assemble(folder)
    for sheet, lines in form.sheets().items():
        kept = [list(line) for line in openpyxl.load_workbook(folder / "form.xlsx")[sheet].iter_rows(values_only=True)]
        assert lines == kept, sheet
    xml = assemble.compile_form(form)
    assert xml == (folder / "form.xml").read_text(encoding="utf-8")
    assert assemble.manifest(form, xml) == read_json(folder / "manifest.json")


def test_the_committed_xml_is_what_the_spreadsheet_compiles_to(folder):
    result = convert(xlsform=str(folder / "form.xlsx"), validate=False, pretty_print=True)
    assert result.xform == (folder / "form.xml").read_text(encoding="utf-8")
    assert result.warnings == []


def test_odk_validate_takes_every_form(tmp_path):
    """The jar that pyxform brings; one run for all, each form beside its lists."""
    assert shutil.which("java"), "ODK Validate needs Java: ./dev test forms installs it"
    forms = []
    for folder in FOLDERS:
        home = tmp_path / folder.name
        shutil.copytree(LISTS, home)
        forms.append(str(shutil.copy(folder / "form.xml", home)))
    jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    told = subprocess.run(["java", "-Djava.awt.headless=true", "-jar", str(jar), *forms], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert (told.stdout + told.stderr).count("Xform is valid!") == len(forms)


def test_every_text_of_the_spreadsheet_stands_in_both_languages(folder):
    for sheet in ("survey", "choices"):
        for row in sheet_rows(folder, sheet):
            for kind in ("label", "hint", "required_message", "constraint_message"):
                vi, en = row.get(f"{kind}::{VI}", ""), row.get(f"{kind}::{EN}", "")
                assert bool(vi) == bool(en), f"{sheet} row {row['row']}: {kind} in one language only"


def test_every_question_and_choice_has_a_label_and_every_rule_a_message(folder):
    for row in sheet_rows(folder, "choices"):
        assert row[f"label::{VI}"], f"choices row {row['row']}"
    for row in sheet_rows(folder, "survey"):
        if row["type"] not in ("calculate", "start-geopoint", "end_group", "end_repeat"):
            assert row[f"label::{VI}"], f"survey row {row['row']}: no label"
        assert bool(row["required"]) == bool(row[f"required_message::{VI}"]), f"survey row {row['row']}"
        assert bool(row["constraint"]) == bool(row[f"constraint_message::{VI}"]), f"survey row {row['row']}"


def test_the_compiled_texts_are_complete_in_both_languages(form):
    assert set(form.texts) == {VI, EN}
    assert form.texts[VI].keys() == form.texts[EN].keys()
    empty = [key for texts in form.texts.values() for key, text in texts.items() if text in ("", "-")]
    assert empty == []


def test_texts_are_nfc(folder):
    for path in [folder / "form.xml", folder / "fields.json", *LISTS.glob("*.csv")]:
        name, text = path.name, path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), name


def test_each_page_is_a_group_of_its_own(form):
    for page in form.page_nodes:
        assert page.tag == f"{XF}group" and page.get("appearance") == "field-list", page.get("ref")


def test_every_field_has_its_question(form, fields):
    for field in every_field(fields):
        for reference in field["references"]:
            assert reference in form.controls, f"{field['id']}: {reference} isn't asked"


def test_types_and_required_answers_follow_the_field_list(form, fields):
    for field in every_field(fields):
        first = field["references"][0]
        if field["type"] in TYPES:
            assert form.bind(first, "type") == TYPES[field["type"]], field["id"]
        if field["type"] in ("enum", "bool"):
            assert form.controls[first].tag == f"{XF}select1", field["id"]
        required = any(form.bind(reference, "required") for reference in field["references"])
        assert required == bool(field["required"]), field["id"]


def test_conditions_follow_the_field_list(form, fields):
    """A field with `when` depends on the field that `when` names, itself or through the group around it."""
    for field in every_field(fields):
        condition = re.match(r"[\w.]+", field.get("when", ""))
        if not condition:
            continue
        asked_by = "/data/" + condition.group().replace(".", "/")
        for reference in field["references"]:
            around = [path for path in form.binds if reference == path or reference.startswith(path + "/")]
            relevant = " ".join(form.bind(path, "relevant") for path in around)
            assert asked_by in relevant, f"{field['id']}: {reference} doesn't depend on {asked_by}"


def test_choices_offered_are_the_ones_the_field_list_names(folder, fields):
    offered = {}
    for row in sheet_rows(folder, "choices"):
        offered.setdefault(row["list_name"], []).append(row["name"])
    lists = lists_by_reference(folder)
    for field in every_field(fields):
        rule = field.get("rule", "")
        if field["type"] == "enum" and re.fullmatch(r"\w+(,\w+)+", rule):
            assert offered[lists[field["references"][0]]] == rule.split(","), field["id"]
    if "ethnicity" in offered:
        assert offered["ethnicity"] == [f"{code:02}" for code in range(1, 56)]


def test_fields_with_a_rule_carry_one(form, fields):
    checked = ("id12", "phone", "email", "partial_date", "date", "int")
    for field in every_field(fields):
        first = field["references"][0]
        if field["type"] in checked and field.get("rule", "") not in ("", "generated, editable"):
            assert form.bind(first, "constraint"), field["id"]
            assert form.bind(first, f"{JR}constraintMsg"), field["id"]


def test_delivery_papers_and_cross_rules_have_their_places(form, fields, folder):
    slots = {slot["reference"] for slot in read_json(folder / "manifest.json")["slots"]}
    for reference in fields["delivery"]["references"]:
        assert reference in form.controls, reference
    for paper in fields["attachments"]:
        for reference in paper["references"] + paper.get("alt_references", []):
            assert form.controls[reference].tag == f"{XF}upload", reference
            always = form.bind(reference, "required") == "true()"
            assert form.bind(reference, "relevant") or not always or paper["required"] is True, reference
            assert form.bind(reference, "required"), reference
            assert reference in slots, reference
    for rule in fields["cross_rules"]:
        for reference in rule["references"]:
            assert reference in form.binds, f"{rule['rule']}: {reference}"


def test_every_upload_has_a_slot_with_the_same_types(form, folder):
    uploads = {
        reference: control.get("accept").split(",")
        for reference, control in form.controls.items()
        if control.tag == f"{XF}upload"
    }
    slots = {slot["reference"]: slot["accept"] for slot in read_json(folder / "manifest.json")["slots"]}
    assert uploads == slots


def test_personal_ids_take_exactly_the_provinces_of_the_list(form):
    """Three digits of the province of registration, 001 to 096 with gaps; 63 codes."""
    asked = [bind for reference, bind in form.binds.items() if reference.endswith("/personal_id")]
    if not asked:
        pytest.skip("asks for no personal ID")
    patterns = {re.search(r"regex\(\., '([^']+)'\)", bind.get("constraint")).group(1) for bind in asked}
    assert len(patterns) == 1, "every number is held to the same rule"
    pattern = patterns.pop()
    taken = [code for code in range(1000) if re.search(pattern, f"{code:03}085123456")]
    gaps = {3, 5, 7, 9, 13, 16, 18, 21, 23, 28, 29, 32, 39, 41, 43, 47, 50, 53, 55, 57, 59, 61, 63, 65, 69, 71, 73, 76, 78, 81, 85, 88, 90}
    assert taken == [code for code in range(1, 97) if code not in gaps]
    assert len(taken) == 63
    assert not re.search(pattern, "00108512345") and not re.search(pattern, "0010851234567")


def test_units_agree_with_the_portals_data():
    provinces = read_json(DATA / "admin_provinces.json")["provinces"]
    assert [(row["name"], row["label"]) for row in read_csv(LISTS / "provinces.csv")] == [
        (province["code"], province["full_name"]) for province in provinces
    ]
    wards = read_csv(DATA / "admin_wards.csv")
    assert [(row["name"], row["label"], row["province_code"]) for row in read_csv(LISTS / "wards.csv")] == [
        (ward["ward_code"], ward["full_name"], ward["province_code"]) for ward in wards
    ]
    assert (len(provinces), len(wards)) == (34, 3321)


def test_the_procedures_without_a_form_are_listed_as_the_portals_data_has_them():
    assert records.LIST.read_text(encoding="utf-8") == records.text_of(records.procedures())
    listed = {row["name"]: row for row in read_csv(records.LIST)}
    assert "1.001193" not in listed and listed["1.000656"]["paper_2_en"] == "Death notice or a paper in its place"
    assert [code for code, row in listed.items() if row["online"] == "no"] == ["2.000815", "2.000884", "1.011607"]
    for row in listed.values():
        assert bool(row["paper_1_vi"]) and all(bool(row[f"{column}_vi"]) == bool(row[f"{column}_en"]) for column in
                                               ["time", "fee", "result", *(f"paper_{n}" for n in range(1, records.PAPERS + 1))])


def test_a_paper_too_many_for_the_general_form_is_an_error():
    one = records.procedures()[0] | {"code": "9.999999", "papers_vi": ["a"] * 6, "papers_en": ["a"] * 6}
    with pytest.raises(ValueError, match="paper_6_vi"):
        records.text_of([one])


def test_the_manifest_describes_the_files_beside_it(folder):
    manifest = read_json(folder / "manifest.json")
    settings = next(sheet_rows(folder, "settings"))
    assert (manifest["code"], manifest["version"]) == (settings["form_id"], settings["version"])
    assert manifest["code"] == folder.name
    assert manifest["title_vi"] and manifest["title_en"]
    files = [(folder, manifest["form"]), *((LISTS, entry) for entry in manifest["media"])]
    for home, entry in files:
        content = (home / entry["name"]).read_bytes()
        assert (entry["sha256"], entry["size"]) == (hashlib.sha256(content).hexdigest(), len(content)), entry["name"]
    kinds = [row["type"].split() for row in sheet_rows(folder, "survey")]
    media = {kind[1] for kind in kinds if kind[0] == "select_one_from_file"}
    assert {entry["name"] for entry in manifest["media"]} == media


def test_no_personal_data_names_an_instance(folder):
    text = (folder / "form.xml").read_text(encoding="utf-8")
    assert "instanceName" not in text
