package vn.motcua.ui.theme

import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Shapes
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp

/** Distances. Everything on a page stands on these steps. */
object Space {
    /** Between a sign and its word. */
    val tiny: Dp = 4.dp

    /** Between lines that belong together. */
    val small: Dp = 8.dp

    /** Between rows. */
    val medium: Dp = 12.dp

    /** A page's margin, and inside a card. */
    val large: Dp = 16.dp

    /** Between a page's parts. */
    val wide: Dp = 24.dp

    /** Before and after what stands alone: an empty page's sentence. */
    val vast: Dp = 40.dp
}

/** Sizes that accessibility asks for. */
object Size {
    /** The least height and width of whatever can be touched (EN 301 549 11.2.5.8, Android's own guideline: 48 dp). */
    val touch: Dp = 48.dp

    /** A text line wider than this is hard to read; tablets and desktops get margins. */
    val column: Dp = 640.dp

    /** A sign beside words. */
    val sign: Dp = 24.dp
}

/** Corners: calm, nowhere a pill but on chips. */
val MotCuaShapes: Shapes =
    Shapes(
        extraSmall = RoundedCornerShape(4.dp),
        small = RoundedCornerShape(8.dp),
        medium = RoundedCornerShape(10.dp),
        large = RoundedCornerShape(14.dp),
        extraLarge = RoundedCornerShape(20.dp),
    )
