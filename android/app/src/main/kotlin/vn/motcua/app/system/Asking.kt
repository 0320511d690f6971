package vn.motcua.app.system

import android.content.ActivityNotFoundException
import androidx.activity.ComponentActivity
import androidx.activity.result.contract.ActivityResultContract
import kotlinx.coroutines.CompletableDeferred

/**
 * One of the system's screens as a question: [ask] opens it and waits for the answer. One question at a time; a second ends the first without an answer.
 *
 * When the system ends the process, or the window, behind its screen, the next one's [late] has the answer.
 */
internal class Asking<I, O>(
    activity: ComponentActivity,
    name: String,
    contract: ActivityResultContract<I, O>,
) {
    private var waiting: CompletableDeferred<O?>? = null
    private val late = CompletableDeferred<O?>()
    private val launcher = activity.activityResultRegistry.register(name, activity, contract) { waiting?.complete(it) ?: late.complete(it) }

    /** The person's answer; null when they gave none or the phone has no such screen. */
    suspend fun ask(question: I): O? {
        waiting?.complete(null)
        val answer = CompletableDeferred<O?>().also { waiting = it }
        try {
            launcher.launch(question)
        } catch (_: ActivityNotFoundException) {
            return null
        }
        return answer.await()
    }

    /** The answer to a question that was asked by the window before this one. It comes only if there was one. */
    suspend fun late(): O? = late.await()
}
