package vn.motcua.ui.theme

import androidx.compose.material3.Typography
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.text.style.LineHeightStyle
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.sp

// The system's own typeface, a little larger than usual, with room between the lines: Vietnamese stacks two marks on a letter (ẫ, ỗ) and a tight line
// cuts the upper one. The first and the last line have that room too: else the lines of a paragraph stand further apart than two paragraphs. Nothing is smaller than 14 sp. Sizes are in sp, so they grow with the person's own setting.

private fun style(
    size: TextUnit,
    line: TextUnit,
    weight: FontWeight = FontWeight.Normal,
    breaks: LineBreak = LineBreak.Paragraph,
) = TextStyle(fontSize = size, lineHeight = line, fontWeight = weight, letterSpacing = 0.sp, lineBreak = breaks, lineHeightStyle = whole)

private val whole = LineHeightStyle(LineHeightStyle.Alignment.Center, LineHeightStyle.Trim.None)

/** The sizes that the parts use, under Material's names. */
val MotCuaType: Typography =
    Typography(
        displayLarge = style(36.sp, 48.sp, FontWeight.SemiBold, LineBreak.Heading),
        displayMedium = style(32.sp, 43.sp, FontWeight.SemiBold, LineBreak.Heading),
        displaySmall = style(29.sp, 39.sp, FontWeight.SemiBold, LineBreak.Heading),
        headlineLarge = style(27.sp, 37.sp, FontWeight.SemiBold, LineBreak.Heading),
        headlineMedium = style(25.sp, 34.sp, FontWeight.SemiBold, LineBreak.Heading),
        headlineSmall = style(22.sp, 31.sp, FontWeight.SemiBold, LineBreak.Heading),
        titleLarge = style(20.sp, 28.sp, FontWeight.SemiBold, LineBreak.Heading),
        titleMedium = style(17.sp, 25.sp, FontWeight.SemiBold),
        titleSmall = style(15.sp, 22.sp, FontWeight.SemiBold),
        bodyLarge = style(17.sp, 26.sp),
        bodyMedium = style(15.sp, 23.sp),
        bodySmall = style(14.sp, 21.sp),
        labelLarge = style(16.sp, 23.sp, FontWeight.Medium),
        labelMedium = style(14.sp, 20.sp, FontWeight.Medium),
        labelSmall = style(14.sp, 20.sp, FontWeight.Medium),
    )
