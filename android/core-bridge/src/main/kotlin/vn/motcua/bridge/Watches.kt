package vn.motcua.bridge

import vn.motcua.core.DraftsObserver
import vn.motcua.core.FeedbackObserver
import vn.motcua.core.HomeObserver
import vn.motcua.core.InboxObserver
import vn.motcua.core.OutboxObserver
import vn.motcua.core.SessionObserver
import vn.motcua.core.TimelineObserver

// One class for each of the core's observer traits: they differ in their model's type alone.

internal class HomeWatch(
    private val watcher: Watcher<Home>,
) : HomeObserver {
    override fun changed(home: Home) = watcher.changed(home)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class DraftsWatch(
    private val watcher: Watcher<DraftList>,
) : DraftsObserver {
    override fun changed(drafts: DraftList) = watcher.changed(drafts)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class OutboxWatch(
    private val watcher: Watcher<OutboxList>,
) : OutboxObserver {
    override fun changed(outbox: OutboxList) = watcher.changed(outbox)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class InboxWatch(
    private val watcher: Watcher<Inbox>,
) : InboxObserver {
    override fun changed(inbox: Inbox) = watcher.changed(inbox)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class SessionWatch(
    private val watcher: Watcher<SessionModel>,
) : SessionObserver {
    override fun changed(session: SessionModel) = watcher.changed(session)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class FeedbackWatch(
    private val watcher: Watcher<FeedbackList>,
) : FeedbackObserver {
    override fun changed(feedback: FeedbackList) = watcher.changed(feedback)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}

internal class TimelineWatch(
    private val watcher: Watcher<Timeline>,
) : TimelineObserver {
    override fun changed(timeline: Timeline) = watcher.changed(timeline)

    override fun failed(failure: FailureWords) = watcher.failed(failure)
}
