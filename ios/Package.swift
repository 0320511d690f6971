// swift-tools-version:6.0
// Một Cửa for Swift: the core's library, the bridge to it, the models that screens draw, and their tests.
//
// generated/ and the framework are never committed: `./dev test swift` generates on Linux from the library it builds, `./dev xcframework` also makes the
// framework for device and simulators. The app in App/ is an Xcode project of its own (project.yml) that uses the product below.
import PackageDescription

#if os(Linux)
    // The library itself comes from the command line: -Xlinker -L…
    let library = Target.systemLibrary(name: "MotCuaCoreFFI", path: "generated/ffi")
    let linking: [LinkerSetting] = [.linkedLibrary("motcua_ffi")]
#else
    let library = Target.binaryTarget(name: "MotCuaCoreFFI", path: "MotCuaCoreFFI.xcframework")
    let linking: [LinkerSetting] = [.linkedFramework("Security"), .linkedFramework("SystemConfiguration")]
#endif

let package = Package(
    name: "MotCua",
    defaultLocalization: "vi",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "MotCuaKit", targets: ["MotCuaKit"])
    ],
    targets: [
        library,
        // uniffi's code for async foreign traits is refused in Swift 6 mode; what people write is checked in it.
        .target(
            name: "MotCuaCore",
            dependencies: ["MotCuaCoreFFI"],
            path: "generated/core",
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: linking
        ),
        // The only target that imports generated code.
        .target(name: "Bridge", dependencies: ["MotCuaCore"]),
        .target(name: "MotCuaKit", dependencies: ["Bridge"]),
        // The sample that docs/embedding.md shows.
        .executableTarget(name: "Sample", dependencies: ["MotCuaKit"], path: "Sample"),
        .target(name: "Support", path: "Tests/Support"),
        // The bare surface, as Kotlin's host tests see it too.
        .testTarget(name: "HostTests", dependencies: ["MotCuaCore", "Support"]),
        .testTarget(name: "BridgeTests", dependencies: ["Bridge", "Support"]),
        .testTarget(name: "MotCuaKitTests", dependencies: ["MotCuaKit", "Bridge", "MotCuaCore", "Support"]),
    ]
)
