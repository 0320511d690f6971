import ImageIO
import SwiftUI

/// A picture drawn small: scaled while it is decoded, so that a large photo never stands in memory whole.
struct Thumbnail: View {
    let picture: Data
    @ScaledMetric private var side: Double = 88
    @Environment(\.displayScale) private var scale

    var body: some View {
        if let image {
            Image(decorative: image, scale: scale)
                .resizable()
                .scaledToFill()
                .frame(width: side, height: side)
                .clipShape(RoundedRectangle(cornerRadius: 8))
        }
    }

    /// Upright, and twice as long as its frame: what is cut off is as large again.
    private var image: CGImage? {
        let options: [CFString: Any] = [
            kCGImageSourceCreateThumbnailFromImageAlways: true,
            kCGImageSourceCreateThumbnailWithTransform: true,
            kCGImageSourceThumbnailMaxPixelSize: side * scale * 2,
        ]
        guard let source = CGImageSourceCreateWithData(picture as CFData, nil) else { return nil }
        return CGImageSourceCreateThumbnailAtIndex(source, 0, options as CFDictionary)
    }
}
