package vn.motcua.preview

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File
import java.time.LocalDate
import java.time.ZoneId

/**
 * How somebody fills in a form (`tests/fixtures/README.md` has the format): what each question is answered with in the end. Wrong answers on the way and
 * looks at the form are for other players.
 */
class Story(
    file: File,
) {
    private val told = Json.parseToJsonElement(file.readText()).jsonObject
    private val steps = told.getValue("steps").jsonArray.map { it.jsonObject }

    /** The procedure whose form it is. */
    val procedure: String = told.text("procedure_code")

    /** The last answer to each question. */
    val answers: Map<String, String> = steps.filter { it.text("step") == "answer" }.associate { it.text("reference") to day(it.text("value")) }

    /** What the citizen calls the paper in each slot. */
    val papers: Map<String, String> =
        steps.filter { it.text("step") == "attach" }.associate {
            it.text("reference") to
                told
                    .getValue("files")
                    .jsonObject
                    .getValue(it.text("file"))
                    .jsonObject
                    .text("name")
        }

    /** How many rows of [list] have an answer. */
    fun rows(list: String): Int = answers.keys.mapNotNull { row(list, it) }.maxOrNull() ?: 0

    private fun row(
        list: String,
        reference: String,
    ) = reference
        .takeIf { it.startsWith("$list[") }
        ?.removePrefix("$list[")
        ?.substringBefore(']')
        ?.toInt()

    private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content

    /** `{today-12}` is the day twelve days before today in Việt Nam. */
    private fun day(written: String): String {
        val days = TODAY.matchEntire(written)?.groupValues?.get(1) ?: return written
        return "${LocalDate.now(ZoneId.of("Asia/Ho_Chi_Minh")).minusDays(days.toLong())}"
    }

    private companion object {
        val TODAY = Regex("""\{today-(\d+)}""")
    }
}
