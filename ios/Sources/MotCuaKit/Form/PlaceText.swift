/// A place as the core writes it: degrees, metres above the sea, metres of doubt. What isn't given stands as `?` and isn't a place to the core.
public struct PlaceText: Equatable, Hashable, Sendable {
    private static let missing = "?"

    /// Degrees north, as typed.
    public var lat: String
    /// Degrees east, as typed.
    public var long: String
    private let altitude: String
    private let accuracy: String

    /// A place that is typed.
    public init(lat: String = "", long: String = "") { (self.lat, self.long, altitude, accuracy) = (lat, long, "0", "0") }

    /// A place that was measured: degrees and metres.
    public init(lat: Double, long: Double, altitude: Double, accuracy: Double) {
        (self.lat, self.long, self.altitude, self.accuracy) = (String(lat), String(long), String(altitude), String(accuracy))
    }

    /// Reads one that was answered.
    public init(_ value: String) {
        let parts = value.split(separator: " ").map { $0 == PlaceText.missing ? "" : String($0) } + ["", "", "", ""]
        (lat, long) = (parts[0], parts[1])
        (altitude, accuracy) = (parts[2].isEmpty ? "0" : parts[2], parts[3].isEmpty ? "0" : parts[3])
    }

    /// As answered.
    public var value: String {
        let given = [lat, long].map { $0.isEmpty ? PlaceText.missing : $0 }
        return lat.isEmpty && long.isEmpty ? "" : (given + [altitude, accuracy]).joined(separator: " ")
    }

    /// As people read it.
    public var shown: String { "\(lat), \(long)" }
}

/// Places of a line, or of a shape that ends where it began.
public struct PlacesText: Equatable, Sendable {
    private static let corners = 3

    /// Each place once.
    public var places: [PlaceText]
    private let isClosed: Bool

    /// Reads the answer to a question for a line or a shape.
    public init(_ value: String, isClosed: Bool) {
        let read = value.split(separator: ";").map { PlaceText(String($0)) }.filter { !$0.value.isEmpty }
        let closing = isClosed && read.count > PlacesText.corners && read.first == read.last
        (places, self.isClosed) = (closing ? read.dropLast() : read, isClosed)
    }

    /// As answered: a shape is closed as soon as it is one.
    public var value: String {
        let closing = isClosed && places.count >= PlacesText.corners ? places.prefix(1) : []
        return (places + closing).map(\.value).joined(separator: "; ")
    }
}
