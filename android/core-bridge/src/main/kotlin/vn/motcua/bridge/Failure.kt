package vn.motcua.bridge

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import vn.motcua.core.MotCuaException
import vn.motcua.core.explainFailure
import kotlin.coroutines.cancellation.CancellationException

/**
 * Why a call failed, named by the caller's next move. [code] is stable: [Core.explain] has the words for it. Nothing in it is personal.
 */
sealed interface Failure {
    /** The stable code. */
    val code: String

    /** There is no network: what was queued goes out by itself when there is one, anything else is asked again then. */
    data class Offline(
        override val code: String,
    ) : Failure

    /** Try again later, at least [retryAfterSeconds] from now where the portal asked for a wait. */
    data class TryLater(
        override val code: String,
        val retryAfterSeconds: Long?,
    ) : Failure

    /** The Wi-Fi wants somebody to log in first. */
    data class NetworkLogin(
        override val code: String,
    ) : Failure

    /** The other side isn't provably the portal. Say so; never offer to go on all the same. */
    data class NotSecure(
        override val code: String,
    ) : Failure

    /** Only signing in (again) helps. Drafts and the outbox are untouched. */
    data class SignInNeeded(
        override val code: String,
    ) : Failure

    /** A person has to change something, at [reference] where there is one: a question of the form, never an answer. */
    data class Rejected(
        override val code: String,
        val reference: String?,
    ) : Failure

    /** Something changed meanwhile: show what is there now, then let the person decide again. */
    data class Conflict(
        override val code: String,
        val reference: String?,
    ) : Failure

    /** The phone has no room: ask the person to free some, then call again. */
    data class StorageFull(
        override val code: String,
    ) : Failure

    /** This app is too old for its data or for the portal. */
    data class UpdateApp(
        override val code: String,
    ) : Failure

    /** Our mistake, or the portal's. */
    data class Bug(
        override val code: String,
    ) : Failure

    companion object {
        /** A failure in words, without an open core: for an [Core.open] that failed. [language] as a BCP 47 code. */
        fun explain(
            failure: Failure,
            language: String,
        ): FailureWords = explainFailure(failure.code, language)
    }
}

/** What a call came to. No call of this module throws anything but a coroutine's own cancellation. */
sealed interface Outcome<out T> {
    /** It is done. */
    data class Done<T>(
        val value: T,
    ) : Outcome<T>

    /** It isn't, and what was kept before still is. */
    data class Failed(
        val failure: Failure,
    ) : Outcome<Nothing>
}

/** Runs a call into the core away from the screen's thread: [on] another that may wait for disk and network. */
internal suspend fun <T> outcome(
    on: CoroutineDispatcher = Dispatchers.IO,
    call: suspend () -> T,
): Outcome<T> = withContext(on) { caught { call() } }

/** Runs [call] here and now. */
@Suppress("TooGenericExceptionCaught", "SwallowedException") // The border: whatever comes out of generated code becomes a failure here.
internal inline fun <T> caught(call: () -> T): Outcome<T> =
    try {
        Outcome.Done(call())
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (refused: MotCuaException) {
        Outcome.Failed(failure(refused))
    } catch (unforeseen: Exception) {
        // The bindings themselves gave up, or the object was closed already. Its text may hold anything: it goes nowhere.
        Outcome.Failed(Failure.Bug(APP_FAILED))
    }

internal fun failure(refused: MotCuaException): Failure =
    when (refused) {
        is MotCuaException.Offline -> Failure.Offline(refused.code)
        is MotCuaException.TryLater -> Failure.TryLater(refused.code, refused.retryAfterSeconds?.toLong())
        is MotCuaException.NetworkLogin -> Failure.NetworkLogin(refused.code)
        is MotCuaException.NotSecure -> Failure.NotSecure(refused.code)
        is MotCuaException.SignInNeeded -> Failure.SignInNeeded(refused.code)
        is MotCuaException.Rejected -> Failure.Rejected(refused.code, refused.reference)
        is MotCuaException.Conflict -> Failure.Conflict(refused.code, refused.reference)
        is MotCuaException.StorageFull -> Failure.StorageFull(refused.code)
        is MotCuaException.UpdateApp -> Failure.UpdateApp(refused.code)
        is MotCuaException.Bug -> Failure.Bug(refused.code)
    }

/** The core's own code for a mistake in the app. */
private const val APP_FAILED = "APP_FAILED"
