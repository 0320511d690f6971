#!/usr/bin/env python3
"""The parts of an XCFramework that Apple's own tools would make, and the checks on it.

    xcframework.py join OUT LIBRARY…       one library, or a universal one of several (what `lipo -create` makes)
    xcframework.py plist FRAMEWORK         its Info.plist, from what is in the folder
    xcframework.py check FRAMEWORK OLDEST  slices, layout and Info.plist; that every object is for the slice's platform and runs on iOS OLDEST; and that
                                           every library has the functions of the header, all of them and no others

A universal file is a big-endian table (magic 0xcafebabe, then CPU type and subtype, offset, size and alignment of each part) in front of its parts.
"""

import plistlib
import re
import struct
import sys
from pathlib import Path

MAGIC = 0xCAFEBABE
# CPU type and subtype by architecture (mach/machine.h).
CPU = {"arm64": (0x0100000C, 0), "x86_64": (0x01000007, 3)}
# Parts begin at multiples of 2^14: a page on every Apple system.
ALIGN = 14
# Load commands LC_BUILD_VERSION, LC_VERSION_MIN_IPHONEOS and LC_SYMTAB (mach-o/loader.h).
BUILD_VERSION, IOS_VERSION, SYMBOLS = 0x32, 0x25, 0x2
# LC_BUILD_VERSION's platform.
PLATFORM = {"device": 2, "simulator": 7}
LIBRARY = "libMotCuaCoreFFI.a"
HEADER = "MotCuaCoreFFI.h"
MODULE = "MotCuaCoreFFI"
# What an app for phones and its simulators need.
SLICES = {"ios-arm64": ["arm64"], "ios-arm64_x86_64-simulator": ["arm64", "x86_64"]}
OURS = re.compile(r"(?:uniffi|ffi)_motcua_ffi\w*")
# Asked for by other languages than Swift, whose header leaves it out.
NOT_IN_SWIFT = {"uniffi_motcua_ffi_checksum_method_motcuaerror_stable_code"}


def members(archive: bytes):
    """The object files of an `ar` archive, with their names; BSD's and GNU's long names."""
    at, names = 8, b""
    while at + 60 <= len(archive):
        name, size = archive[at : at + 16].rstrip(), int(archive[at + 48 : at + 58])
        body = archive[at + 60 : at + 60 + size]
        if name == b"//":
            names = body
        elif name.startswith(b"#1/"):
            length = int(name[3:])
            yield body[:length].rstrip(b"\0"), body[length:]
        elif re.fullmatch(rb"/\d+", name):
            begin = int(name[1:])
            yield names[begin : names.index(b"/\n", begin)], body
        elif name != b"/":
            yield name.rstrip(b"/"), body
        at += 60 + size + size % 2


class Object:
    """A 64-bit Mach-O object: architecture, platform, the oldest system it runs on, and the symbols that it offers (mach-o/loader.h, mach-o/nlist.h)."""

    def __init__(self, body: bytes):
        cpu, count = struct.unpack_from("<i8xI", body, 4)
        self.architecture = next(name for name, (kind, _) in CPU.items() if kind == cpu)
        self.platform, self.oldest, self.symbols = None, None, set()
        at = 32
        for _ in range(count):
            command, size = struct.unpack_from("<II", body, at)
            if command == BUILD_VERSION:
                self.platform, oldest = struct.unpack_from("<II", body, at + 8)
                self.oldest = (oldest >> 16, oldest >> 8 & 0xFF)
            elif command == IOS_VERSION:
                (oldest,) = struct.unpack_from("<I", body, at + 8)
                self.platform, self.oldest = PLATFORM["device"], (oldest >> 16, oldest >> 8 & 0xFF)
            elif command == SYMBOLS:
                self.symbols = set(offered(body, *struct.unpack_from("<IIII", body, at + 8)))
            at += size


def offered(body: bytes, symbols: int, count: int, strings: int, length: int):
    """Names of a symbol table's entries that are external and have a body here, without C's underscore."""
    for index in range(count):
        name, kind = struct.unpack_from("<IB", body, symbols + 16 * index)
        if kind & 0xE0 == 0 and kind & 0x01 and kind & 0x0E:
            begin = strings + name
            yield body[begin : body.index(b"\0", begin, strings + length)].decode().removeprefix("_")


def objects(archive: bytes) -> list[Object]:
    """The objects of an archive; its table of symbols is none."""
    return [Object(body) for _, body in members(archive) if body[:4] == b"\xcf\xfa\xed\xfe"]


def architecture_of(archive: bytes) -> str:
    found = {it.architecture for it in objects(archive)}
    assert len(found) == 1, f"objects of {sorted(found)} in one library"
    return found.pop()


def join(out: str, libraries: list[str]):
    parts = [(architecture_of(body), body) for body in (Path(it).read_bytes() for it in libraries)]
    if len(parts) == 1:
        Path(out).write_bytes(parts[0][1])
        return
    table, bodies, at = struct.pack(">II", MAGIC, len(parts)), b"", 1 << ALIGN
    for architecture, body in parts:
        table += struct.pack(">iiIII", *CPU[architecture], at, len(body), ALIGN)
        padded = body + b"\0" * (-len(body) % (1 << ALIGN))
        bodies, at = bodies + padded, at + len(padded)
    Path(out).write_bytes(table.ljust(1 << ALIGN, b"\0") + bodies)


def split(library: bytes) -> dict[str, bytes]:
    """A library's parts by architecture."""
    if library[:4] != struct.pack(">I", MAGIC):
        return {architecture_of(library): library}
    parts = {}
    for index in range(struct.unpack_from(">I", library, 4)[0]):
        cpu, _, offset, size, _ = struct.unpack_from(">iiIII", library, 8 + 20 * index)
        name = next(name for name, (kind, _) in CPU.items() if kind == cpu)
        parts[name] = library[offset : offset + size]
        assert architecture_of(parts[name]) == name, f"the part called {name} isn't"
    return parts


def entry(slice_: Path) -> dict:
    about = {
        "BinaryPath": LIBRARY,
        "HeadersPath": "Headers",
        "LibraryIdentifier": slice_.name,
        "LibraryPath": LIBRARY,
        "SupportedArchitectures": sorted(split((slice_ / LIBRARY).read_bytes())),
        "SupportedPlatform": "ios",
    }
    return about | ({"SupportedPlatformVariant": "simulator"} if slice_.name.endswith("-simulator") else {})


def plist(framework: Path):
    slices = sorted(it for it in framework.iterdir() if it.is_dir())
    about = {"AvailableLibraries": [entry(it) for it in slices], "CFBundlePackageType": "XFWK", "XCFrameworkFormatVersion": "1.0"}
    (framework / "Info.plist").write_bytes(plistlib.dumps(about))


def functions(header: Path) -> set[str]:
    """What the generated header declares and Swift calls."""
    return set(re.findall(r"\b((?:uniffi|ffi)_motcua_ffi\w*)\s*\(", header.read_text()))


def check_library(name: str, part: bytes, kind: str, oldest: tuple[int, int], wanted: set[str]):
    """One architecture's library in a slice for devices or simulators."""
    found = objects(part)
    platforms = {it.platform for it in found}
    assert platforms == {PLATFORM[kind]}, f"{name}: objects for platforms {platforms}, not {PLATFORM[kind]}"
    newer = {it.oldest for it in found if it.oldest > oldest}
    assert not newer, f"{name}: objects that need {newer}, newer than {oldest}"
    ours = {symbol for it in found for symbol in it.symbols if OURS.fullmatch(symbol)}
    assert wanted <= ours, f"{name} lacks {sorted(wanted - ours)[:5]}"
    assert ours <= wanted | NOT_IN_SWIFT, f"{name} has what the header doesn't: {sorted(ours - wanted)[:5]}"
    print(f"{name}: {len(found)} objects for {kind}, {len(wanted)} functions of the header, {len(part)} bytes")


def check_slice(slice_: Path, about: dict, oldest: tuple[int, int]):
    there = {str(it.relative_to(slice_)) for it in slice_.rglob("*") if it.is_file()}
    assert there == {LIBRARY, f"Headers/{HEADER}", "Headers/module.modulemap"}, f"{slice_.name} holds {sorted(there)}"
    module = (slice_ / "Headers/module.modulemap").read_text()
    assert re.match(rf'module {MODULE} {{\s*header "{HEADER}"', module), f"{slice_.name}: the module map names another header"
    wanted = functions(slice_ / "Headers" / HEADER)
    assert wanted, f"{slice_.name}: a header without functions"
    parts = split((slice_ / LIBRARY).read_bytes())
    assert sorted(parts) == SLICES[slice_.name] == about["SupportedArchitectures"], f"{slice_.name}: for {sorted(parts)}"
    for architecture, part in parts.items():
        kind = "simulator" if slice_.name.endswith("-simulator") else "device"
        check_library(f"{slice_.name} {architecture}", part, kind, oldest, wanted)


def check(framework: Path, oldest: tuple[int, int]):
    there = {it.name for it in framework.iterdir()}
    assert there == SLICES.keys() | {"Info.plist"}, f"the framework holds {sorted(there)}"
    about = plistlib.loads((framework / "Info.plist").read_bytes())
    assert (about["CFBundlePackageType"], about["XCFrameworkFormatVersion"]) == ("XFWK", "1.0"), "Info.plist is another bundle's"
    assert about["AvailableLibraries"] == [entry(framework / name) for name in sorted(SLICES)], "Info.plist tells of other slices"
    headers = {(framework / name / "Headers" / HEADER).read_bytes() for name in SLICES}
    assert len(headers) == 1, "the slices have different headers"
    for about_slice in about["AvailableLibraries"]:
        check_slice(framework / about_slice["LibraryIdentifier"], about_slice, oldest)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["join", out, *libraries]:
            join(out, libraries)
        case ["plist", framework]:
            plist(Path(framework))
        case ["check", framework, oldest]:
            major, minor = oldest.split(".")
            check(Path(framework), (int(major), int(minor)))
        case _:
            sys.exit(__doc__)
