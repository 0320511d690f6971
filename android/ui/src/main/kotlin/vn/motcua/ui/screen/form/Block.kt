package vn.motcua.ui.screen.form

import vn.motcua.bridge.FormItem
import vn.motcua.bridge.FormItemHeading
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.FormItemRows
import vn.motcua.bridge.QuestionItem

/** What stands on a page, from top to bottom: the model's items, with the rows of its lists opened and closed where they begin and end. */
sealed interface Block {
    /** Its name among the page's blocks. */
    val key: String

    /** A heading; [level] 2 stands right under the page's. */
    data class Heading(
        override val key: String,
        val text: String,
        val level: Int,
    ) : Block

    /** A question. */
    data class Asked(
        val question: QuestionItem,
    ) : Block {
        override val key: String get() = question.reference

        override fun toString(): String = "Asked($key)"
    }

    /** A row begins, called [name]. */
    data class RowBegins(
        val reference: String,
        val name: String,
        val level: Int,
    ) : Block {
        override val key: String get() = "begins $reference"
    }

    /** A row that may be removed ends. */
    data class RowEnds(
        val reference: String,
        val name: String,
    ) : Block {
        override val key: String get() = "ends $reference"
    }

    /** A list whose rows the person may add to ends; [name] is the list's words. */
    data class RowsEnd(
        val reference: String,
        val name: String,
    ) : Block {
        override val key: String get() = "rows $reference"
    }
}

/** The blocks of a page's items. */
fun blocks(items: List<FormItem>): List<Block> =
    // A heading may have no reference of its own, so its place is its name.
    blocks(items, TOP).mapIndexed { place, block -> if (block is Block.Heading) block.copy(key = "heading $place") else block }

private const val TOP = 2

private fun blocks(
    items: List<FormItem>,
    level: Int,
): List<Block> {
    val blocks = mutableListOf<Block>()
    var at = 0
    while (at < items.size) {
        when (val item = items[at++]) {
            is FormItemHeading -> {
                blocks += Block.Heading(item.reference, item.text, item.level.toInt())
            }

            is FormItemQuestion -> {
                blocks += Block.Asked(item.question)
            }

            is FormItemRows -> {
                val inside =
                    items.indices
                        .drop(at)
                        .takeWhile { own -> item.rows.any { items.isIn(own, it.reference) } }
                        .map(items::get)
                blocks += rows(item, inside, level)
                at += inside.size
            }
        }
    }
    return blocks
}

private fun rows(
    list: FormItemRows,
    items: List<FormItem>,
    level: Int,
): List<Block> {
    val heading = Block.Heading(list.reference, list.text, level)
    val rows =
        list.rows.flatMap { row ->
            val begins = listOf(Block.RowBegins(row.reference, row.name, level + 1))
            val ends = listOf(Block.RowEnds(row.reference, row.name)).filter { list.canChange }
            begins + blocks(items.filterIndexed { own, _ -> items.isIn(own, row.reference) }, level + 2) + ends
        }
    val end = listOf(Block.RowsEnd(list.reference, list.text)).filter { list.canChange }
    return listOf(heading).filter { list.text.isNotEmpty() } + rows + end
}

/** Whether the item at [at] belongs to a row. A heading without a reference belongs where what follows it does. */
private fun List<FormItem>.isIn(
    at: Int,
    row: String,
): Boolean {
    val reference = drop(at).map { it.reference }.firstOrNull { it.isNotEmpty() }.orEmpty()
    return reference == row || reference.startsWith("$row/")
}

private val FormItem.reference: String
    get() =
        when (this) {
            is FormItemHeading -> reference
            is FormItemQuestion -> question.reference
            is FormItemRows -> reference
        }
