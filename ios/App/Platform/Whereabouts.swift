import CoreLocation
import MotCuaKit

/// Where the phone is.
struct Whereabouts: Sendable {
    private let lat, long, altitude, accuracy: Double
    private let at: Int64
    private let mocked: Bool

    /// Measures once; asks for the permission first. Nothing when the person or the system says no.
    static func now() async -> Whereabouts? {
        CLLocationManager().requestWhenInUseAuthorization()
        do {
            for try await update in CLLocationUpdate.liveUpdates() {
                if let location = update.location { return Whereabouts(location) }
                if update.authorizationDenied { return nil }
            }
        } catch {
            return nil
        }
        return nil
    }

    private init(_ location: CLLocation) {
        (lat, long) = (location.coordinate.latitude, location.coordinate.longitude)
        (altitude, accuracy) = (location.altitude, location.horizontalAccuracy)
        at = Int64(location.timestamp.timeIntervalSince1970 * 1_000)
        mocked = location.sourceInformation?.isSimulatedBySoftware ?? false
    }

    /// For a report.
    var place: Place { .measured(lat: lat, long: long, accuracy: accuracy, at: at, mocked: mocked) }

    /// For a question.
    var written: PlaceText { PlaceText(lat: lat, long: long, altitude: altitude, accuracy: accuracy) }
}
