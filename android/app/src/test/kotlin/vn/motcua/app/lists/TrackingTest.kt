package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isHeading
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.counter.Desk
import vn.motcua.app.counter.Portal
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.FormPage
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.Standing
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** From the receipt to the result, as the screens tell it. */
@RunWith(RobolectricTestRunner::class)
class TrackingTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private val desk = Desk(Portal.shared)
    private lateinit var phone: Phone
    private lateinit var window: Window

    @Before
    fun open() {
        phone = Phone(folder.root)
        window = Window(rule, phone.core, Desktop(folder.root))
        phone.fetch()
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    private fun submitted(): String =
        phone.submit().also {
            phone.online(true)
            phone.signIn()
            phone.sent()
        }

    @Test
    fun `a receipt is shown only when there is one, and is saved as the portal signed it`() {
        val dossier = phone.submit()
        window.navigator.open(Place.Receipt(dossier))
        window.open()
        window.await(hasText(window.word("receipt-none")))

        phone.online(true)
        phone.signIn()
        phone.sent()
        val receipt = phone.ask { receipt(dossier) }!!
        window.await(hasText(receipt.codeText))
        rule.onNode(hasText(receipt.heading)).assertExists()
        rule.onNode(hasText(window.word("receipt-save"))).performClick()
        window.await(hasText(window.word("state-saved")))
        assertEquals(
            receipt.jws,
            window.platform.saved
                .single()
                .readText(),
        )
        assertTrue(
            receipt.dossierCode in
                window.platform.saved
                    .single()
                    .name,
        )
    }

    @Test
    fun `the timeline follows the office, and leads from its request to the question`() {
        val dossier = submitted()
        window.navigator.open(Place.Timeline(dossier))
        window.open()
        desk.act("ask-supplement", dossier, ASK)
        phone.told(dossier, "supplement_asked")
        val answer = hasText(window.word("timeline-supplement"))
        window.await(answer)
        rule.onNode(answer).performScrollTo().performClick()

        val go = hasContentDescription("${window.word("supplement-go")}: Chụp lại rõ nét cả trang.")
        window.await(go)
        rule.onNode(go).performScrollTo().performClick()
        window.awaitPlace { it is Place.Form }
        val place = window.navigator.top.place as Place.Form
        asked(place)

        window.navigator.back()
        val item =
            phone
                .told(dossier, "supplement_asked")
                .supplement!!
                .items
                .single()
        window.await(hasText(item.label) and isHeading())
        rule.onNode(hasText(window.word("supplement-answer"))).performClick()
        window.awaitPlace { it == place }

        window.navigator.open(place.copy(page = 0))
        window.await(hasText(page(place, 0).position))
        rule.onNode(go).performScrollTo().performClick()
        window.await(hasText(checkNotNull(asked(place).limits)))
        window.navigator.open(Place.Review(place.draftId))
        window.await(hasText(window.word("review-supplement")) and isHeading())
    }

    @Test
    fun `a refusal is no success`() {
        val dossier = submitted()
        desk.act("refuse", dossier, REFUSAL)
        val timeline = phone.told(dossier, "refused")
        assertEquals(Standing.WRONG, timeline.standing)
        assertEquals(Standing.WRONG, timeline.entries.last { it.event == "refused" }.standing)
        assertEquals(
            Standing.WRONG,
            phone
                .ask { dossiers(null, 1) }
                .items
                .single()
                .standing,
        )
    }

    /** The question that the office asks about, which has to stand on that page. */
    private fun asked(place: Place.Form): QuestionItem =
        page(place, place.page)
            .items
            .mapNotNull { (it as? FormItemQuestion)?.question }
            .single { it.reference == "/data/papers/birth_cert" }

    private fun page(
        place: Place.Form,
        index: Int,
    ): FormPage =
        phone.ask { openDraft(place.draftId) }.use { form ->
            checkNotNull(kotlinx.coroutines.runBlocking { form.page(index) })
        }

    @Test
    fun `the result is saved under the name that the office gave it`() {
        val dossier = submitted()
        listOf("accept", "process", "complete").forEach { desk.act(it, dossier) }
        val timeline = phone.told(dossier, "completed")
        window.navigator.open(Place.Timeline(dossier))
        window.open()
        val last = hasContentDescription(timeline.entries.last().label)
        window.await(hasText(timeline.heading))
        val save = hasText(window.word("timeline-result"))
        window.await(save)
        rule.onNode(save).performScrollTo().performClick()
        window.await(hasText(window.word("state-saved")))
        val result = window.platform.saved.single()
        assertEquals("%PDF", result.readText(Charsets.ISO_8859_1).take(4))
        assertEquals(timeline.result?.name, result.name)
        assertEquals("pdf", result.extension)
        rule.onNode(hasScrollToIndexAction()).performScrollToNode(last)
    }

    @Test
    fun `a message opens what it is about and is seen then`() {
        val dossier = submitted()
        desk.act("accept", dossier)
        phone.told(dossier, "accepted")
        window.navigator.turnTo(Place.Inbox)
        window.open()
        val newest = phone.await(phone.core.inbox(10)) { inbox -> inbox.items.any { it.isNew } }.items.first()
        window.await(hasContentDescription(newest.label))
        rule.onAllNodes(hasContentDescription(newest.label)).onFirst().performClick()
        window.awaitPlace { it == Place.Timeline(dossier) }
        phone.await(phone.core.inbox(10)) { inbox -> inbox.items.none { it.isNew } }
    }

    private companion object {
        val ASK =
            """
            {"reason":"paper_unreadable","days":3,"note_vi":"Ảnh giấy chứng sinh bị mờ, xin chụp lại.",
             "items":[{"reference":"/data/papers/birth_cert","note_vi":"Chụp lại rõ nét cả trang.","note_en":"Please photograph the whole page."}]}
            """.trimIndent()
        const val REFUSAL = """{"reason":"not_eligible","note_vi":"Trẻ đã được đăng ký khai sinh."}"""
    }
}
