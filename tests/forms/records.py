"""The procedures without a form of their own as a list: `./dev forms lists` writes `lists/procedures.csv`.

The general request form (`general_request`) shows the record of the chosen procedure from this list: name, time, fee,
result and papers, in both languages. It is made from `mock-server/data/procedures.json` and has to be made again after a
procedure has got a form of its own; a test compares them.
"""

import csv
import io
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "mock-server" / "forms"
LIST = FORMS / "lists" / "procedures.csv"
#: As many papers as the general form has places for.
PAPERS = 5
UNITS = {"WORKING_DAY": ("ngày làm việc", "working days"), "DAY": ("ngày", "days"), "HOUR": ("giờ", "hours")}
COLUMNS = ["name", "label", "name_en", "online", "time_vi", "time_en", "fee_vi", "fee_en", "result_vi", "result_en"]
COLUMNS += [f"paper_{number}_{language}" for number in range(1, PAPERS + 1) for language in ("vi", "en")]


def time_of(deadline):
    """The legal time in both languages."""
    days, unit = deadline["days"], deadline["unit"]
    if days is None:
        return "theo kế hoạch hằng năm", "by the yearly plan"
    if deadline["note"] == "same_day_cutoff_15h":
        return "trong ngày; nhận sau 15 giờ thì ngày làm việc tiếp theo", "the same day; after 15:00 the next working day"
    vi, en = UNITS[unit]
    return f"{days:g} {vi}", f"{days:g} {en.removesuffix('s') if days == 1 else en}"


def row_of(procedure):
    """A procedure's line; a paper that isn't there is empty."""
    time_vi, time_en = time_of(procedure["deadline"])
    online = any(channel["channel"] == "ONLINE" for channel in procedure["channels"])
    row = {"name": procedure["code"], "label": procedure["name_vi"], "name_en": procedure["name_en"],
           "online": "yes" if online else "no", "time_vi": time_vi, "time_en": time_en}
    for language in ("vi", "en"):
        row[f"fee_{language}"] = procedure[f"fee_note_{language}"]
        row[f"result_{language}"] = procedure[f"result_{language}"]
        for number, paper in enumerate(procedure[f"papers_{language}"], start=1):
            row[f"paper_{number}_{language}"] = paper
    return row


def text_of(procedures, forms=FORMS):
    """The whole list, for those of the procedures without a form. A paper too many is an error, never left out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(row_of(procedure) for procedure in procedures if not (forms / procedure["code"]).exists())
    return out.getvalue()


def procedures():
    return json.loads((ROOT / "mock-server" / "data" / "procedures.json").read_text(encoding="utf-8"))["procedures"]


if __name__ == "__main__":
    LIST.write_text(text_of(procedures()), encoding="utf-8")
