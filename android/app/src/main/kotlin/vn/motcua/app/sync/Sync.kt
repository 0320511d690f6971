package vn.motcua.app.sync

import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequestBuilder
import androidx.work.OutOfQuotaPolicy
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import java.time.Duration

/**
 * When the app is not in front: windows that the system gives for sending and pulling.
 *
 * Two kinds of work, each at most once: a pull every few hours, which finds what a lost push would have told, and one as soon as there is a network,
 * asked for by a push or when the app leaves the front. While the app is in front the core's own workers do it all.
 */
object Sync {
    /** The periodic pull, from the first start on. */
    fun everyFewHours(context: Context) {
        val work = PeriodicWorkRequestBuilder<SyncWorker>(Duration.ofHours(HOURS)).setConstraints(withNetwork()).build()
        WorkManager.getInstance(context).enqueueUniquePeriodicWork(PERIODIC, ExistingPeriodicWorkPolicy.KEEP, work)
    }

    /** Once, as soon as there is a network. One that waits already is enough. */
    fun soon(context: Context) {
        val work =
            OneTimeWorkRequestBuilder<SyncWorker>()
                .setConstraints(withNetwork())
                .setExpedited(OutOfQuotaPolicy.RUN_AS_NON_EXPEDITED_WORK_REQUEST)
                .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, Duration.ofSeconds(BACKOFF_SECONDS))
                .build()
        WorkManager.getInstance(context).enqueueUniqueWork(SOON, ExistingWorkPolicy.KEEP, work)
    }

    private fun withNetwork() = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()

    /** The names under which the system keeps the two. */
    internal const val PERIODIC = "sync"
    internal const val SOON = "sync-soon"
    private const val HOURS = 6L
    private const val BACKOFF_SECONDS = 30L
}
