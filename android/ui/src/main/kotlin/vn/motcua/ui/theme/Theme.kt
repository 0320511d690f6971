package vn.motcua.ui.theme

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable

/** Dresses [content] in the app's colours, type and corners; by default by day or night as the phone is set. */
@Composable
fun MotCuaTheme(
    dark: Boolean = isSystemInDarkTheme(),
    content: @Composable () -> Unit,
) {
    MaterialTheme(
        colorScheme = if (dark) DarkColours else LightColours,
        typography = MotCuaType,
        shapes = MotCuaShapes,
        content = content,
    )
}
