// Names and shapes of SwiftUI as far as App/ uses them; no behaviour. See ../README.md.

public struct Text: View {
    public init(verbatim: String) {}
    public var body: Never { fatalError() }
}

public struct Image: View {
    public init(systemName: String) {}
    public var body: Never { fatalError() }
}

public struct Label<Title: View, Icon: View>: View {
    public init(@ViewBuilder _ title: () -> Title, @ViewBuilder icon: () -> Icon) {}
    public var body: Never { fatalError() }
}

public struct VStack<Content: View>: View {
    public init(alignment: HorizontalAlignment = .center, spacing: Double? = nil, @ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct LazyVStack<Content: View>: View {
    public init(alignment: HorizontalAlignment = .center, spacing: Double? = nil, @ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct HStack<Content: View>: View {
    public init(alignment: VerticalAlignment = .center, spacing: Double? = nil, @ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct ScrollView<Content: View>: View {
    public init(@ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

@MainActor public struct ScrollViewProxy {
    public func scrollTo(_ id: some Hashable) {}
}

public struct ScrollViewReader<Content: View>: View {
    public init(@ViewBuilder content: (ScrollViewProxy) -> Content) {}
    public var body: Never { fatalError() }
}

public struct ForEach<Items: RandomAccessCollection, ID: Hashable, Content: View>: View {
    public init(_ items: Items, id: KeyPath<Items.Element, ID>, @ViewBuilder content: @escaping (Items.Element) -> Content) {}
    public var body: Never { fatalError() }
}

public struct Button<Content: View>: View {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Content) {}
    public init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct ButtonRole: Sendable {
    public static var destructive: ButtonRole { ButtonRole() }
    public static var cancel: ButtonRole { ButtonRole() }
}

public struct TextField<Title: View>: View {
    public init(text: Binding<String>, @ViewBuilder label: () -> Title) {}
    public init(text: Binding<String>, axis: Axis, @ViewBuilder label: () -> Title) {}
    public var body: Never { fatalError() }
}

public struct TextEditor: View {
    public init(text: Binding<String>) {}
    public var body: Never { fatalError() }
}

public struct Slider<Title: View>: View {
    public init(
        value: Binding<Double>, in range: ClosedRange<Double>, step: Double, @ViewBuilder label: () -> Title,
        onEditingChanged: @escaping @MainActor (Bool) -> Void
    ) {}
    public var body: Never { fatalError() }
}

public struct DatePicker<Title: View>: View {
    public init(selection: Binding<Date>, displayedComponents: DatePickerComponents, @ViewBuilder label: () -> Title) {}
    public var body: Never { fatalError() }
}

public struct DatePickerComponents: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let hourAndMinute = DatePickerComponents(rawValue: 1)
    public static let date = DatePickerComponents(rawValue: 2)
}

public struct ProgressView: View {
    public init() {}
    public init(value: Double) {}
    public var body: Never { fatalError() }
}

public struct TabView<Value: Hashable, Content: View>: View {
    public init(selection: Binding<Value>, @ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct NavigationStack<Path, Root: View>: View {
    public init(path: Binding<Path>, @ViewBuilder root: () -> Root) {}
    public var body: Never { fatalError() }
}

@MainActor public enum AccessibilityNotification {
    @MainActor public struct Announcement {
        public init(_ text: String) {}
        public func post() {}
    }
}
