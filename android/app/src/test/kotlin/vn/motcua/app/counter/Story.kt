package vn.motcua.app.counter

import org.json.JSONArray
import org.json.JSONObject
import vn.motcua.bridge.Form
import vn.motcua.bridge.Outcome
import vn.motcua.ui.nav.PickedFile
import java.io.File
import java.time.LocalDate
import java.time.ZoneId

/** The birth story that all players share, and its answers given to the core as if they had been given on a screen before. */
object Story {
    private val fixtures = File(checkNotNull(System.getProperty("motcua.fixtures")) { "the folder of the fixtures isn't given" })
    private val told = JSONObject(File(fixtures, "birth_story.json").readText())

    val procedure: String = told.getString("procedure_code")

    /** The version of its form. */
    val formVersion: String = told.getString("form_version")

    /** The personal id of who signs in. */
    val person: String = told.getString("person")
    val steps: List<JSONObject> = told.getJSONArray("steps").objects()
    val supplement: JSONObject = told.getJSONObject("supplement")
    val feedback: JSONObject = told.getJSONObject("feedback")

    /** One of the papers, where it lies and what the citizen calls it. */
    fun paper(name: String): PickedFile {
        val paper = told.getJSONObject("files").getJSONObject(name)
        return PickedFile(File(fixtures, paper.getString("path")).path, paper.getString("name"))
    }

    /** Plays every answer and paper into the form. */
    suspend fun fillIn(form: Form) = steps.forEach { play(it, form) }

    /** Plays one step into the form: an answer or a paper; every other step only looks. */
    suspend fun play(
        step: JSONObject,
        form: Form,
    ) {
        val reference = step.optString("reference")
        when (step.getString("step")) {
            "answer" -> form.answer(reference, value(step.getString("value"))).done()
            "attach" -> paper(step.getString("file")).let { form.attach(reference, it.path, it.name).done() }
        }
    }

    /** `{today-12}` is the day twelve days before today in Việt Nam. */
    fun value(written: String): String {
        val days = Regex("""\{today-(\d+)}""").matchEntire(written)?.groupValues?.get(1) ?: return written
        return "${LocalDate.now(ZoneId.of("Asia/Ho_Chi_Minh")).minusDays(days.toLong())}"
    }
}

/** The array's objects. */
fun JSONArray.objects(): List<JSONObject> = (0 until length()).map(::getJSONObject)

/** What a call came to, when it must have come to something. */
fun <T> Outcome<T>.done(): T =
    when (this) {
        is Outcome.Done -> value
        is Outcome.Failed -> error("refused with ${failure.code}")
    }
