package vn.motcua.ui.part

import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.addPathNodes
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import vn.motcua.ui.theme.Size

/** The app's own signs: lines of one width on a field of 24, drawn here so that no icon font is carried along. None stands without its word. */
object Signs {
    val Door = sign("door", "M3 21 H21 M6 21 V4 H18 V21 M10 21 V13 A2 2 0 0 1 14 13 V21 M9.5 7.5 H14.5")
    val Home = sign("home", "M4 11 L12 4 L20 11 M6 9.5 V20 H18 V9.5 M10 20 V14 H14 V20")
    val Paper = sign("paper", "M6 3 H14 L18 7 V21 H6 Z M14 3 V7 H18 M9 12 H15 M9 16 H15")
    val Speech = sign("speech", "M4 5 H20 V16 H11 L7 20 V16 H4 Z M8 9 H16 M8 12 H13")
    val Envelope = sign("envelope", "M3 6 H21 V18 H3 Z M3 7 L12 13 L21 7")
    val Person = sign("person", "M12 4 A4 4 0 1 1 12 12 A4 4 0 1 1 12 4 M4.5 20.5 C5 16.5 8 15 12 15 C16 15 19 16.5 19.5 20.5")
    val Back = sign("back", "M20 12 H5 M11 6 L5 12 L11 18")
    val Forward = sign("forward", "M9 5 L16 12 L9 19")
    val Down = sign("down", "M5 9 L12 16 L19 9")
    val Plus = sign("plus", "M12 5 V19 M5 12 H19")
    val Close = sign("close", "M6 6 L18 18 M18 6 L6 18")
    val Dot = sign("dot", "M12 10.4 A1.6 1.6 0 1 1 12 13.6 A1.6 1.6 0 1 1 12 10.4 M12 11.4 V12.6")
    val Check = sign("check", "M5 12.5 L10 17.5 L19 7.5")
    val Done = sign("done", "M12 3 A9 9 0 1 1 12 21 A9 9 0 1 1 12 3 M8 12.5 L11 15.5 L16.5 9.5")
    val Info = sign("info", "M12 3 A9 9 0 1 1 12 21 A9 9 0 1 1 12 3 M12 11 V16.5 M12 7.5 V8")
    val Warning = sign("warning", "M12 4 L21.5 20 H2.5 Z M12 10 V14.5 M12 17 V17.3")
    val Wrong = sign("wrong", "M8.3 3 H15.7 L21 8.3 V15.7 L15.7 21 H8.3 L3 15.7 V8.3 Z M12 7.5 V13 M12 16 V16.4")
    val Clock = sign("clock", "M12 3 A9 9 0 1 1 12 21 A9 9 0 1 1 12 3 M12 7 V12 L15.5 14")
    val Camera = sign("camera", "M3 7 H7 L9 4.5 H15 L17 7 H21 V19 H3 Z M12 9.5 A3.5 3.5 0 1 1 12 16.5 A3.5 3.5 0 1 1 12 9.5")
    val File = sign("file", "M6 3 H14 L18 7 V21 H6 Z M14 3 V7 H18")
    val Picture = sign("picture", "M3 5 H21 V19 H3 Z M3 16 L8.5 11 L13 15 L16 12.5 L21 17 M15.5 8.5 V8.6")
    val Pin = sign("pin", "M12 21 C7 15.5 5 13 5 10 A7 7 0 0 1 19 10 C19 13 17 15.5 12 21 Z M12 8 A2.2 2.2 0 1 1 12 12.4 A2.2 2.2 0 1 1 12 8")
    val Search = sign("search", "M10.5 4 A6.5 6.5 0 1 1 10.5 17 A6.5 6.5 0 1 1 10.5 4 M15.5 15.5 L20.5 20.5")
    val Settings = sign("settings", "M4 7 H13 M18 7 H20 M15.5 4.8 V9.2 M4 17 H7 M12 17 H20 M9.5 14.8 V19.2 M4 12 H20")
    val Trash = sign("trash", "M4 7 H20 M9 7 V4 H15 V7 M6 7 L7 20 H17 L18 7 M10 11 V16 M14 11 V16")
    val Download = sign("download", "M12 4 V15 M7 10.5 L12 15.5 L17 10.5 M5 20 H19")
    val Send = sign("send", "M4 12 L20 5 L15 20 L11 13.5 Z M11 13.5 L20 5")
    val Undo = sign("undo", "M8 5 L4 9 L8 13 M4 9 H14.5 A5.5 5.5 0 0 1 14.5 20 H9")
    val Edit = sign("edit", "M5 19 L6 15 L16 5 L19 8 L9 18 Z M14 7 L17 10")
    val Lock = sign("lock", "M6 11 H18 V20 H6 Z M8.5 11 V8 A3.5 3.5 0 0 1 15.5 8 V11")
    val NoNetwork = sign("no network", "M4 4 L20 20 M8 9.5 A4 4 0 0 0 7 17.5 H16 M11 6.6 A5.5 5.5 0 0 1 17 10 A3.8 3.8 0 0 1 19.5 16.2")
}

/**
 * A sign beside its word, which says everything: [size] at the usual text size, growing with the text up to one and a half times. Without [tint] it has
 * the colour of the text around it.
 */
@Composable
fun Sign(
    sign: ImageVector,
    modifier: Modifier = Modifier,
    size: Dp = Size.sign,
    tint: Color = LocalContentColor.current,
) {
    Icon(sign, contentDescription = null, modifier.size(size * signScale()), tint)
}

/** How much larger than usual what stands beside text is drawn. */
@Composable
internal fun signScale(): Float = LocalDensity.current.fontScale.coerceIn(1f, MOST)

private const val MOST = 1.5f

private fun sign(
    name: String,
    lines: String,
): ImageVector =
    ImageVector
        .Builder(name, defaultWidth = 24.dp, defaultHeight = 24.dp, viewportWidth = 24f, viewportHeight = 24f)
        .addPath(
            pathData = addPathNodes(lines),
            stroke = SolidColor(Color.Black),
            strokeLineWidth = 1.8f,
            strokeLineCap = StrokeCap.Round,
            strokeLineJoin = StrokeJoin.Round,
        ).build()
