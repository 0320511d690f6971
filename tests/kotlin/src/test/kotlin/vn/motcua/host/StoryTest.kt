package vn.motcua.host

import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class StoryTest {
    private val story = Story(Path.of(System.getProperty("motcua.fixtures")))

    @Test
    fun papersAreTheOnesThatTheStoryNames() {
        assertTrue(story.papers.isNotEmpty())
        for (paper in story.papers.values) {
            val bytes = paper.bytes()
            assertEquals(paper.size to paper.sha256, bytes.size to sha256(bytes), paper.name)
        }
    }

    @Test
    fun everyAttachedPaperIsThere() {
        val attached = (story.steps + story.supplementSteps).filterIsInstance<Step.Attach>()
        assertTrue(attached.size >= 3)
        assertTrue(attached.all { it.paper in story.papers })
    }
}
