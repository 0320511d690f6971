package vn.motcua.ui.screen.supplement

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.Timeline
import vn.motcua.ui.nav.Place
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.followedIn

/** What the office asks to be added, and the draft that answers it. */
class SupplementHolder(
    private val core: Core,
    private val dossierId: String,
) : ViewModel() {
    /** The dossier, with the request in it. */
    val timeline: StateFlow<Live<Timeline>> = core.timeline(dossierId).followedIn(viewModelScope)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Opens the draft that answers request [number], on the page of the question [reference] where there is one. */
    fun answer(
        number: UInt,
        reference: String?,
        then: (Place.Form) -> Unit,
    ) = deeds.run(ANSWER, then = then) { begun(number, reference) }

    private suspend fun begun(
        number: UInt,
        reference: String?,
    ): Outcome<Place.Form> =
        when (val begun = core.beginSupplement(dossierId, number)) {
            is Outcome.Done -> placed(begun.value, reference)
            is Outcome.Failed -> begun
        }

    /** At the first page for a question that isn't asked any more. */
    private suspend fun placed(
        draft: String,
        reference: String?,
    ): Outcome<Place.Form> {
        if (reference == null) return Outcome.Done(Place.Form(draft, 0))
        return when (val form = core.openDraft(draft)) {
            is Outcome.Done -> {
                Outcome.Done(
                    Place.Form(
                        draft,
                        form.value
                            .use { it.pageOf(reference) }
                            ?.index
                            ?.toInt() ?: 0,
                    ),
                )
            }

            is Outcome.Failed -> {
                form
            }
        }
    }

    internal companion object {
        const val ANSWER = "answer"
    }
}
