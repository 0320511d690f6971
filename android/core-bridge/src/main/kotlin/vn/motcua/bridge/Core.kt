package vn.motcua.bridge

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import vn.motcua.core.FormSession
import vn.motcua.core.MotCua
import vn.motcua.core.MotCuaInterface

/**
 * The counter on this phone: one per process, opened once and kept until the process ends.
 *
 * What is watched comes as a [Flow] of [Live] models; what is asked or done, as an [Outcome]. Calls leave the caller's thread by themselves.
 * Cancelling a call ends the waiting, never the work.
 */
class Core internal constructor(
    private val motCua: MotCuaInterface,
    private val letGo: () -> Unit,
    private val form: (FormSession) -> Form = { Form(it, it::close) },
) : AutoCloseable {
    // Words.

    /** The language that the core speaks now, as a BCP 47 code; the last one that it spoke once it is closed. */
    @Volatile
    var language: String = motCua.language()
        private set

    private val spoken = MutableStateFlow(Words.of(language))

    /** The shell's words in the language that the core speaks now. */
    val words: StateFlow<Words> = spoken.asStateFlow()

    /** A failure in the person's words, also once the core is closed: what was under way then has failed. */
    fun explain(failure: Failure): FailureWords = Failure.explain(failure, language)

    /** Speaks [code] from now on: `vi` or `en`. */
    suspend fun setLanguage(code: String): Outcome<Unit> =
        outcome {
            motCua.setLanguage(code)
            language = motCua.language()
            spoken.value = Words.of(language)
        }

    // Watched models: a snapshot first, then the newest after each change.

    /** What waits for the person. */
    fun home(): Flow<Live<Home>> = watch(::explain) { motCua.observeHome(HomeWatch(it)) }

    /** The newest [limit] drafts. */
    fun drafts(limit: Int): Flow<Live<DraftList>> = watch(::explain) { motCua.observeDrafts(limit.toUInt(), DraftsWatch(it)) }

    /** What waits to be sent. */
    fun outbox(): Flow<Live<OutboxList>> = watch(::explain) { motCua.observeOutbox(OutboxWatch(it)) }

    /** The newest [limit] messages. */
    fun inbox(limit: Int): Flow<Live<Inbox>> = watch(::explain) { motCua.observeInbox(limit.toUInt(), InboxWatch(it)) }

    /** Who is signed in. */
    fun session(): Flow<Live<SessionModel>> = watch(::explain) { motCua.observeSession(SessionWatch(it)) }

    /** The newest [limit] reports. */
    fun feedback(limit: Int): Flow<Live<FeedbackList>> = watch(::explain) { motCua.observeFeedback(limit.toUInt(), FeedbackWatch(it)) }

    /** One dossier's timeline with its legal clock. */
    fun timeline(dossierId: String): Flow<Live<Timeline>> = watch(::explain) { motCua.observeTimeline(dossierId, TimelineWatch(it)) }

    // Catalogue.

    /** Procedures that fit [text], best first, at most 60; marks may be left out. An empty text gives all. */
    suspend fun searchCatalogue(text: String): Outcome<CatalogueList> = outcome { motCua.searchCatalogue(text) }

    /** One procedure's page. */
    suspend fun procedure(code: String): Outcome<ProcedurePage> = outcome { motCua.procedure(code) }

    /** Fetches the catalogue, the wards and the report categories where they changed. */
    suspend fun refreshCatalogue(): Outcome<Unit> = outcome { motCua.refreshCatalogue() }

    /** Fetches a procedure's current form, so that it can be filled in without network. The answer is the form's version. */
    suspend fun prepareProcedure(code: String): Outcome<String> = outcome { motCua.prepareProcedure(code) }

    // Drafts.

    /** A page of at most [limit] drafts, newest first; [after] is the page before's `next`. */
    suspend fun drafts(
        after: ULong?,
        limit: Int,
    ): Outcome<DraftList> = outcome { motCua.drafts(after, limit.toUInt()) }

    /** Begins a draft of a procedure's form. The answer is the draft's id. */
    suspend fun newDraft(code: String): Outcome<String> = outcome { motCua.newDraft(code) }

    /** Opens a draft. Close the form when its screen goes for good. */
    suspend fun openDraft(draftId: String): Outcome<Form> = outcome { form(motCua.openDraft(draftId)) }

    /** Opens a draft at [page], from 0, with all that its screen begins with. */
    suspend fun openPage(
        draftId: String,
        page: Int,
    ): Outcome<OpenedPage> =
        outcome {
            motCua.openPage(draftId, page.toUInt()).let { OpenedPage(form(it.form), it.title, it.page, it.undoCount.toInt(), it.wantedPlaces) }
        }

    /** Opens a draft at its review. */
    suspend fun openReview(draftId: String): Outcome<OpenedReview> =
        outcome { motCua.openReview(draftId).let { OpenedReview(form(it.form), it.review) } }

    /** Removes a draft with its answers and papers, for good: ask the person first. */
    suspend fun deleteDraft(draftId: String): Outcome<Unit> = outcome { motCua.deleteDraft(draftId) }

    /** Takes a queued draft back from the outbox, while that is still possible. */
    suspend fun takeBack(draftId: String): Outcome<Unit> = outcome { motCua.takeBack(draftId) }

    // Dossiers.

    /** A page of at most [limit] dossiers, newest first; [after] is the page before's `next`. */
    suspend fun dossiers(
        after: ULong?,
        limit: Int,
    ): Outcome<DossierList> = outcome { motCua.dossiers(after, limit.toUInt()) }

    /** A dossier's timeline as it stands now. */
    suspend fun timelineNow(dossierId: String): Outcome<Timeline> = outcome { motCua.timeline(dossierId) }

    /** The verified receipt; null until there is one. Only with it may a screen say "đã nộp". */
    suspend fun receipt(dossierId: String): Outcome<ReceiptModel?> = outcome { motCua.receipt(dossierId) }

    /** Fetches the result, checks it against the office's signature and writes it to [toPath]. */
    suspend fun result(
        dossierId: String,
        toPath: String,
    ): Outcome<Unit> = outcome { motCua.result(dossierId, toPath) }

    /** The number of the supplement that the office waits for now; null when it waits for none. */
    suspend fun openSupplement(dossierId: String): Outcome<UInt?> = outcome { motCua.openSupplement(dossierId) }

    /** Opens the draft that answers supplement request [number]. The answer is the draft's id. */
    suspend fun beginSupplement(
        dossierId: String,
        number: UInt,
    ): Outcome<String> = outcome { motCua.beginSupplement(dossierId, number) }

    // Outbox, events and messages.

    /** What waits to be sent, as it stands now. */
    suspend fun outboxNow(): Outcome<OutboxList> = outcome { motCua.outbox() }

    /** Why an entry isn't sent yet; null when it is gone. */
    suspend fun why(entryId: String): Outcome<OutboxItem?> = outcome { motCua.why(entryId) }

    /** Sends what can be sent now, without waiting for the worker's own time. */
    suspend fun runOutbox(): Outcome<Unit> = outcome { motCua.runOutbox() }

    /** Asks the portal for everything new. The answer is how many events were new. */
    suspend fun sync(): Outcome<UInt> = outcome { motCua.sync() }

    /** A page of at most [limit] messages, newest first; [after] is the page before's `next`. */
    suspend fun inbox(
        after: ULong?,
        limit: Int,
    ): Outcome<Inbox> = outcome { motCua.inbox(after, limit.toUInt()) }

    /** The person has seen all messages up to [seq]. */
    suspend fun seeInbox(seq: ULong): Outcome<Unit> = outcome { motCua.seeInbox(seq) }

    /** The push service gave this installation an address. */
    suspend fun pushEndpointChanged(endpoint: String): Outcome<Unit> = outcome { motCua.pushEndpointChanged(endpoint) }

    /** A wake-up arrived, still encrypted. */
    suspend fun pushReceived(bytes: ByteArray) = told { pushReceived(bytes) }

    // Reports.

    /** The kinds of report that 1022 takes. */
    suspend fun feedbackCategories(): Outcome<List<FeedbackCategory>> = outcome { motCua.feedbackCategories() }

    /** Queues a report with the photo at [photoPath]. The answer is its id. */
    suspend fun sendFeedback(
        feedback: NewFeedback,
        photoPath: String?,
    ): Outcome<String> = outcome { motCua.sendFeedback(feedback, photoPath) }

    /** Corrects a report that is still `correctable` and queues it again; without [photoPath] its photo stays. */
    suspend fun editFeedback(
        reportId: String,
        feedback: NewFeedback,
        photoPath: String?,
    ): Outcome<Unit> = outcome { motCua.editFeedback(reportId, feedback, photoPath) }

    /** One report with its answer. */
    suspend fun feedback(reportId: String): Outcome<FeedbackPage> = outcome { motCua.feedback(reportId) }

    /** A page of at most [limit] reports, newest first; [after] is the page before's `next`. */
    suspend fun feedbackList(
        after: ULong?,
        limit: Int,
    ): Outcome<FeedbackList> = outcome { motCua.feedbackList(after, limit.toUInt()) }

    // Signing in.

    /** Who is signed in, as it stands now. */
    suspend fun sessionNow(): Outcome<SessionModel> = outcome { motCua.session() }

    /** Signs in by [hop]: returns when the browser is open. */
    suspend fun signIn(hop: BrowserHop): Outcome<Unit> = outcome { motCua.signIn(hop) }

    /** Begins a sign-in. The answer is the address to open in the browser. */
    suspend fun beginSignIn(): Outcome<String> = outcome { motCua.beginSignIn() }

    /** The browser came back to [redirect], in this process or a new one. */
    suspend fun completeSignIn(redirect: String): Outcome<Unit> = outcome { motCua.completeSignIn(redirect) }

    /** Finishes a sign-in that the network interrupted after the browser came back. */
    suspend fun resumeSignIn(): Outcome<Unit> = outcome { motCua.resumeSignIn() }

    /** Ends the session. Drafts stay. */
    suspend fun signOut(): Outcome<Unit> = outcome { motCua.signOut() }

    // Settings.

    /** Which networks files may be sent over. */
    suspend fun networkPolicy(): Outcome<NetworkPolicy> = outcome { motCua.networkPolicy() }

    /** Changes which networks files may be sent over. */
    suspend fun setNetworkPolicy(policy: NetworkPolicy): Outcome<Unit> = outcome { motCua.setNetworkPolicy(policy) }

    /** The settings with what is chosen now; ask again after a choice. */
    suspend fun settings(): Outcome<SettingsPage> = outcome { motCua.settings() }

    // The person's own data.

    /** What the person agrees to before the first draft; shown before anything else while it is needed. */
    suspend fun consent(): Outcome<ConsentPage> = outcome { motCua.consent() }

    /** Keeps that the person agreed to the text of this [version]. */
    suspend fun acceptConsent(version: String): Outcome<Unit> = outcome { motCua.acceptConsent(version) }

    /** Writes a copy of everything that the phone keeps about the person to [toPath], as one ZIP file; in clear. */
    suspend fun exportMyData(toPath: String): Outcome<Unit> = outcome { motCua.exportMyData(toPath) }

    /** Erases everything that the phone keeps about the person: let them confirm first, close every form, and go home afterwards. */
    suspend fun eraseMyData(): Outcome<Unit> = outcome { motCua.eraseMyData() }

    // The app's life.

    /** Workers run from now on: the app is in front, or has a background window. */
    suspend fun start() = told { start() }

    /** Workers rest. */
    suspend fun stop() = told { stop() }

    /** The network is another one now. */
    suspend fun connectivityChanged(): Outcome<Unit> = outcome { motCua.connectivityChanged() }

    /** Forgets the private key until [unlock]: what is personal can't be read meanwhile. */
    suspend fun lock() = told { lock() }

    /** Opens the private key again; the vault may ask the person. */
    suspend fun unlock(): Outcome<Unit> = outcome { motCua.unlock() }

    /** Ends the workers and lets go of the store, so that another process, or a test's next one, can open it. */
    override fun close() {
        caught { motCua.shutDown() }
        letGo()
    }

    /** Tells the core something that can't be refused. A closed one has no ear for it, and needs none. */
    private suspend fun told(call: MotCuaInterface.() -> Unit) {
        outcome { motCua.call() }
    }

    companion object {
        /**
         * Opens the store, making it at the first start. Blocks for some milliseconds: not on the screen's thread.
         *
         * [Failure.TryLater] (`STORE_IN_USE`): another process has it open. [Failure.UpdateApp]: the data is newer than this app.
         */
        fun open(
            config: AppConfig,
            vault: KeyVault,
            deviceKey: DeviceKey,
            connectivity: Connectivity,
        ): Outcome<Core> = caught { MotCua.open(config, vault, deviceKey, connectivity).let { Core(it, it::close) } }
    }
}

/** Keys in a folder, for a desktop or a test: a phone has a Keystore. */
fun desktopKeyVault(folder: String): KeyVault = vn.motcua.core.desktopKeyVault(folder)

/** A signing key in a folder, for a desktop or a test: a phone has a Keystore. */
fun desktopDeviceKey(folder: String): DeviceKey = vn.motcua.core.desktopDeviceKey(folder)
