package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/** A place: where the phone is, or typed in degrees. */
@Composable
internal fun PlaceQuestion(
    asking: Asking,
    notLocated: String?,
    actions: FormActions,
) {
    Locate(asking, notLocated, actions) { it.value }
    PlaceFields(asking, PlaceText.of(asking.answer)) { actions.answer(asking.reference, it.value) }
}

/** A line or a shape, place by place. */
@Composable
internal fun PlacesQuestion(
    asking: Asking,
    notLocated: String?,
    isClosed: Boolean,
    actions: FormActions,
) {
    val given = PlacesText.of(asking.answer, isClosed)
    val give = { places: List<PlaceText> -> actions.answer(asking.reference, given.copy(places = places).value) }
    if (given.places.isEmpty()) Note(word("form-places-none"))
    given.places.forEachIndexed { at, place -> PlaceRow(at, place) { give(given.places.filterIndexed { index, _ -> index != at }) } }
    Locate(asking, notLocated, actions) { given.copy(places = given.places + it).value }
    NewPlace(asking) { give(given.places + it) }
}

@Composable
private fun PlaceRow(
    at: Int,
    place: PlaceText,
    onRemove: () -> Unit,
) {
    val label = "${at + 1}. ${place.shown}"
    Row(Modifier.fillMaxWidth(), verticalAlignment = Alignment.CenterVertically) {
        Body(label, Modifier.weight(1f))
        QuietButton(word("action-remove"), onRemove, Modifier.naming(word("action-remove"), label), Signs.Trash)
    }
}

/** A place being typed is an answer only when it is added. */
@Composable
private fun NewPlace(
    asking: Asking,
    onAdd: (PlaceText) -> Unit,
) {
    var lat by rememberSaveable { mutableStateOf("") }
    var long by rememberSaveable { mutableStateOf("") }
    PlaceFields(asking, PlaceText(lat, long)) {
        lat = it.lat
        long = it.long
    }
    SecondaryButton(word("form-place-add"), {
        onAdd(PlaceText(lat, long))
        lat = ""
        long = ""
    }, Modifier.naming(word("form-place-add"), asking.question.label), sign = Signs.Plus)
}

@Composable
private fun Locate(
    asking: Asking,
    notLocated: String?,
    actions: FormActions,
    answer: (PlaceText) -> String,
) {
    val name = word("form-use-my-place")
    SecondaryButton(name, { actions.locate(asking.reference, answer) }, Modifier.naming(name, asking.question.label), sign = Signs.Pin)
    if (notLocated == asking.reference) Note(word("form-place-failed"), Modifier.semantics { liveRegion = LiveRegionMode.Polite })
}

@Composable
private fun PlaceFields(
    asking: Asking,
    place: PlaceText,
    onChange: (PlaceText) -> Unit,
) {
    Degrees(asking, word("form-latitude"), place.lat) { onChange(place.copy(lat = it)) }
    Degrees(asking, word("form-longitude"), place.long) { onChange(place.copy(long = it)) }
}

@Composable
private fun Degrees(
    asking: Asking,
    name: String,
    text: String,
    onChange: (String) -> Unit,
) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Note(name, Modifier.clearAndSetSemantics {})
        PlainField(
            text,
            { typed -> onChange(typed.replace(',', '.').filter { it in '0'..'9' || it == '.' || it == '-' }) },
            isWrong = asking.problem != null,
            // South and west have a minus, which not every number keyboard has.
            keyboard = KeyboardOptions(keyboardType = KeyboardType.Phone, imeAction = ImeAction.Next),
            modifier =
                Modifier.fillMaxWidth().semantics {
                    contentDescription = "${asking.question.label}. $name"
                    asking.problem?.let { error(it) }
                },
        )
    }
}
