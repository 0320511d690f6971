package vn.motcua.bridge

import vn.motcua.core.words

/**
 * The shell's own words in the person's language, by name: `words("action-back")`. All come from the core's Fluent files, so that both shells say the
 * same.
 */
class Words(
    private val texts: Map<String, String>,
) {
    /** The text called [name]. One that doesn't exist shows its name, for tests and eyes to find. */
    operator fun invoke(name: String): String = texts[name] ?: "⟦$name⟧"

    /** Every name there is. */
    val names: Set<String> get() = texts.keys

    companion object {
        /** All words in [language], a BCP 47 code; needs no open core. */
        fun of(language: String): Words = Words(words(language).associate { it.name to it.text })
    }
}
