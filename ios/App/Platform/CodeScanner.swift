import SwiftUI
import VisionKit

/// The system's camera reading one bar or QR code.
struct CodeScanner: UIViewControllerRepresentable {
    /// The code's text; nothing when the camera can't be used after all.
    let scanned: (String?) -> Void
    @Environment(\.dismiss) private var dismiss

    /// Whether this phone can, and the person lets it.
    @MainActor static var isPossible: Bool { DataScannerViewController.isSupported && DataScannerViewController.isAvailable }

    func makeUIViewController(context: Context) -> DataScannerViewController {
        let scanner = DataScannerViewController(recognizedDataTypes: [.barcode()], isHighlightingEnabled: true)
        scanner.delegate = context.coordinator
        return scanner
    }

    func updateUIViewController(_ scanner: DataScannerViewController, context: Context) {
        if (try? scanner.startScanning()) == nil { context.coordinator.end(nil) }
    }

    func makeCoordinator() -> Coordinator { Coordinator(self) }

    @MainActor
    final class Coordinator: NSObject, DataScannerViewControllerDelegate {
        private let scanner: CodeScanner

        init(_ scanner: CodeScanner) { self.scanner = scanner }

        func dataScanner(_ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem], allItems: [RecognizedItem]) {
            for case .barcode(let code) in addedItems {
                guard let text = code.payloadStringValue else { continue }
                dataScanner.stopScanning()
                return end(text)
            }
        }

        func end(_ code: String?) {
            scanner.scanned(code)
            scanner.dismiss()
        }
    }
}
