package vn.motcua.app.album

import android.app.Activity
import android.content.Intent
import android.net.Uri
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.isDialog
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.counter.done
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.ui.nav.Place
import java.io.ByteArrayInputStream
import java.time.Duration
import kotlin.test.Test

/** A draft: its form page by page, its review, its place among other drafts. */
class FormAlbum : AlbumPart("2-form") {
    private val heading = { shown(stage.word("form-show-problems")) }

    @Test
    fun `the form`() =
        play {
            person.agree()
            stage.scene("drafts/empty", Place.Drafts, shows = { shown(stage.word("drafts-heading")) })
            person.fetch()
            pages()
            answers()
            papers()
            dialogs()
            review()
            drafts()
        }

    private fun pages() {
        val empty = person.draft(isFilled = false)
        stage.scene("form/page-1-empty", Place.Form(empty, 0), shows = heading)
        person.ask { deleteDraft(empty) }
        val draft = person.draft()
        val count = person.edit(draft) { it.pageCount() }
        repeat(count) { stage.scene("form/page-${it + 1}", Place.Form(draft, it), shows = heading) }
        person.ask { deleteDraft(draft) }
        stage.scene("form/missing", Place.Form(draft, 0), shows = { shown(stage.word("form-heading")) })
    }

    private fun answers() {
        val draft = person.draft(isFilled = false) { it.answer(PERSONAL_ID, "07909300010").done() }
        stage.scene("form/wrong-answer", Place.Form(draft, 0), shows = { shown("07909300010") }) {
            stage.type(hasSetTextAction() and shown("[07909300010]"), "0790930001")
            stage.type(hasSetTextAction() and shown("[0790930001]"), "07909300010")
        }
        stage.scene("form/problems", Place.Form(draft, 0), isTall = false, shows = { isDialog() }) {
            stage.tap(button(stage.word("form-show-problems")))
        }
        person.ask { deleteDraft(draft) }
    }

    private fun papers() {
        val draft = person.draft { it.detach(BIRTH_CERT).done() }
        val page = pageOf(draft, BIRTH_CERT)
        stage.scene("form/file-too-large", Place.Form(draft, page), shows = { shown("FILE_") }) {
            choose(
                "giay-chung-sinh.jpg",
                JPEG + ByteArray(TOO_LARGE),
            )
        }
        stage.scene(
            "form/file-of-another-kind",
            Place.Form(draft, page),
            shows = { shown("FILE_") },
        ) { choose("khai.txt", "Giấy khai sinh".toByteArray()) }
        person.ask { deleteDraft(draft) }
    }

    /** The person chooses a file in the system's own screen. */
    private fun choose(
        name: String,
        bytes: ByteArray,
    ) {
        val slot = "${stage.word("action-choose-file")}: "
        stage.tap(shown(slot) and hasClickAction())
        val activity = checkNotNull(stage.window).get()
        val uri = Uri.parse("content://album/$name")
        val asked = shadowOf(activity).nextStartedActivityForResult
        shadowOf(activity.contentResolver).registerInputStreamSupplier(uri) { ByteArrayInputStream(bytes) }
        shadowOf(activity).receiveResult(asked.intent, Activity.RESULT_OK, Intent().setData(uri))
    }

    private fun dialogs() {
        val draft = person.draft()
        stage.scene("form/choices", Place.Form(draft, 0), isTall = false, shows = { inDialog(hasSetTextAction()) }) { stage.tap(wardField(draft)) }
        stage.scene("form/choices-found", Place.Form(draft, 0), shows = { inDialog(hasSetTextAction()) }) {
            stage.tap(wardField(draft))
            stage.type(inDialog(hasSetTextAction()), "tan dinh")
        }
        stage.scene("form/choices-none", Place.Form(draft, 0), shows = { shown(stage.word("state-nothing-found")) }) {
            stage.tap(wardField(draft))
            stage.type(inDialog(hasSetTextAction()), "xyzxyz")
        }
        stage.scene("form/calendar", Place.Form(draft, 0), isTall = false, shows = { isDialog() }) {
            stage.tap(hasClickAction() and shown(stage.word("form-pick-date")))
        }
        person.ask { deleteDraft(draft) }
    }

    private fun wardField(draft: String): SemanticsMatcher {
        val label = person.edit(draft) { checkNotNull(it.question(WARD)).label }
        return hasClickAction() and !hasSetTextAction() and shown(label)
    }

    private fun inDialog(matcher: SemanticsMatcher) = hasAnyAncestor(isDialog()) and matcher

    private fun review() {
        val draft = person.draft()
        val ready = { shown(stage.word("review-submit")) }
        stage.scene("review/complete", Place.Review(draft), shows = ready)
        stage.scene("review/pledge-needed", Place.Review(draft), shows = { shown(stage.word("review-pledge-needed")) }) {
            stage.tap(button(stage.word("review-submit")))
        }
        val names = ArrayDeque(listOf("Nguyễn Ngọc Minh Anh", "Nguyễn Ngọc Minh Ánh"))
        stage.scene("review/changed", Place.Review(draft), shows = { shown(stage.word("review-changed")) }) {
            stage.tap(button(stage.word("review-pledge")))
            person.edit(draft) { it.answer(CHILD, names.removeFirst()).done() }
            stage.tap(button(stage.word("review-submit")))
        }
        person.edit(draft) { it.answer(NAME, "").done() }
        stage.scene("review/problems", Place.Review(draft), shows = {
            shown(
                person
                    .edit(draft) { it.problems() }
                    .items
                    .first()
                    .label,
            )
        })
        person.edit(draft) { it.answer(NAME, "Nguyễn Minh Khôi").done() }
        person.submit(draft)
        stage.scene("form/queued", Place.Form(draft, 0), shows = { shown(stage.word("outbox-why")) })
        stage.scene("form/queued-papers", Place.Form(draft, pageOf(draft, BIRTH_CERT)), shows = { shown(stage.word("outbox-why")) })
        stage.scene("review/queued", Place.Review(draft), shows = { shown(stage.word("outbox-why")) })
        stage.scene("drafts/queued", Place.Drafts, shows = { shown(stage.word("draft-take-back")) })
        person.ask { takeBack(draft) }
    }

    private fun drafts() {
        Clock.pass(Duration.ofMinutes(20))
        person.draft(isFilled = false) { it.answer(NAME, "Nguyễn Minh Khôi").done() }
        stage.scene("home/drafts", Place.Home, shows = { shown(stage.word("home-new-dossier")) })
        stage.scene("drafts/some", Place.Drafts, shows = { shown(stage.word("drafts-heading")) })
        stage.scene("drafts/delete", Place.Drafts, isTall = false, shows = { shown(stage.word("draft-delete-question")) }) {
            stage.tap(hasClickAction() and shown("${stage.word("draft-delete")}: "))
        }
        repeat(60) {
            Clock.pass(Duration.ofSeconds(1))
            person.draft(isFilled = false)
        }
        stage.scene("drafts/many", Place.Drafts, isTall = false, shows = { shown("62") })
    }

    private fun pageOf(
        draft: String,
        reference: String,
    ): Int =
        person.edit(draft) { form ->
            (0 until form.pageCount()).first { index ->
                form.page(index)!!.items.any { it is FormItemQuestion && it.question.reference == reference }
            }
        }

    private companion object {
        const val NAME = "/data/requester/full_name"
        const val PERSONAL_ID = "/data/requester/personal_id"
        const val WARD = "/data/requester/residence/ward"
        const val CHILD = "/data/child/full_name"
        const val BIRTH_CERT = "/data/papers/birth_cert"
        const val TOO_LARGE = 40_000_000

        /** How a JPEG begins. */
        val JPEG = byteArrayOf(-1, -40, -1, -32, 0, 16, 74, 70, 73, 70, 0, 1)
    }
}
