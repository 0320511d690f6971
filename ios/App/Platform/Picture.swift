import SwiftUI
import UIKit

/// The image at a path, for the person to see what they took; nothing where it is none.
struct Picture: View {
    let path: String

    var body: some View {
        if let image = UIImage(contentsOfFile: path) { Image(uiImage: image).resizable().scaledToFit() }
    }
}

/// The system's clipboard.
@MainActor
enum Clipboard {
    static func copy(_ text: String) { UIPasteboard.general.string = text }
}
