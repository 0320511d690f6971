package vn.motcua.app.album

import vn.motcua.app.TestApplication
import java.util.concurrent.CountDownLatch

/** The app with two things in the album's hand: whether its store may be opened yet, and whether the phone has a lock. */
class AlbumApplication : TestApplication() {
    /** The store is opened when this has counted down. */
    @Volatile var mayOpen = CountDownLatch(0)

    /** Whether somebody put a lock on this phone. */
    @Volatile var hasLock = false

    /** As the core is given it. */
    val portalProfile: String get() = super.profile()

    override fun profile(): String {
        mayOpen.await()
        return super.profile()
    }

    override fun secured() = hasLock
}
