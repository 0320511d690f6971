package vn.motcua.ui.screen.supplement

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import vn.motcua.bridge.AskedFor
import vn.motcua.bridge.SupplementRequest
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.GroupTitle
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.screen.form.naming
import vn.motcua.ui.theme.Tone

/** What the office asks and by when, beside whatever answers it; [more] leads on. */
@Composable
internal fun AskedNotice(
    request: SupplementRequest,
    more: @Composable ColumnScope.() -> Unit,
) = Banner(request.note, tone = Tone.Due) {
    if (request.due.isNotEmpty()) Body("${word("supplement-due")}: ${request.due}")
    more()
}

/** Everything asked for, where [onGo] leads to a question. */
@Composable
internal fun AskedItems(
    request: SupplementRequest,
    onGo: ((String) -> Unit)?,
) = request.items.forEach { AskedItem(it, onGo) }

/** One thing asked for, with the way to its question. */
@Composable
internal fun AskedItem(
    item: AskedFor,
    onGo: ((String) -> Unit)?,
) {
    if (item.label.isNotEmpty()) GroupTitle(item.label)
    Body(item.note)
    val reference = item.reference
    if (reference != null && onGo != null) {
        val go = word("supplement-go")
        QuietButton(go, { onGo(reference) }, Modifier.naming(go, item.note), Signs.Edit)
    }
}
