package vn.motcua.app.fault

import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.app.story.FormFilling
import vn.motcua.app.story.and
import vn.motcua.app.story.saying
import vn.motcua.app.story.typeable
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import java.io.File
import java.io.RandomAccessFile
import kotlin.test.Test
import kotlin.test.assertEquals

/** What a person puts in wrongly: it is told where they put it, nothing of it is kept, and what stood there before still does. */
class FormFaultsTest : FaultTest() {
    private val filling by lazy { FormFilling(person) }
    private lateinit var draft: String
    private lateinit var answers: Map<String, String>

    private fun begin() {
        applicant.agree()
        applicant.fetch()
        applicant.signIn()
        draft = applicant.filled()
        answers = applicant.answers(draft)
        handset.open()
    }

    @Test
    fun `files that can't be taken leave the paper from before`() {
        begin()
        handset.follow(Place.Form(draft, pageOf(SLOT)))
        listOf(
            file("empty.jpg") {} to "ATTACHMENT_REJECTED",
            file("photo.jpg") { it.writeText("MZ not a photo") } to "FILE_TYPE_REFUSED",
            file("large.jpg") { large -> RandomAccessFile(large, "rw").use { it.apply { write(JPEG) }.setLength(LIMIT + 1) } } to "FILE_TOO_LARGE",
            // It opens, and can't be read.
            PickedFile("/proc/self/mem", "gone.jpg") to "NOT_ON_THIS_PHONE",
        ).forEach { (file, code) ->
            applicant.reads(code, hasNames = true) { filling.choose(SLOT, file) }
            assertEquals(answers, applicant.answers(draft), file.name)
        }
        filling.choose(SLOT, Story.paper("birth_cert_clear"))
        person.glass.waits("the right file isn't taken") { filling.kept(SLOT) == Story.paper("birth_cert_clear").name }
        sent()
    }

    @Test
    fun `a text that can't be kept is told at its question`() {
        begin()
        handset.follow(Place.Form(draft, pageOf(NAME)))
        listOf("Khôi\u0000", "x".repeat(LONG)).forEach { text ->
            applicant.reads("TEXT_INVALID", hasNames = true) { type(text) }
            assertEquals(answers, applicant.answers(draft), "nothing of it was kept")
        }
        type(answers.getValue(NAME))
        sent()
    }

    @Test
    fun `what changed after the review is shown anew, and what was emptied is a problem to mend`() {
        begin()
        handset.follow(Place.Review(draft))
        var changes = 0
        applicant.readsWord("review-changed", hasNames = true) {
            applicant.press("review-pledge")
            answer(EMAIL, "khac${changes++}@example.vn")
            applicant.press("review-submit")
        }
        person.sees("khac1@example.vn")
        assertEquals("editing", applicant.state(draft).state)
        applicant.press("review-pledge")
        answer(NAME, "")
        applicant.press("review-submit")
        applicant.reading.inBoth(hasNames = true) {
            val problem = problem()
            listOf(
                applicant
                    .look(draft) {
                        it.problems()
                    }.heading,
                "${problem.label}. ${problem.place}. ${problem.text}. ${applicant.word("form-go-to-problem")}",
            )
        }
        person.press(problem().label)
        person.comes("the form") { it is Place.Form }
        type(answers.getValue(NAME))
        sent()
    }

    private fun problem() = applicant.look(draft) { it.problems() }.items.single()

    private fun answer(
        reference: String,
        value: String,
    ) = applicant.look(draft) { it.answer(reference, value).done() }

    private fun type(text: String) {
        val label = filling.asked(NAME).label
        person.type(label, text)
    }

    private fun pageOf(reference: String): Int =
        applicant.look(draft) { form ->
            (0 until form.pageCount()).first { index ->
                form.page(index)!!.items.any { it is FormItemQuestion && it.question.reference == reference }
            }
        }

    private fun file(
        name: String,
        write: (File) -> Unit,
    ) = File(applicant.app.filesDir, name).let { file ->
        file.createNewFile()
        write(file)
        PickedFile(file.path, name)
    }

    private fun sent() {
        applicant.submit(draft)
        applicant.isSubmitted(checkNotNull(applicant.state(draft).dossierId), 1)
    }

    private companion object {
        const val NAME = "/data/requester/full_name"
        const val EMAIL = "/data/requester/email"
        const val SLOT = "/data/papers/birth_cert"
        const val LIMIT = 20L shl 20
        const val LONG = 65 * 1024
        val JPEG = byteArrayOf(-1, -40, -1, -32)
    }
}
