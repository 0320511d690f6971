package vn.motcua.app.album

/**
 * What chance or a key decides, and is therefore another on every run: ids, 1022's numbers, digests, signatures. It reads as ⟨…⟩, and is blotted out
 * in the picture before that is compared, to the window's edge: how wide it is written is chance as well.
 */
internal object Chance {
    private val patterns =
        listOf(
            Regex("""\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"""),
            Regex("""\b[0-9a-f]{16,}\b"""),
            Regex("""\bPA-\d{6}-[0-9A-F]{8}\b"""),
            Regex("""\b(?:[0-9a-fA-F]{4}[ -]){3,}[0-9a-fA-F]{4}\b"""),
            Regex("""\b[A-Za-z0-9_-]{43,}(?:\.[A-Za-z0-9_-]+)*\b"""),
        )

    /** Whether there is any of it in [text]. */
    fun isIn(text: String) = patterns.any { it.containsMatchIn(text) }

    /** [text] without it. */
    fun hidden(text: String) = patterns.fold(text) { left, pattern -> pattern.replace(left, "⟨…⟩") }
}
