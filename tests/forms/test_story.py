"""The birth story fits the form, the units and its own files, before any player tells it; every story has only what players know."""

import csv
import hashlib
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
DATA = ROOT / "mock-server" / "data"
STORIES = [FIXTURES / "birth_story.json", *sorted((ROOT / "mock-server" / "forms").glob("*/story.json"))]
XF = "{http://www.w3.org/2002/xforms}"
SEGMENT = b"\xff\xfe\xff\xff"
MEMBERS = {
    "page": {"reference", "title_vi", "title_en"},
    "answer": {"reference", "value"},
    "attach": {"reference", "file"},
    "add_row": {"reference"},
    "place": {"reference", "value"},
    "restart": set(),
    "check": {"problems"},
    "expect": {"reference", "relevant", "required", "value", "violation", "message_vi", "message_en", "choices", "label_vi", "label_en"},
}
#: What stands beside the steps: in every story, in the birth story alone, in the stories of single forms alone.
ABOUT = {"story", "title_vi", "title_en", "procedure_code", "form_version", "person", "ward_code", "now", "files", "steps"}
OF_SHELLS, OF_FORMS = {"supplement", "feedback"}, {"submission", "wrong"}
SENT = {"path", "name", "media_type", "size", "sha256"}
INSIDE = {
    "supplement": {"ask", "steps"},
    "feedback": {"service_code", "description", "lat", "long", "photo", "answer_note"},
    "submission": {"has", "lacks", "files"},
}


@pytest.fixture(params=STORIES, ids=lambda path: path.parent.name, scope="module")
def any_story(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def story():
    return json.loads((FIXTURES / "birth_story.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(story):
    return ROOT / "mock-server" / "forms" / story["procedure_code"]


def grown(content, at_least):
    """The picture with comment segments behind JFIF until it has `at_least` bytes: the recipe of fixtures/README.md."""
    behind_jfif = 4 + int.from_bytes(content[4:6], "big")
    padding, x = bytearray(), 1
    while len(content) + len(padding) < at_least:
        padding += SEGMENT
        for _ in range(65533):
            x = (x * 1103515245 + 12345) % 2**31
            padding.append(x >> 16 & 255)
    return content[:behind_jfif] + bytes(padding) + content[behind_jfif:]


def all_steps(story):
    return story["steps"] + story.get("supplement", {"steps": []})["steps"]


def test_the_story_is_about_the_form_beside_it(story, folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert story["form_version"] == manifest["version"]


def test_files_have_the_size_and_hash_the_story_says(story):
    for file in story["files"].values():
        content = (FIXTURES / file["path"]).read_bytes()
        if "grow_to" in file:
            content = grown(content, file["grow_to"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"]), file["path"]


def test_one_picture_has_several_megabytes_and_none_is_too_large(story, folder):
    limits = {slot["max_bytes"] for slot in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["slots"]}
    sizes = [file["size"] for file in story["files"].values()]
    assert max(sizes) >= 5 * 1024 * 1024
    assert max(sizes) <= min(limits)


def test_steps_have_only_the_members_that_players_know(any_story):
    for step in all_steps(any_story):
        members = set(step) - {"step"}
        known = MEMBERS[step["step"]]
        assert members <= known if step["step"] == "expect" else members == known, step
        assert step["step"] not in ("add_row", "place") or "submission" in any_story, "the shells' players add no rows and have no place"
        for problem in step.get("problems", []):
            assert set(problem) == {"reference", "violation"}, step


def test_a_story_has_only_the_members_that_players_know(any_story):
    own = OF_SHELLS if "supplement" in any_story else OF_FORMS
    assert set(any_story) == ABOUT | own
    for member in own - {"wrong"}:
        assert set(any_story[member]) == INSIDE[member], member
    for wrong in any_story.get("wrong", []):
        assert set(wrong) == {"reference", "value"}, wrong
    for name, file in any_story["files"].items():
        assert set(file) - {"grow_to"} == SENT if own is OF_SHELLS else set(file) == {"name"}, name


def test_every_file_that_a_story_attaches_is_among_its_files(any_story):
    attached = [step["file"] for step in all_steps(any_story) if step["step"] == "attach"]
    if "feedback" in any_story:
        attached.append(any_story["feedback"]["photo"])
    assert set(attached) == set(any_story["files"])


def test_every_reference_is_in_the_form(story, folder):
    binds = {bind.get("nodeset") for bind in ET.parse(folder / "form.xml").getroot().iter(f"{XF}bind")}
    pages = {"/".join(reference.split("/")[:3]) for reference in binds}
    for step in all_steps(story):
        for reference in [step.get("reference")] + [problem["reference"] for problem in step.get("problems", [])]:
            assert reference is None or reference in binds | pages, step


def test_steps_stand_on_the_page_they_belong_to(story):
    page = None
    for step in story["steps"]:
        if step["step"] == "page":
            page = step["reference"]
        elif step["step"] in ("answer", "attach", "place"):
            assert step["reference"].startswith(page + "/"), step


def test_people_and_wards_of_the_story_exist(story):
    people = {person["personal_id"] for person in json.loads((DATA / "people.json").read_text(encoding="utf-8"))["people"]}
    with (DATA / "admin_wards.csv").open(encoding="utf-8", newline="") as file:
        wards = {row["ward_code"]: row["province_code"] for row in csv.DictReader(file)}
    assert story["person"] in people
    assert wards[story["ward_code"]] == "79"
    answers = {step["reference"]: step["value"] for step in story["steps"] if step["step"] == "answer"}
    chosen = [reference for reference in answers if reference.endswith("/ward")]
    assert len(chosen) == 5
    for reference in chosen:
        assert wards[answers[reference]] == answers[reference.removesuffix("ward") + "province"], reference


def test_invented_people_have_well_formed_numbers_that_fit_them():
    document = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
    assert "invented" in document["note"]
    assert len(document["people"]) >= 6
    with (DATA / "admin_wards.csv").open(encoding="utf-8", newline="") as file:
        wards = {row["ward_code"]: row for row in csv.DictReader(file)}
    for person in document["people"]:
        number, address = person["personal_id"], person["address"]
        century, parity = divmod(int(number[3]), 2)
        assert (19 + century) * 100 + int(number[4:6]) == int(person["birth_date"][:4]), number
        assert ("male", "female")[parity] == person["gender"], number
        ward = wards[address["ward_code"]]
        assert ward["province_code"] == address["province_code"], number
        assert ward["full_name"] in address["text"], number
