// Names and shapes of SwiftUI as far as App/ uses them; no behaviour. See ../README.md.
@_exported import Foundation
@_exported import Observation

@MainActor public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }
}

extension Never: View { public var body: Never { fatalError() } }

public struct Nothing: View {
    nonisolated public init() {}
    public var body: Never { fatalError() }
}

public typealias EmptyView = Nothing

public struct Joined<each Part: View>: View {
    init(_ parts: repeat each Part) {}
    public var body: Never { fatalError() }
}

extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }

public struct Either<First: View, Second: View>: View { public var body: Never { fatalError() } }

@MainActor @resultBuilder public enum ViewBuilder {
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock() -> EmptyView { Nothing() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Part: View>(_ parts: repeat each Part) -> Joined<repeat each Part> { Joined(repeat each parts) }
    public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildEither<First: View, Second: View>(first: First) -> Either<First, Second> { Either() }
    public static func buildEither<First: View, Second: View>(second: Second) -> Either<First, Second> { Either() }
}

public protocol ViewModifier {
    associatedtype Body: View
    typealias Content = Nothing
    @MainActor @ViewBuilder func body(content: Content) -> Body
}

// MARK: What holds state

@propertyWrapper public struct State<Value> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public init(initialValue: Value) { wrappedValue = initialValue }
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { fatalError() }
}

extension State where Value: ExpressibleByNilLiteral { public init() { self.init(wrappedValue: nil) } }

@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
    public init(get: @escaping @MainActor () -> Value, set: @escaping @MainActor (Value) -> Void) {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { self }
    public subscript<Part>(dynamicMember path: WritableKeyPath<Value, Part>) -> Binding<Part> { fatalError() }
}

@propertyWrapper @dynamicMemberLookup public struct Bindable<Value: AnyObject & Observable> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public var wrappedValue: Value
    public var projectedValue: Bindable<Value> { self }
    public subscript<Part>(dynamicMember path: ReferenceWritableKeyPath<Value, Part>) -> Binding<Part> { fatalError() }
}

@propertyWrapper public struct Environment<Value> {
    public init(_ type: Value.Type) where Value: AnyObject & Observable {}
    public init(_ path: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { fatalError() }
}

public struct EnvironmentValues {
    public var openURL: OpenURLAction { fatalError() }
    public var dismiss: DismissAction { fatalError() }
    public var dynamicTypeSize: DynamicTypeSize { fatalError() }
    public var locale: Locale {
        get { fatalError() }
        set {}
    }
}

public struct DynamicTypeSize: Sendable { public var isAccessibilitySize: Bool { fatalError() } }

@MainActor public struct OpenURLAction { public func callAsFunction(_ url: URL) {} }
@MainActor public struct DismissAction { public func callAsFunction() {} }

@propertyWrapper public struct SceneStorage<Value> {
    public init(wrappedValue: Value, _ key: String) {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
}

@propertyWrapper public struct AccessibilityFocusState<Value: Hashable> {
    public init() where Value: ExpressibleByNilLiteral {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Self { self }
}

@propertyWrapper public struct FocusState<Value: Hashable> {
    public struct Binding {}
    public init() where Value == Bool {}
    public var wrappedValue: Value { fatalError() }
    public var projectedValue: Binding { Binding() }
}
