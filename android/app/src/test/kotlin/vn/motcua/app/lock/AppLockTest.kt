package vn.motcua.app.lock

import kotlin.test.Test
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class AppLockTest {
    private var now = 0L
    private var secured = true
    private val lock = AppLock({ secured }, { now })

    @Test
    fun `a short absence asks nothing, however often`() {
        repeat(3) {
            lock.left()
            now += AppLock.MILLIS - 1
            assertFalse(lock.back())
        }
    }

    @Test
    fun `a long one stays closed until it was them`() {
        lock.left()
        now += AppLock.MILLIS
        assertTrue(lock.back())
        lock.left()
        assertTrue(lock.back())
        lock.confirmed()
        assertFalse(lock.closed)
        assertFalse(lock.back())
    }

    @Test
    fun `a phone without a lock is never closed`() {
        secured = false
        lock.left()
        now += AppLock.MILLIS
        assertFalse(lock.back())
    }

    @Test
    fun `the first start asks nothing`() = assertFalse(lock.back())
}
