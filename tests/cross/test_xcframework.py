"""Planted faults that the check of an assembled XCFramework must find, on a framework of tiny objects."""

import contextlib
import io
import plistlib
import struct
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools/cross"))
import xcframework

FUNCTIONS = ["uniffi_motcua_ffi_fn_method_motcua_start", "ffi_motcua_ffi_rustbuffer_alloc"]
DEVICE, SIMULATOR, MAC = 2, 7, 1


def an_object(architecture: str, platform: int, functions: list[str], oldest=(17, 0)) -> bytes:
    """A Mach-O object with a build version and a symbol table: `functions` with a body, one that is only called, one that is its own."""
    names = [(f"_{it}", 0x0F) for it in functions] + [("_malloc", 0x01), ("_local", 0x0E)]
    strings, entries = b"\0", b""
    for name, kind in names:
        entries += struct.pack("<IBBHQ", len(strings), kind, 1, 0, 0)
        strings += name.encode() + b"\0"
    begin = 32 + 24 + 24
    version = struct.pack("<6I", 0x32, 24, platform, oldest[0] << 16 | oldest[1] << 8, 0, 0)
    table = struct.pack("<6I", 0x2, 24, begin, len(names), begin + len(entries), len(strings))
    cpu, subtype = xcframework.CPU[architecture]
    return struct.pack("<IiiIIIII", 0xFEEDFACF, cpu, subtype, 1, 2, 48, 0, 0) + version + table + entries + strings


def an_archive(*objects: bytes) -> bytes:
    body = b"!<arch>\n"
    for it in objects:
        name = b"object.o" + b"\0" * 8
        body += b"#1/16".ljust(48) + str(len(name) + len(it)).encode().ljust(10) + b"`\n" + name + it
        body += b"\n" * (len(it) % 2)
    return body


class TheCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.framework = Path(folder.name, "MotCuaCoreFFI.xcframework")
        self.parts = {
            "ios-arm64": {"arm64": an_object("arm64", DEVICE, FUNCTIONS)},
            "ios-arm64_x86_64-simulator": {it: an_object(it, SIMULATOR, FUNCTIONS) for it in ("arm64", "x86_64")},
        }
        self.header = "".join(f"void {it}(void);\n" for it in FUNCTIONS)

    def assemble(self):
        for name, parts in self.parts.items():
            headers = self.framework / name / "Headers"
            headers.mkdir(parents=True)
            (headers / xcframework.HEADER).write_text(self.header)
            (headers / "module.modulemap").write_text('module MotCuaCoreFFI {\n    header "MotCuaCoreFFI.h"\n    export *\n}')
            libraries = []
            for architecture, part in parts.items():
                library = self.framework.parent / f"{name}-{architecture}.a"
                library.write_bytes(an_archive(part))
                libraries.append(str(library))
            xcframework.join(str(self.framework / name / xcframework.LIBRARY), libraries)
        xcframework.plist(self.framework)

    def check(self):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            xcframework.check(self.framework, (17, 0))
        return said.getvalue()

    def finds(self, what: str):
        with self.assertRaisesRegex(AssertionError, what):
            self.check()

    def test_a_framework_that_is_right(self):
        self.assemble()
        said = self.check()
        self.assertEqual(said.count("2 functions of the header"), 3)

    def test_a_function_that_a_library_lacks(self):
        self.parts["ios-arm64_x86_64-simulator"]["x86_64"] = an_object("x86_64", SIMULATOR, FUNCTIONS[:1])
        self.assemble()
        self.finds("simulator x86_64 lacks .*rustbuffer_alloc")

    def test_a_header_of_another_library(self):
        self.header = self.header.splitlines()[0]
        self.assemble()
        self.finds("has what the header doesn't")

    def test_an_object_for_another_system(self):
        self.parts["ios-arm64"]["arm64"] = an_object("arm64", MAC, FUNCTIONS)
        self.assemble()
        self.finds("objects for platforms")

    def test_an_object_for_the_simulator_among_the_devices(self):
        self.parts["ios-arm64"]["arm64"] = an_object("arm64", SIMULATOR, FUNCTIONS)
        self.assemble()
        self.finds("objects for platforms")

    def test_an_object_that_older_phones_cannot_run(self):
        self.parts["ios-arm64"]["arm64"] = an_object("arm64", DEVICE, FUNCTIONS, oldest=(18, 0))
        self.assemble()
        self.finds("newer than")

    def test_a_slice_that_is_missing(self):
        del self.parts["ios-arm64_x86_64-simulator"]
        self.assemble()
        self.finds("the framework holds")

    def test_a_simulator_for_one_kind_of_mac_alone(self):
        del self.parts["ios-arm64_x86_64-simulator"]["x86_64"]
        self.assemble()
        self.finds("simulator: for")

    def test_a_file_that_is_nobodys(self):
        self.assemble()
        (self.framework / "ios-arm64/notes.txt").write_text("")
        self.finds("ios-arm64 holds")

    def test_a_module_map_of_another_header(self):
        self.assemble()
        (self.framework / "ios-arm64/Headers/module.modulemap").write_text('module MotCuaCoreFFI {\n    header "Other.h"\n}')
        self.finds("names another header")

    def test_a_header_that_differs(self):
        self.assemble()
        with (self.framework / "ios-arm64/Headers" / xcframework.HEADER).open("a") as header:
            header.write("// another\n")
        self.finds("different headers")

    def test_a_list_that_tells_of_something_else(self):
        self.assemble()
        about = plistlib.loads((self.framework / "Info.plist").read_bytes())
        about["AvailableLibraries"][1]["SupportedArchitectures"] = ["arm64"]
        (self.framework / "Info.plist").write_bytes(plistlib.dumps(about))
        self.finds("tells of other slices")


if __name__ == "__main__":
    unittest.main()
