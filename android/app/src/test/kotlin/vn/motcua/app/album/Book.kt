package vn.motcua.app.album

import java.io.File

/** One part of the album: its pictures, its pages of the index, its lines of the golden. */
internal class Book(
    private val part: String,
) {
    private val folder = File(checkNotNull(System.getProperty("album.folder")) { "pictures are taken by ./dev album" }).apply { mkdirs() }
    private val lines = StringBuilder()
    private val html = StringBuilder()

    /** Where the picture of a scene goes. */
    fun file(
        scene: String,
        language: String,
        look: Look,
    ) = File(folder, "${scene.replace('/', '.')}.$language.${look.title}.png")

    /** Adds a scene in one language: the hash and the reading order at each look. */
    fun add(
        scene: String,
        language: String,
        seen: Map<Look, Seen>,
    ) {
        lines.append("== $scene $language\n")
        lines.append(seen.entries.joinToString(" ", postfix = "\n") { (look, it) -> "${look.title}=${it.hash}" })
        html.append("<section id=\"$scene.$language\"><h2>$scene · $language</h2><div>\n")
        seen.forEach { (look, it) ->
            val name = file(scene, language, look).name
            html.append(
                "<figure><a href=\"$name\"><img loading=\"lazy\" src=\"$name\"></a><figcaption>${look.title} · ${it.hash}</figcaption></figure>\n",
            )
        }
        html.append("</div>\n")
        orders(seen).forEach { (title, order) -> write(title, order) }
        html.append("</section>\n")
    }

    /** The order at the first look, and where another one's differs, that too. */
    private fun orders(seen: Map<Look, Seen>): List<Pair<String?, List<String>>> {
        val first = seen.values.first().order
        return listOf(null to first) + seen.filterValues { it.order != first }.map { (look, it) -> look.title to it.order }
    }

    private fun write(
        title: String?,
        order: List<String>,
    ) {
        title?.let { lines.append("-- $it\n") }
        order.forEach { lines.append("  $it\n") }
        html.append("<details${if (title == null) " open" else ""}><summary>${title ?: "read aloud"}</summary><ol>")
        order.forEach { html.append("<li>${it.replace("&", "&amp;").replace("<", "&lt;")}</li>") }
        html.append("</ol></details>\n")
    }

    /** Everything is in it. */
    fun close() {
        File(folder, "$part.part.txt").writeText("$lines")
        File(folder, "$part.part.html").writeText("$html")
    }
}

/** A screen at one look. */
internal class Seen(
    val hash: String,
    val order: List<String>,
)
