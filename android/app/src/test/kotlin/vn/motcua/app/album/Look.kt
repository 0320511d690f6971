package vn.motcua.app.album

/** How a screen is looked at: colours and the size of letters. Each is photographed in each language. */
internal enum class Look(
    val title: String,
    val night: Boolean,
    val fontScale: Float,
) {
    LIGHT("light", night = false, fontScale = 1f),
    LIGHT_LARGE("light-200", night = false, fontScale = 2f),
    DARK("dark", night = true, fontScale = 1f),
    DARK_LARGE("dark-200", night = true, fontScale = 2f),
    ;

    /** The phone that is looked at: [height] in dp. */
    fun qualifiers(
        language: String,
        height: Int,
    ): String {
        val region = if (language == "vi") "vi-rVN" else "en-rUS"
        return "$region-w411dp-h${height}dp-${if (night) "night" else "notnight"}-hdpi"
    }
}

/** The languages of the album. */
internal val languages = listOf("vi", "en")
