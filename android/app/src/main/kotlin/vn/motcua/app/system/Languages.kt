package vn.motcua.app.system

import android.app.LocaleManager
import android.content.Context
import android.os.Build
import android.os.LocaleList
import vn.motcua.bridge.Core

/**
 * The app's language, kept the same in the core and in the system's own setting for this app (Android 13 and later).
 *
 * The core's is the truth for every text; the system's makes dates, the keyboard and the notification settings follow. Whoever was changed last wins:
 * the person changes it either in the app, [tellSystem], or in the phone's settings, [askSystem].
 */
class Languages(
    context: Context,
) {
    private val manager =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) context.getSystemService(LocaleManager::class.java) else null

    /** Takes what the phone's settings say for this app, if they say anything. */
    suspend fun askSystem(core: Core) {
        val chosen = system() ?: return
        if (chosen != core.language) core.setLanguage(chosen)
    }

    /** The core speaks [language] now. */
    fun tellSystem(language: String) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
        if (system() != language) manager?.applicationLocales = LocaleList.forLanguageTags(language)
    }

    private fun system(): String? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return null
        return manager
            ?.applicationLocales
            ?.takeUnless { it.isEmpty }
            ?.get(0)
            ?.language
    }
}
