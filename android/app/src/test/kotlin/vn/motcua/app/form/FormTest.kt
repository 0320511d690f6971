package vn.motcua.app.form

import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.isFocused
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.screen.form.openForm
import java.io.File
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals

/** The birth form on the screen, over the real library and a real portal: each kind of question that it has, erring, mending, files, pages. */
@RunWith(RobolectricTestRunner::class)
class FormTest {
    @get:Rule val screen = createEmptyComposeRule()
    private val counter by lazy { Counter(screen) }

    @After fun close() {
        Hands.isGone = false
        counter.close()
    }

    @Test
    fun `text, choice, number and date are kept as they are given`() {
        counter.open()
        counter.reach(hasText(counter.choice(RELATION, "cha"))).performClick()
        counter.kept(RELATION, "cha")
        counter.reach(hasText(counter.choice(RELATION, "cha"))).assertIsSelected()
        type("$REQUESTER/full_name", "Nguyễn Minh Khôi")
        counter.kept("$REQUESTER/full_name", "Nguyễn Minh Khôi")
        part("$REQUESTER/date_of_birth", "form-date-day").performTextInput("12")
        part("$REQUESTER/date_of_birth", "form-date-month").performTextInput("4")
        part("$REQUESTER/date_of_birth", "form-date-year").performTextInput("1993")
        counter.kept("$REQUESTER/date_of_birth", "1993-04-12")
    }

    @Test
    fun `a date is picked in a calendar that names its month and goes back years`() {
        counter.open()
        part("$REQUESTER/date_of_birth", "form-date-day").performTextInput("12")
        part("$REQUESTER/date_of_birth", "form-date-month").performTextInput("4")
        part("$REQUESTER/date_of_birth", "form-date-year").performTextInput("1993")
        counter.kept("$REQUESTER/date_of_birth", "1993-04-12")
        val label = counter.question("$REQUESTER/date_of_birth").label
        counter.reach(hasContentDescription("${counter.word("form-pick-date")}: $label")).performClick()
        counter.sees(hasText("Tháng 4 năm 1993"))
        screen.onNode(hasContentDescription(counter.word("form-next-month"))).performClick()
        screen.onNode(hasText(counter.word("form-previous-year"))).performClick()
        counter.sees(hasText("Tháng 5 năm 1992"))
        screen.onNode(hasContentDescription("07/05/1992")).performClick()
        counter.kept("$REQUESTER/date_of_birth", "1992-05-07")
    }

    @Test
    fun `an answer that breaks a rule is told when its field is left, and mended`() {
        counter.open()
        type("$REQUESTER/full_name", "Nguyễn Minh Khôi")
        type(PERSONAL_ID, "07909300010")
        counter.kept(PERSONAL_ID, "07909300010")
        counter.seesNo(hasText(WRONG_ID, substring = true))
        field(PERSONAL_ID).performImeAction()
        counter.sees(hasText(WRONG_ID, substring = true))
        field(PERSONAL_ID).performTextReplacement("079093000101")
        counter.kept(PERSONAL_ID, "079093000101")
        counter.seesNo(hasText(WRONG_ID, substring = true))
    }

    @Test
    fun `a ward is found among all by typing without marks, and undone`() {
        counter.open()
        pick("$RESIDENCE/province", "ho chi minh", "79")
        counter.kept("$RESIDENCE/province", "79")
        counter.comes(hasText(counter.question("$RESIDENCE/ward").label))
        pick("$RESIDENCE/ward", "sai gon", "26740")
        counter.kept("$RESIDENCE/ward", "26740")
        screen.onNode(hasText(counter.word("action-undo"))).performClick()
        counter.kept("$RESIDENCE/ward", "")
    }

    @Test
    fun `pages turn, and the page stays through a rotation`() {
        counter.open()
        screen.onNode(hasText(counter.word("action-next"))).performClick()
        counter.sees(hasText("Người được khai sinh"))
        type("/data/child/full_name", "Nguyễn Ngọc Minh An")
        counter.window.recreate()
        counter.sees(hasText("Người được khai sinh"))
        counter.reach(hasSetTextAction() and hasText("Nguyễn Ngọc Minh An"))
        screen.onNode(hasText(counter.word("action-previous"))).performClick()
        counter.sees(hasText("Người yêu cầu"))
    }

    @Test
    fun `a slot says what it takes, refuses what it doesn't, and is filled and emptied`() {
        counter.fillIn()
        counter.draft { it.detach(BIRTH_CERT).done() }
        counter.open()
        goTo(BIRTH_CERT)
        val slot = counter.question(BIRTH_CERT)
        counter.sees(hasText(checkNotNull(slot.limits)))
        Hands.file = PickedFile(File.createTempFile("khai", ".txt").apply { writeText("không phải ảnh") }.path, "khai.txt")
        counter.reach(named("action-choose-file", slot.label)).performClick()
        counter.sees(hasText("FILE_TYPE_REFUSED"))
        Hands.file = Story.paper("birth_cert")
        counter.reach(named("action-take-photo", slot.label)).performClick()
        counter.kept(BIRTH_CERT, "giay-chung-sinh.jpg")
        counter.sees(hasText("giay-chung-sinh.jpg", substring = true))
        counter.reach(named("action-remove-file", slot.label)).performClick()
        counter.kept(BIRTH_CERT, "")
    }

    @Test
    fun `a photo comes into its slot though the window went away behind the camera`() {
        counter.fillIn()
        counter.draft { it.detach(BIRTH_CERT).done() }
        counter.open()
        goTo(BIRTH_CERT)
        Hands.isGone = true
        counter.reach(named("action-take-photo", counter.question(BIRTH_CERT).label)).performClick()
        Hands.file = Story.paper("birth_cert")
        counter.window.recreate()
        counter.kept(BIRTH_CERT, "giay-chung-sinh.jpg")
    }

    @Test
    fun `a slot that was filled before shows what is in it`() {
        counter.fillIn()
        counter.open()
        goTo(BIRTH_CERT)
        val file = checkNotNull(counter.question(BIRTH_CERT).file)
        counter.sees(hasContentDescription(file.label) and hasText(file.name) and hasText(file.detail))
        counter.waits("the picture isn't drawn") { Hands.drawn?.isNotEmpty() == true }
        val paper = counter.draft { it.picture(BIRTH_CERT).done() }
        assertContentEquals(paper, Hands.drawn)
    }

    @Test
    fun `a slot of what waits to be sent shows its picture too, and nothing to change it by`() {
        counter.fillIn()
        counter.draft { form -> form.review().done().let { form.submit(it.viewSha256, checkNotNull(it.office)).done() } }
        Hands.drawn = null
        counter.open()
        goTo(BIRTH_CERT)
        val slot = counter.question(BIRTH_CERT)
        counter.sees(hasContentDescription(checkNotNull(slot.file).label) and hasText(checkNotNull(slot.file).name))
        counter.waits("the picture isn't drawn") { Hands.drawn?.isNotEmpty() == true }
        counter.seesNo(named("form-file-replace", slot.label))
    }

    @Test
    fun `what must be mended is listed, and each line leads to its question`() {
        counter.fillIn()
        counter.draft { it.answer("$REQUESTER/full_name", "").done() }
        counter.open()
        goTo("/data/declaration/pledge")
        screen.onNode(hasText(counter.word("form-review"))).performClick()
        val label = counter.question("$REQUESTER/full_name").label
        val line = hasAnyAncestor(isDialog()) and hasClickAction() and hasContentDescription(label, substring = true)
        counter.sees(line)
        screen.onNode(line).performClick()
        counter.sees(hasSetTextAction() and isFocused() and hasContentDescription(label, substring = true))
        val problem = counter.draft { it.problems() }.items.single()
        assertEquals("$REQUESTER/full_name", problem.reference)
        counter.sees(hasText(problem.text))
    }

    private fun field(reference: String) =
        counter.reach(hasSetTextAction() and hasContentDescription(counter.question(reference).label, substring = true))

    private fun type(
        reference: String,
        text: String,
    ) = field(reference).performTextInput(text)

    private fun part(
        reference: String,
        name: String,
    ) = counter.reach(hasSetTextAction() and hasContentDescription("${counter.question(reference).label}. ${counter.word(name)}"))

    private fun named(
        action: String,
        place: String,
    ) = hasContentDescription("${counter.word(action)}: $place")

    /** Opens a long list, types, and takes the choice. */
    private fun pick(
        reference: String,
        text: String,
        value: String,
    ) {
        counter.reach(hasClickAction() and hasContentDescription(counter.question(reference).label) and !hasSetTextAction()).performClick()
        val search = inDialog(hasSetTextAction())
        counter.sees(search)
        screen.onNode(search).performTextInput(text)
        val choice = inDialog(hasText(counter.choice(reference, value)) and hasClickAction())
        counter.sees(choice)
        screen.onNode(choice).performClick()
    }

    private fun inDialog(matcher: SemanticsMatcher) = hasAnyAncestor(isDialog()) and matcher

    private fun goTo(reference: String) {
        counter.window.onActivity { it.navigator.openForm(counter.draft, reference) }
        counter.sees(hasText(counter.question(reference).label))
    }

    private companion object {
        const val REQUESTER = "/data/requester"
        const val RELATION = "$REQUESTER/relation"
        const val PERSONAL_ID = "$REQUESTER/personal_id"
        const val RESIDENCE = "$REQUESTER/residence"
        const val BIRTH_CERT = "/data/papers/birth_cert"
        const val WRONG_ID = "Số định danh cá nhân gồm 12 chữ số"
    }
}
