package vn.motcua.app.sync

import androidx.work.ListenableWorker
import androidx.work.NetworkType
import androidx.work.WorkInfo
import androidx.work.WorkManager
import androidx.work.testing.TestListenableWorkerBuilder
import kotlinx.coroutines.runBlocking
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import vn.motcua.app.TestApplication
import kotlin.test.Test
import kotlin.test.assertEquals

@RunWith(RobolectricTestRunner::class)
class SyncTest {
    private val app = RuntimeEnvironment.getApplication() as TestApplication

    private fun work(name: String): List<WorkInfo> = WorkManager.getInstance(app).getWorkInfosForUniqueWork(name).get()

    @Test
    fun `asked for twice it waits once, for a network`() {
        repeat(2) {
            Sync.everyFewHours(app)
            Sync.soon(app)
        }
        val waiting = work(Sync.PERIODIC) + work(Sync.SOON)
        assertEquals(2, waiting.size)
        assertEquals(setOf(NetworkType.CONNECTED), waiting.map { it.constraints.requiredNetworkType }.toSet())
        assertEquals(setOf(WorkInfo.State.ENQUEUED), waiting.map { it.state }.toSet())
    }

    @Test
    fun `with nobody signed in there is nothing for another try to mend`() {
        assertEquals(ListenableWorker.Result.success(), run())
    }

    private fun run() = runBlocking { TestListenableWorkerBuilder<SyncWorker>(app).build().doWork() }
}
