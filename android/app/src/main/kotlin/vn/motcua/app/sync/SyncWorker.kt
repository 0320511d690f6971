package vn.motcua.app.sync

import android.content.Context
import android.content.pm.ServiceInfo.FOREGROUND_SERVICE_TYPE_DATA_SYNC
import android.os.Build
import androidx.work.CoroutineWorker
import androidx.work.ForegroundInfo
import androidx.work.WorkerParameters
import vn.motcua.app.MotCuaApplication
import vn.motcua.app.notice.Notices
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.Words

/** One window: sends what waits, pulls what is new, tells the person. Safe to be ended anywhere: the core resumes. */
class SyncWorker(
    context: Context,
    parameters: WorkerParameters,
) : CoroutineWorker(context, parameters) {
    private val app = context.applicationContext as MotCuaApplication

    override suspend fun doWork(): Result {
        val core = app.keeper.opened() ?: return Result.failure()
        val sent = core.runOutbox()
        val pulled = core.sync()
        Notices(app).tellNews(core)
        return if (again(sent) || again(pulled)) Result.retry() else Result.success()
    }

    /** Before Android 12 an urgent window is a service with a notification. */
    override suspend fun getForegroundInfo(): ForegroundInfo {
        val words =
            app.keeper
                .opened()
                ?.words
                ?.value ?: Words.of(app.systemLanguage())
        val notices = Notices(app).apply { nameChannels(words) }
        return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            ForegroundInfo(NOTICE, notices.sending(words), FOREGROUND_SERVICE_TYPE_DATA_SYNC)
        } else {
            ForegroundInfo(NOTICE, notices.sending(words))
        }
    }

    /** Whether another try by machine can help; everything else waits for a person. */
    private fun again(outcome: Outcome<*>): Boolean =
        outcome is Outcome.Failed && (outcome.failure is Failure.Offline || outcome.failure is Failure.TryLater)

    private companion object {
        const val NOTICE = 2
    }
}
