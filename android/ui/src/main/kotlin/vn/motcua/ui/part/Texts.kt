package vn.motcua.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import vn.motcua.ui.theme.Space

/** Whether the person reads text so large that what stands beside it, or under the page, would take too much room from it. */
internal val isTextLarge: Boolean
    @Composable get() = LocalDensity.current.fontScale >= LARGE

private const val LARGE = 1.4f

/** The screen's own heading; [Page] draws it. */
@Composable
fun PageTitle(
    text: String,
    modifier: Modifier = Modifier,
) {
    Text(text, modifier.semantics { heading() }, style = MaterialTheme.typography.headlineMedium, color = MaterialTheme.colorScheme.onBackground)
}

/** The heading of a part of the page. */
@Composable
fun SectionTitle(
    text: String,
    modifier: Modifier = Modifier,
) {
    Text(
        text,
        modifier.padding(top = Space.small).semantics { heading() },
        style = MaterialTheme.typography.titleLarge,
        color = MaterialTheme.colorScheme.onBackground,
    )
}

/** The title of a group inside a section: a heading too, smaller. */
@Composable
fun GroupTitle(text: String) {
    Text(
        text,
        Modifier.padding(top = Space.small).semantics { heading() },
        style = MaterialTheme.typography.titleMedium,
        color = MaterialTheme.colorScheme.onBackground,
    )
}

/** Running text, in the colour of the ground it stands on. */
@Composable
fun Body(
    text: String,
    modifier: Modifier = Modifier,
) {
    Text(text, modifier, style = MaterialTheme.typography.bodyLarge)
}

/** What may be known besides: hints, limits, times; on a page or a sheet. */
@Composable
fun Note(
    text: String,
    modifier: Modifier = Modifier,
    align: TextAlign? = null,
) {
    val colour = MaterialTheme.colorScheme.onSurfaceVariant
    Text(text, modifier, style = MaterialTheme.typography.bodyMedium, color = colour, textAlign = align)
}

/** A fact and what it is called; spoken together. */
@Composable
fun Fact(
    name: String,
    value: String,
    modifier: Modifier = Modifier,
) {
    Column(modifier.semantics(mergeDescendants = true) {}, verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Note(name)
        Body(value)
    }
}
