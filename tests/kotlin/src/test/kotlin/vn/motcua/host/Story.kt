package vn.motcua.host

import java.io.ByteArrayOutputStream
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.time.LocalDate
import java.time.ZoneId
import java.util.HexFormat
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The birth story as every player reads it; its format is told in `tests/fixtures/README.md`. */
class Story(private val folder: Path) {
    private val story = Json.parseToJsonElement(Files.readString(folder.resolve("birth_story.json"))).jsonObject

    val procedureCode = story.text("procedure_code")
    val formVersion = story.text("form_version")
    val person = story.text("person")
    val wardCode = story.text("ward_code")
    val steps = steps(story)
    val supplementSteps = steps(story.getValue("supplement").jsonObject)

    /** The officer's request, as the wire API takes it. */
    val supplementAsk = story.getValue("supplement").jsonObject.getValue("ask").jsonObject

    val feedback = Report(story.getValue("feedback").jsonObject)

    val papers: Map<String, Paper> =
        story.getValue("files").jsonObject.mapValues { (_, file) -> Paper(folder, file.jsonObject) }

    private fun steps(part: JsonObject) = part.getValue("steps").jsonArray.map { step(it.jsonObject) }
}

/** One step of the story. A step of a kind that isn't known here stops the player: half a story proves nothing. */
sealed interface Step {
    data class Page(val reference: String, val titleVi: String) : Step

    data class Answer(val reference: String, val value: String) : Step

    data class Attach(val reference: String, val paper: String) : Step

    data class Expect(val reference: String, val members: JsonObject) : Step

    data class Check(val problems: Set<Problem>) : Step

    data object Restart : Step
}

/** The report that the citizen sends to 1022, and what comes back. */
class Report(feedback: JsonObject) {
    val serviceCode = feedback.text("service_code")
    val description = feedback.text("description")
    val lat = feedback.getValue("lat").jsonPrimitive.double
    val long = feedback.getValue("long").jsonPrimitive.double
    val photo = feedback.text("photo")
    val answerNote = feedback.text("answer_note")
}

/** What is wrong with an answer: where, and `constraint` or `required`. */
data class Problem(val reference: String, val violation: String)

private fun step(step: JsonObject): Step =
    when (val kind = step.text("step")) {
        "page" -> Step.Page(step.text("reference"), step.text("title_vi"))
        "answer" -> Step.Answer(step.text("reference"), value(step.text("value")))
        "attach" -> Step.Attach(step.text("reference"), step.text("file"))
        "expect" -> Step.Expect(step.text("reference"), JsonObject(step - setOf("step", "reference")))
        "check" -> Step.Check(step.getValue("problems").jsonArray.map { problem(it) }.toSet())
        "restart" -> Step.Restart
        else -> error("the story has a step that this player doesn't know: $kind")
    }

private fun problem(problem: JsonElement) =
    Problem(problem.jsonObject.text("reference"), problem.jsonObject.text("violation"))

/** `{today-12}` is the day twelve days before today in Việt Nam. */
private fun value(written: String): String {
    val days = Regex("""\{today-(\d+)}""").matchEntire(written)?.groupValues?.get(1)?.toLong() ?: return written
    return LocalDate.now(ZoneId.of("Asia/Ho_Chi_Minh")).minusDays(days).toString()
}

/** A paper that the citizen attaches. */
class Paper(folder: Path, file: JsonObject) {
    val name = file.text("name")
    val mediaType = file.text("media_type")
    val size = file.number("size")
    val sha256 = file.text("sha256")
    private val source = folder.resolve(file.text("path"))
    private val growTo = file["grow_to"]?.jsonPrimitive?.int ?: 0

    /** Writes the paper as the citizen's phone has it, and says where. */
    fun writeInto(folder: Path): Path = Files.write(folder.resolve(name), bytes())

    /** The paper's bytes, grown to a photo of several megabytes where the story says so. */
    fun bytes(): ByteArray {
        val drawn = Files.readAllBytes(source)
        if (drawn.size >= growTo) return drawn
        val behindJfif = 4 + ((drawn[4].toInt() and 0xff) shl 8) + (drawn[5].toInt() and 0xff)
        val grown = ByteArrayOutputStream(growTo + COMMENT_SIZE)
        grown.write(drawn, 0, behindJfif)
        var x = 1L
        while (grown.size() + drawn.size - behindJfif < growTo) {
            grown.write(COMMENT_HEAD)
            repeat(COMMENT_SIZE) {
                x = (x * 1103515245 + 12345) and 0x7fffffff
                grown.write((x shr 16).toInt())
            }
        }
        grown.write(drawn, behindJfif, drawn.size - behindJfif)
        return grown.toByteArray()
    }

    private companion object {
        /** The marker of a JPEG comment and the length of the longest one. */
        val COMMENT_HEAD = byteArrayOf(-1, -2, -1, -1)
        const val COMMENT_SIZE = 65_533
    }
}

fun sha256(bytes: ByteArray): String =
    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))

fun JsonObject.text(member: String): String = getValue(member).jsonPrimitive.content

fun JsonObject.textOrNull(member: String): String? = getValue(member).jsonPrimitive.contentOrNull

fun JsonObject.number(member: String): Int = getValue(member).jsonPrimitive.int

fun JsonObject.flag(member: String): Boolean = getValue(member).jsonPrimitive.boolean
