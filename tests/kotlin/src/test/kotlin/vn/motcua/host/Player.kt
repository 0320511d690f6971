package vn.motcua.host

import java.nio.file.Path
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import vn.motcua.core.FormSession

/** Plays the story's steps on the phone, looking at what the story says to look at. */
class Player(private val story: Story, private val phone: Phone, private val papers: Path, private val draft: String) : AutoCloseable {
    private var session = phone.core.openDraft(draft)
    private val given = mutableMapOf<String, String>()

    fun play(steps: List<Step>): FormSession {
        steps.forEach(::play)
        return session
    }

    private fun play(step: Step) {
        when (step) {
            is Step.Page -> assertTrue(pages().any { it.heading == step.titleVi }, "a page called ${step.titleVi}")
            is Step.Answer -> answer(step)
            is Step.Attach -> attach(step)
            is Step.Expect -> look(step)
            is Step.Check -> check(step)
            is Step.Restart -> restart()
        }
    }

    private fun pages() = (0u until session.pageCount()).map { assertNotNull(session.page(it)) }

    private fun answer(step: Step.Answer) {
        session.answer(step.reference, step.value)
        given[step.reference] = step.value
    }

    private fun attach(step: Step.Attach) {
        val paper = story.papers.getValue(step.paper)
        session.attach(step.reference, paper.writeInto(papers).toString(), paper.name)
        given[step.reference] = paper.name
    }

    private fun look(step: Step.Expect) {
        val (reference, members) = step
        val question = assertNotNull(session.question(reference), reference)
        if ("relevant" in members) assertEquals(members.flag("relevant"), session.isAsked(reference), reference)
        if ("required" in members) assertEquals(members.flag("required"), question.required, reference)
        if ("value" in members) assertEquals(members.text("value"), question.value, reference)
        if ("label_vi" in members) assertEquals(members.text("label_vi"), question.label, reference)
        if ("violation" in members) assertEquals(members.textOrNull("violation") != null, question.problem != null, reference)
        if ("message_vi" in members) assertEquals(members.text("message_vi"), question.problem, reference)
        if ("choices" in members) {
            val offered = members.number("choices")
            val shown = question.choices.size to question.moreChoices
            assertEquals(offered.coerceAtMost(CHOICES_ON_A_PAGE) to (offered > CHOICES_ON_A_PAGE), shown, reference)
        }
    }

    private fun check(step: Step.Check) {
        val problems = session.problems().items
        assertEquals(step.problems, problems.map { Problem(it.reference, it.code.lowercase()) }.toSet())
        assertTrue(problems.all { it.text.isNotBlank() && it.label.isNotBlank() }, "every problem is told in words")
    }

    /** The app ends in the middle: what was answered is there, letter for letter. */
    private fun restart() {
        session.close()
        phone.restart()
        session = phone.core.openDraft(draft)
        given.forEach { (reference, value) -> assertEquals(value, session.question(reference)?.value, "$reference after the restart") }
    }

    override fun close() = session.close()

    private companion object {
        /** A page carries the first choices of a long list; the others are searched. */
        const val CHOICES_ON_A_PAGE = 60
    }
}
