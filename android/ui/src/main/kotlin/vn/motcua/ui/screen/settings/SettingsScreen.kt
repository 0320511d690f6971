package vn.motcua.ui.screen.settings

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.bridge.SettingChoice
import vn.motcua.bridge.SettingsPage
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.ChoiceGroup
import vn.motcua.ui.part.ChoiceRow
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.LinkRow
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Tone

/** What can be done on the settings screen. */
class SettingsActions(
    val speak: (String) -> Unit,
    val sendOver: (String) -> Unit,
    val myData: () -> Unit,
    val retry: () -> Unit,
    val back: () -> Unit,
)

@Composable
fun SettingsRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { SettingsHolder(core) }
    val actions = SettingsActions(holder::speak, holder::sendOver, { navigator.open(Place.MyData) }, holder::load) { navigator.back() }
    SettingsScreen(holder.state.observed(), actions)
}

/** Language, networks, and where the letters' size is set: everything else is the phone's own setting. */
@Composable
fun SettingsScreen(
    state: SettingsState,
    actions: SettingsActions,
) {
    Page(title = state.page?.heading ?: word("settings-open"), onBack = actions.back) {
        state.trouble?.let { FailureNotice(it, onRetry = actions.retry) }
        val page = state.page
        if (page != null) {
            Choices(page, actions)
        } else if (state.trouble == null) {
            Loading()
        }
    }
}

@Composable
private fun Choices(
    page: SettingsPage,
    actions: SettingsActions,
) {
    SectionTitle(page.languageHeading)
    Choice(page.languages, actions.speak)
    Banner(page.fontHint, tone = Tone.Calm)
    SectionTitle(page.networkHeading)
    Choice(page.networkPolicies, actions.sendOver)
    SectionTitle(page.dataHeading)
    Panel {
        Body(page.dataText)
        LinkRow(word("data-open"), actions.myData, sign = Signs.Lock)
    }
}

@Composable
private fun Choice(
    choices: List<SettingChoice>,
    onChoose: (String) -> Unit,
) {
    Panel {
        ChoiceGroup { choices.forEach { ChoiceRow(it.label, it.selected, { onChoose(it.value) }) } }
    }
}
