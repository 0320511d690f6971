package vn.motcua.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.ui.graphics.Color

// The colours of a public office: a deep teal that leads, a warm amber only where something is due, red only where something is wrong, quiet greys for
// the rest. A colour never says anything alone: a word and a sign stand beside it. Text on its ground has a contrast of 4.5:1 or more in both schemes,
// a border or sign 3:1; `ContrastTest` computes every pair that the parts use.

/** By daylight. */
val LightColours: ColorScheme =
    lightColorScheme(
        primary = Color(0xFF0B5A63),
        onPrimary = Color(0xFFFFFFFF),
        primaryContainer = Color(0xFFD3EBED),
        onPrimaryContainer = Color(0xFF06363C),
        inversePrimary = Color(0xFF84CDD5),
        secondary = Color(0xFF45606A),
        onSecondary = Color(0xFFFFFFFF),
        secondaryContainer = Color(0xFFE1E9EB),
        onSecondaryContainer = Color(0xFF203238),
        tertiary = Color(0xFF8A4B08),
        onTertiary = Color(0xFFFFFFFF),
        tertiaryContainer = Color(0xFFFFE6C7),
        onTertiaryContainer = Color(0xFF4A2600),
        error = Color(0xFFA8231C),
        onError = Color(0xFFFFFFFF),
        errorContainer = Color(0xFFFBE0DC),
        onErrorContainer = Color(0xFF5C0F0B),
        background = Color(0xFFF5F7F7),
        onBackground = Color(0xFF182123),
        surface = Color(0xFFF5F7F7),
        onSurface = Color(0xFF182123),
        surfaceVariant = Color(0xFFE6ECED),
        onSurfaceVariant = Color(0xFF455457),
        surfaceTint = Color(0xFF0B5A63),
        inverseSurface = Color(0xFF2B3537),
        inverseOnSurface = Color(0xFFEDF2F2),
        outline = Color(0xFF6A7B7E),
        outlineVariant = Color(0xFFCBD5D7),
        scrim = Color(0xFF000000),
        surfaceBright = Color(0xFFFFFFFF),
        surfaceDim = Color(0xFFDCE2E3),
        surfaceContainerLowest = Color(0xFFFFFFFF),
        surfaceContainerLow = Color(0xFFFFFFFF),
        surfaceContainer = Color(0xFFFBFCFC),
        surfaceContainerHigh = Color(0xFFF0F3F4),
        surfaceContainerHighest = Color(0xFFE6ECED),
    )

/** By night. */
val DarkColours: ColorScheme =
    darkColorScheme(
        primary = Color(0xFF84CDD5),
        onPrimary = Color(0xFF00363C),
        primaryContainer = Color(0xFF10454C),
        onPrimaryContainer = Color(0xFFCFEDF0),
        inversePrimary = Color(0xFF0B5A63),
        secondary = Color(0xFFAFC8D0),
        onSecondary = Color(0xFF1B3138),
        secondaryContainer = Color(0xFF2A3B41),
        onSecondaryContainer = Color(0xFFD6E5EA),
        tertiary = Color(0xFFF2B872),
        onTertiary = Color(0xFF472700),
        tertiaryContainer = Color(0xFF553408),
        onTertiaryContainer = Color(0xFFFFE2C0),
        error = Color(0xFFFFB4AB),
        onError = Color(0xFF690005),
        errorContainer = Color(0xFF6E1B16),
        onErrorContainer = Color(0xFFFFDAD5),
        background = Color(0xFF101617),
        onBackground = Color(0xFFE2E9EA),
        surface = Color(0xFF101617),
        onSurface = Color(0xFFE2E9EA),
        surfaceVariant = Color(0xFF2B3739),
        onSurfaceVariant = Color(0xFFBCC9CC),
        surfaceTint = Color(0xFF84CDD5),
        inverseSurface = Color(0xFFE2E9EA),
        inverseOnSurface = Color(0xFF2B3537),
        outline = Color(0xFF8A9B9E),
        outlineVariant = Color(0xFF3C494C),
        scrim = Color(0xFF000000),
        surfaceBright = Color(0xFF353F41),
        surfaceDim = Color(0xFF101617),
        surfaceContainerLowest = Color(0xFF0B1011),
        surfaceContainerLow = Color(0xFF1A2224),
        surfaceContainer = Color(0xFF1D2628),
        surfaceContainerHigh = Color(0xFF273032),
        surfaceContainerHighest = Color(0xFF323C3E),
    )
