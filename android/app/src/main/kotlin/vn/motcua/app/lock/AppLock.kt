package vn.motcua.app.lock

/**
 * When the person has to show again that it is them.
 *
 * A phone lies about, and is lent: after [MINUTES] minutes out of sight the core forgets its private key, and the phone's own lock (finger, face, PIN)
 * opens it again. A shorter absence asks nothing: the camera, the e-ID app and a call all take the app out of sight. A phone without a lock has nothing to ask
 * by. Times are milliseconds since the phone started, which nobody can set back.
 *
 * ```text
 *   open ──left──▶ away ──back within MINUTES──▶ open
 *                    └──── later, or looked at by [overdue] ──▶ closed ──confirmed──▶ open
 * ```
 */
class AppLock(
    private val secured: () -> Boolean,
    private val now: () -> Long,
) {
    private var leftAt: Long? = null

    /** Whether the core is to stay locked until [confirmed]. */
    var closed: Boolean = false
        private set

    /** The app went out of sight. */
    fun left() {
        leftAt = now()
    }

    /** The app is in sight again. True when it must be locked and the person asked. */
    fun back(): Boolean {
        overdue()
        leftAt = null
        return closed
    }

    /** Whether it has been out of sight for too long by now; then it is closed. */
    fun overdue(): Boolean {
        val left = leftAt ?: return closed
        if (secured() && now() - left >= MILLIS) closed = true
        return closed
    }

    /** It was them. */
    fun confirmed() {
        closed = false
    }

    companion object {
        /** How long an absence may be. */
        const val MINUTES = 5L
        internal const val MILLIS = MINUTES * 60_000
    }
}
