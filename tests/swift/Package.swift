// swift-tools-version:6.0
// The host test in Swift: the core's generated bindings on Linux, telling the birth story against a running portal.
// Run it by `./dev test swift`, which builds the library and generates the bindings into generated/ (never committed).
import PackageDescription

let package = Package(
    name: "HostTest",
    targets: [
        .systemLibrary(name: "MotCuaCoreFFI", path: "generated/ffi"),
        // uniffi's code for async foreign traits is refused in Swift 6 mode; what people write is checked in it.
        .target(
            name: "MotCuaCore",
            dependencies: ["MotCuaCoreFFI"],
            path: "generated/core",
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [.linkedLibrary("motcua_ffi")]
        ),
        .testTarget(name: "HostTests", dependencies: ["MotCuaCore"]),
    ]
)
