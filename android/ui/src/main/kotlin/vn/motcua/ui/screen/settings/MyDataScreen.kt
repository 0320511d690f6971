package vn.motcua.ui.screen.settings

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.bridge.SettingsPage
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Confirm
import vn.motcua.ui.part.DangerButton
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Tone

/** What can be done on the page of my data. */
class MyDataActions(
    val export: () -> Unit,
    val ask: (Boolean) -> Unit,
    val erase: () -> Unit,
    val begin: () -> Unit,
    val retry: () -> Unit,
    val back: () -> Unit,
)

@Composable
fun MyDataRoute(
    core: Core,
    navigator: Navigator,
) {
    val platform = LocalPlatform.current
    val name = word("data-export-file")
    val holder = holder { MyDataHolder(core, it) }
    val actions =
        MyDataActions(
            export = { holder.export(platform, name) },
            ask = holder::ask,
            erase = {
                navigator.cutShort()
                holder.erase { navigator.only(Place.MyData, mapOf(MyDataHolder.ERASED to true)) }
            },
            begin = navigator::begin,
            retry = holder::load,
            back = { navigator.back() },
        )
    MyDataScreen(holder.state.observed(), actions)
}

/** Take everything along, or delete everything. */
@Composable
fun MyDataScreen(
    state: MyDataState,
    actions: MyDataActions,
) {
    if (state.step == MyDataStep.Erased) return Erased(actions.begin)
    Page(title = state.page?.dataHeading ?: word("data-open"), onBack = actions.back) {
        state.trouble?.let { FailureNotice(it, onRetry = actions.retry) }
        val page = state.page
        if (page != null) {
            WhatToDo(page, state, actions)
        } else if (state.trouble == null) {
            Loading()
        }
    }
    val page = state.page
    if (page != null && state.step == MyDataStep.Asking) {
        Confirm(
            title = word("data-erase"),
            text = page.eraseWarning,
            action = word("data-erase-confirm"),
            onConfirm = actions.erase,
            onDismiss = { actions.ask(false) },
        )
    }
}

@Composable
private fun WhatToDo(
    page: SettingsPage,
    state: MyDataState,
    actions: MyDataActions,
) {
    Panel {
        SectionTitle(word("data-export"))
        Body(page.dataText)
        if (state.step == MyDataStep.Exported) Banner(word("data-export-done"), tone = Tone.Done) { Body(word("data-export-file")) }
        SecondaryButton(word("data-export"), actions.export, busy = state.step == MyDataStep.Exporting, sign = Signs.Download)
    }
    Panel {
        SectionTitle(word("data-erase"))
        Body(page.eraseWarning)
        DangerButton(word("data-erase"), { actions.ask(true) }, busy = state.step == MyDataStep.Erasing, sign = Signs.Trash)
    }
}

@Composable
private fun Erased(onBegin: () -> Unit) {
    Page(title = word("data-open"), bottom = { PrimaryButton(word("data-begin-anew"), onBegin) }) {
        Banner(word("data-erase-done"), tone = Tone.Done)
    }
}
