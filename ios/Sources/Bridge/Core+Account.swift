import MotCuaCore

// Home, consent, sign-in and settings.
extension Core {
    /// Follows what waits for the person.
    public func watchHome() -> AsyncStream<Live<Home>> {
        stream(language: language) { motCua.observeHome(observer: $0) }
    }

    /// What the person agrees to at the first start.
    public func consent(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> ConsentPage {
        try await ask(isolation: isolation) { try $0.consent() }
    }

    /// The person agreed to this version.
    public func acceptConsent(version: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.acceptConsent(version: version) }
    }

    /// Follows who is signed in.
    public func watchSession() -> AsyncStream<Live<Session>> {
        stream(language: language) { motCua.observeSession(observer: $0) }
    }

    /// Begins to sign in: the address of the e-ID's page, for the system's browser. It holds this attempt's secrets: open it, don't log it.
    public func beginSignIn() async throws(Failure) -> String { try await translated { [motCua] in try await motCua.beginSignIn() } }

    /// Takes the redirect that the browser came back with, whole; also in a new process.
    ///
    /// `notSecure`: refused, nothing changed. `signInNeeded`: begin anew. `rejected`: the person said no. `offline`, `tryLater`: goes on by itself.
    public func completeSignIn(redirect: String) async throws(Failure) {
        try await translated { [motCua] in try await motCua.completeSignIn(redirect: redirect) }
    }

    /// Goes on with a sign-in that the network broke off after the browser had come back.
    public func resumeSignIn() async throws(Failure) { try await translated { [motCua] in try await motCua.resumeSignIn() } }

    /// Ends the session on this phone. Drafts and waiting dossiers stay.
    public func signOut(isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.signOut() }
    }

    /// The settings with their choices.
    public func settings(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> SettingsPage {
        try await ask(isolation: isolation) { try $0.settings() }
    }

    /// Chooses the language of all texts. Observers are told; pages that are open are read again.
    public func setLanguage(_ code: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { [spoken] in
            try $0.setLanguage(code: code)
            spoken.words = Words(language: $0.language())
        }
    }

    /// Chooses when files may be sent.
    public func setNetworkPolicy(_ policy: NetworkPolicy, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.setNetworkPolicy(policy: policy) }
    }

    /// Writes everything that this phone knows of the person into one ZIP file at `path`, readable by anybody who gets the file.
    public func exportMyData(to path: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.exportMyData(toPath: path) }
    }

    /// Erases everything of the person on this phone, keys first, and begins anew. There is no way back.
    public func eraseMyData(isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.eraseMyData() }
    }
}
