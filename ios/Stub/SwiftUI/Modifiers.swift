// Names and shapes of SwiftUI as far as App/ uses them; no behaviour. See ../README.md.

public enum HorizontalAlignment: Sendable { case leading, center, trailing }
public enum VerticalAlignment: Sendable { case top, center, bottom }
public enum Alignment: Sendable { case leading, center, trailing }
public enum VerticalEdge: Sendable { case top, bottom }
public enum Edges: Sendable { case horizontal, vertical, all }
public enum Visibility: Sendable { case automatic, visible, hidden }
public enum TitleDisplayMode: Sendable { case inline, large }
public enum AccessibilityHeadingLevel: Sendable { case unspecified, h1, h2, h3, h4 }
public enum AccessibilityChildBehavior: Sendable { case ignore, contain, combine }
public enum Weight: Sendable { case regular, semibold, bold }
public enum UIKeyboardType: Sendable { case `default`, numberPad, decimalPad, phonePad, emailAddress, asciiCapable }
public enum TextInputAutocapitalization: Sendable { case never, words, sentences }
public enum Axis: Sendable { case horizontal, vertical }
public enum CalendarLook: Sendable { case graphical }
public struct Rectangle: Sendable { public static var rect: Rectangle { Rectangle() } }

public struct AccessibilityTraits: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let isHeader = AccessibilityTraits(rawValue: 1)
    public static let isButton = AccessibilityTraits(rawValue: 2)
    public static let isSelected = AccessibilityTraits(rawValue: 4)
}

public enum Font: Sendable { case largeTitle, title2, title3, headline, subheadline, footnote, caption }

public protocol ShapeStyle {}
public struct Color: ShapeStyle, Sendable {
    public init(_ name: String) {}
    public static var accentColor: Color { Color("") }
}
public struct Style: ShapeStyle, Sendable {}
extension ShapeStyle where Self == Style {
    public static var secondary: Style { Style() }
    public static var quaternary: Style { Style() }
    public static var bar: Style { Style() }
}

public enum ButtonLook: Sendable { case bordered, borderedProminent, plain }
public enum FieldLook: Sendable { case roundedBorder }
public enum Selectability: Sendable { case enabled, disabled }
public struct UTType: Sendable {}

extension View {
    public func font(_ font: Font) -> some View { Nothing() }
    public func fontWeight(_ weight: Weight) -> some View { Nothing() }
    public func foregroundStyle(_ style: some ShapeStyle) -> some View { Nothing() }
    public func background(_ style: some ShapeStyle) -> some View { Nothing() }
    public func padding(_ edges: Edges = .all) -> some View { Nothing() }
    public func frame(maxWidth: Double, alignment: Alignment = .center) -> some View { Nothing() }
    public func frame(minHeight: Double) -> some View { Nothing() }
    public func frame(minWidth: Double, minHeight: Double) -> some View { Nothing() }
    public func frame(maxWidth: Double, minHeight: Double) -> some View { Nothing() }
    public func disabled(_ disabled: Bool) -> some View { Nothing() }
    public func buttonStyle(_ style: ButtonLook) -> some View { Nothing() }
    public func textFieldStyle(_ style: FieldLook) -> some View { Nothing() }
    public func textSelection(_ selectability: Selectability) -> some View { Nothing() }
    public func frame(maxHeight: Double) -> some View { Nothing() }
    public func contentShape(_ shape: Rectangle) -> some View { Nothing() }
    public func id(_ id: some Hashable) -> some View { Nothing() }
    public func datePickerStyle(_ style: CalendarLook) -> some View { Nothing() }
    public func textInputAutocapitalization(_ capitals: TextInputAutocapitalization) -> some View { Nothing() }
    public func autocorrectionDisabled(_ disabled: Bool) -> some View { Nothing() }
    public func focused(_ state: FocusState<Bool>.Binding) -> some View { Nothing() }
    public func environment<Value>(_ path: WritableKeyPath<EnvironmentValues, Value>, _ value: Value) -> some View { Nothing() }
    public func keyboardType(_ type: UIKeyboardType) -> some View { Nothing() }
    public func tag(_ value: some Hashable) -> some View { Nothing() }
    public func tabItem(@ViewBuilder _ label: () -> some View) -> some View { Nothing() }
    public func modifier(_ modifier: some ViewModifier) -> some View { Nothing() }
    public func environment(_ object: some AnyObject & Observable) -> some View { Nothing() }
    public func searchable(text: Binding<String>, prompt: Text) -> some View { Nothing() }
    public func toolbar(@ViewBuilder content: () -> some View) -> some View { Nothing() }
    public func navigationBarTitleDisplayMode(_ mode: TitleDisplayMode) -> some View { Nothing() }
    public func safeAreaInset(edge: VerticalEdge, @ViewBuilder content: () -> some View) -> some View { Nothing() }
}

// What happens, and what opens over a view.
extension View {
    public func task(_ action: @escaping @MainActor @Sendable () async -> Void) -> some View { Nothing() }
    public func task(id: some Equatable, _ action: @escaping @MainActor @Sendable () async -> Void) -> some View { Nothing() }
    public func refreshable(action: @escaping @MainActor @Sendable () async -> Void) -> some View { Nothing() }
    public func onAppear(perform: @escaping @MainActor () -> Void) -> some View { Nothing() }
    public func onDisappear(perform: @escaping @MainActor () -> Void) -> some View { Nothing() }
    public func onChange(of value: some Equatable, _ action: @escaping @MainActor () -> Void) -> some View { Nothing() }
    public func sheet(isPresented: Binding<Bool>, @ViewBuilder content: @escaping () -> some View) -> some View { Nothing() }
    public func fullScreenCover(isPresented: Binding<Bool>, @ViewBuilder content: @escaping () -> some View) -> some View { Nothing() }
    public func alert(
        _ title: String, isPresented: Binding<Bool>, @ViewBuilder actions: () -> some View, @ViewBuilder message: () -> some View
    ) -> some View { Nothing() }
    public func navigationDestination<Value: Hashable>(
        for type: Value.Type, @ViewBuilder destination: @escaping (Value) -> some View
    ) -> some View { Nothing() }
    public func fileImporter(
        isPresented: Binding<Bool>, allowedContentTypes: [UTType], onCompletion: @escaping @MainActor (Result<URL, any Error>) -> Void
    ) -> some View { Nothing() }
    public func fileMover(
        isPresented: Binding<Bool>, file: URL?, onCompletion: @escaping @MainActor (Result<URL, any Error>) -> Void
    ) -> some View { Nothing() }
}

// What a screen reader is told.
extension View {
    public func accessibilityLabel(_ label: Text) -> some View { Nothing() }
    public func accessibilityValue(_ value: Text) -> some View { Nothing() }
    public func accessibilityHint(_ hint: Text) -> some View { Nothing() }
    public func accessibilityHidden(_ hidden: Bool) -> some View { Nothing() }
    public func accessibilityHeading(_ level: AccessibilityHeadingLevel) -> some View { Nothing() }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { Nothing() }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { Nothing() }
    public func accessibilityFocused<Value: Hashable>(_ state: AccessibilityFocusState<Value?>, equals value: Value) -> some View { Nothing() }
}
