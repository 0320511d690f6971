package vn.motcua.ui.screen.form

import vn.motcua.bridge.FormItem
import vn.motcua.bridge.FormItemHeading
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.FormItemRows
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.bridge.RowItem
import kotlin.test.Test
import kotlin.test.assertEquals

class BlockTest {
    @Test
    fun `each row begins with its name and ends with the way to remove it, the list with the way to add one`() {
        val blocks =
            blocks(
                listOf(
                    question("/data/first"),
                    FormItemRows("/data/kids", "Con", listOf(RowItem("/data/kids[1]", "Con 1"), RowItem("/data/kids[2]", "Con 2")), canChange = true),
                    question("/data/kids[1]/name"),
                    FormItemHeading("", "Nơi ở", 4u),
                    question("/data/kids[1]/place"),
                    question("/data/kids[2]/name"),
                    question("/data/last"),
                ),
            )
        val expected =
            listOf(
                "/data/first",
                "heading 1",
                "begins /data/kids[1]",
                "/data/kids[1]/name",
                "heading 4",
                "/data/kids[1]/place",
                "ends /data/kids[1]",
                "begins /data/kids[2]",
                "/data/kids[2]/name",
                "ends /data/kids[2]",
                "rows /data/kids",
                "/data/last",
            )
        assertEquals(expected, blocks.map { it.key })
        assertEquals("Con 2", (blocks[7] as Block.RowBegins).name)
    }

    @Test
    fun `rows that are fixed have no way to change them, and rows may hold rows`() {
        val blocks =
            blocks(
                listOf(
                    FormItemRows("/data/a", "A", listOf(RowItem("/data/a[1]", "A 1")), canChange = false),
                    FormItemRows("/data/a[1]/b", "B", listOf(RowItem("/data/a[1]/b[1]", "B 1")), canChange = true),
                    question("/data/a[1]/b[1]/c"),
                ),
            )
        val expected =
            listOf(
                "heading 0",
                "begins /data/a[1]",
                "heading 2",
                "begins /data/a[1]/b[1]",
                "/data/a[1]/b[1]/c",
                "ends /data/a[1]/b[1]",
                "rows /data/a[1]/b",
            )
        assertEquals(expected, blocks.map { it.key })
    }

    private fun question(reference: String): FormItem =
        FormItemQuestion(
            QuestionItem(
                reference = reference,
                kind = QuestionKind.TEXT,
                label = reference,
                hint = null,
                guidance = null,
                value = "",
                display = "",
                required = false,
                readonly = false,
                appearance = "",
                choices = emptyList(),
                moreChoices = false,
                problem = null,
                status = "",
                limits = null,
                accept = emptyList(),
                maxBytes = null,
                file = null,
                range = null,
            ),
        )
}
