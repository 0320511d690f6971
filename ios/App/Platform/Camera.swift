import SwiftUI
import UIKit

/// The system's camera; a JPEG, whatever format the phone photographs in.
struct Camera: UIViewControllerRepresentable {
    /// The photo; nothing when the person turned it down.
    let taken: (PickedFile?) -> Void
    @Environment(\.dismiss) private var dismiss

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let picker = UIImagePickerController()
        picker.sourceType = UIImagePickerController.isSourceTypeAvailable(.camera) ? .camera : .photoLibrary
        picker.delegate = context.coordinator
        return picker
    }

    func updateUIViewController(_ picker: UIImagePickerController, context: Context) {}

    func makeCoordinator() -> Coordinator { Coordinator(self) }

    @MainActor
    final class Coordinator: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
        /// Good enough to read small print, small enough for a slow network.
        private static let quality = 0.85
        private let camera: Camera

        init(_ camera: Camera) { self.camera = camera }

        func imagePickerController(_ picker: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]) {
            let photo = (info[.originalImage] as? UIImage)?.jpegData(compressionQuality: Coordinator.quality)
            end(photo.flatMap { PickedFile(jpeg: $0, name: "photo.jpg") })
        }

        func imagePickerControllerDidCancel(_ picker: UIImagePickerController) { end(nil) }

        private func end(_ photo: PickedFile?) {
            camera.taken(photo)
            camera.dismiss()
        }
    }
}
