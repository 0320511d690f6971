#!/usr/bin/env python3
"""The parts of an XCFramework that Apple's own tools would make, and the checks on it.

    xcframework.py join OUT LIBRARY…       one library, or a universal one of several (what `lipo -create` makes)
    xcframework.py plist FRAMEWORK         its Info.plist, from what is in the folder
    xcframework.py check FRAMEWORK NM
                                           layout, architectures and platforms, and that every function of the header is in every library

A universal file is a big-endian table (magic 0xcafebabe, then CPU type and subtype, offset, size and alignment of each part) in front of its parts.
"""

import plistlib
import re
import struct
import subprocess
import sys
from pathlib import Path

MAGIC = 0xCAFEBABE
# CPU type and subtype by architecture (mach/machine.h).
CPU = {"arm64": (0x0100000C, 0), "x86_64": (0x01000007, 3)}
# Parts begin at multiples of 2^14: a page on every Apple system.
ALIGN = 14
# Load command LC_BUILD_VERSION's platform (mach-o/loader.h).
PLATFORM = {"device": 2, "simulator": 7}
LIBRARY = "libMotCuaCoreFFI.a"
HEADER = "MotCuaCoreFFI.h"


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


def machine(body: bytes):
    """Architecture and platform of a 64-bit Mach-O object; None for anything else, such as an archive's table of symbols."""
    if body[:4] != b"\xcf\xfa\xed\xfe":
        return None
    cpu, commands = struct.unpack_from("<i8xI", body, 4)
    architecture = next(name for name, (kind, _) in CPU.items() if kind == cpu)
    at, platform = 32, None
    for _ in range(commands):
        command, size = struct.unpack_from("<II", body, at)
        if command == 0x32:
            platform = struct.unpack_from("<I", body, at + 8)[0]
        at += size
    return architecture, platform


def architecture_of(archive: bytes) -> str:
    found = {it[0] for it in (machine(body) for _, body in members(archive)) if it}
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


def exported(library: Path, nm: str) -> dict[str, set[str]]:
    """Symbols with a body in each part of the library."""
    found = {}
    for architecture in split(library.read_bytes()):
        listed = subprocess.run(
            [nm, "--extern-only", "--defined-only", "--format=just-symbols", f"--arch={architecture}", str(library)],
            check=True, capture_output=True, text=True,
        ).stdout
        found[architecture] = {line.removeprefix("_") for line in listed.split("\n")}
    return found


def check_slice(slice_: Path, about: dict, nm: str):
    header, library = slice_ / about["HeadersPath"] / HEADER, slice_ / about["LibraryPath"]
    assert (slice_ / "Headers/module.modulemap").read_text().count(HEADER) == 1, "the module map names the header"
    kind = about.get("SupportedPlatformVariant", "device")
    wanted = functions(header)
    assert len(wanted) > 50, f"only {len(wanted)} functions in {header}"
    for architecture, part in split(library.read_bytes()).items():
        assert architecture in about["SupportedArchitectures"], architecture
        objects = [it for it in (machine(body) for _, body in members(part)) if it]
        platforms = {platform for _, platform in objects}
        assert platforms <= {PLATFORM[kind], None} and PLATFORM[kind] in platforms, f"{slice_.name}: objects for platforms {platforms}"
        missing = wanted - exported(library, nm)[architecture]
        assert not missing, f"{slice_.name} {architecture} lacks {sorted(missing)[:5]}"
        print(f"{slice_.name}: {architecture}, {len(objects)} objects for {kind}, {len(wanted)} functions of the header, {len(part)} bytes")


def check(framework: Path, nm: str):
    about = plistlib.loads((framework / "Info.plist").read_bytes())
    listed = {it["LibraryIdentifier"]: it for it in about["AvailableLibraries"]}
    there = {it.name for it in framework.iterdir()} - {"Info.plist"}
    assert listed.keys() == there, f"{sorted(there)} beside an Info.plist of {sorted(listed)}"
    headers = {(framework / it / "Headers" / HEADER).read_bytes() for it in there}
    assert len(headers) == 1, "all slices have the same header"
    for name, entry_ in sorted(listed.items()):
        check_slice(framework / name, entry_, nm)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["join", out, *libraries]:
            join(out, libraries)
        case ["plist", framework]:
            plist(Path(framework))
        case ["check", framework, nm]:
            check(Path(framework), nm)
        case _:
            sys.exit(__doc__)
