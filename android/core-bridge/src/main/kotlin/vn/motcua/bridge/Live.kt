package vn.motcua.bridge

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.flowOn
import vn.motcua.core.Subscription

/** A model that is being watched. */
sealed interface Live<out T> {
    /** The first model is on its way. */
    data object Loading : Live<Nothing>

    /** The newest model. */
    data class Value<T>(
        val value: T,
    ) : Live<T>

    /** It can't be read now; the next change tries again. */
    data class Failed(
        val words: FailureWords,
    ) : Live<Nothing>
}

/** Takes models from one observer of the core and hands them to the flow's collector, the newest only. */
internal class Watcher<T>(
    private val scope: ProducerScope<Live<T>>,
) {
    fun changed(model: T) {
        scope.trySend(Live.Value(model))
    }

    fun failed(words: FailureWords) {
        scope.trySend(Live.Failed(words))
    }
}

/**
 * An observer as a cold flow: subscribed while somebody collects, detached when they stop. A collector that is slow gets the newest model, never a
 * queue of old ones. [subscribe] may be refused; [explain] then has the words.
 */
internal fun <T> watch(
    explain: (Failure) -> FailureWords,
    subscribe: (Watcher<T>) -> Subscription,
): Flow<Live<T>> =
    callbackFlow {
        send(Live.Loading)
        val subscription = caught { subscribe(Watcher(this)) }
        if (subscription is Outcome.Failed) send(Live.Failed(explain(subscription.failure)))
        awaitClose {
            if (subscription is Outcome.Done) subscription.value.use { it.cancel() }
        }
    }.buffer(Channel.CONFLATED).flowOn(Dispatchers.IO)
