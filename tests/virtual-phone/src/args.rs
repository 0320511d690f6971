//! The command line: what `motcua` understands, in the words that `--help` shows. Each command arrives here when it works.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::form::args::FormCommand;

/// A phone without a screen: drives the app's core exactly as the Android and iOS apps do, for QA.
///
/// DIR is the phone's storage: killing this process is killing the app, and the next one finds everything that was shown as kept. One process per
/// DIR at a time.
///
/// Exit status: 0 done, 1 refused (code, cause and remedy are told), 2 wrong use.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) phone: PhoneArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which phone, and how it talks.
#[derive(Debug, Args)]
pub(crate) struct PhoneArgs {
    /// The phone's storage; made at the first use. Every command but `form` needs it
    #[arg(long, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// The portal's portal-profile.json; remembered in DIR
    #[arg(long, value_name = "FILE")]
    pub(crate) portal_profile: Option<PathBuf>,
    /// The language of everything shown; remembered in DIR [vi without it]
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<Language>,
    /// Without network, whatever `motcua network` said
    #[arg(long)]
    pub(crate) offline: bool,
    /// One JSON object a line on standard output (docs/cli.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// The product's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

/// A line of `motcua run`'s standard input: a command without the phone's options.
#[derive(Debug, Parser)]
#[command(name = "motcua", no_binary_name = true, disable_help_subcommand = true)]
pub(crate) struct Line {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the phone can be told.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Stay up: send, receive wake-ups, show what happens; lines on standard input are commands
    Run,
    /// What waits for the person, most pressing first
    Home,
    /// What the person agrees to before the first draft
    #[command(subcommand)]
    Consent(ConsentCommand),
    /// The list of procedures
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// One procedure
    #[command(subcommand)]
    Procedure(ProcedureCommand),
    /// Sign in at the e-ID through a browser
    SignIn(SignInArgs),
    /// Forget the session here at once; the e-ID hears of it when there is network
    SignOut,
    /// Who is signed in
    Whoami,
    /// Forms being filled in
    #[command(subcommand)]
    Draft(DraftCommand),
    /// Everything that would be sent, and the hash that binds it
    Review(DraftId),
    /// Freeze a draft and queue it for sending
    Submit(SubmitArgs),
    /// What waits to be sent
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Pull events from the portal now
    Sync,
    /// Dossiers, newest first
    Dossiers,
    /// A dossier's timeline with its clock
    Track(DossierId),
    /// Open the draft that answers the office's request
    Supplement(DossierId),
    /// Fetch a dossier's result and check it against the office's signature
    Result(ResultArgs),
    /// What proves a submission
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// What the portal told, newest first, and whether pushes get through
    Inbox,
    /// Reports to 1022
    #[command(subcommand)]
    Feedback(FeedbackCommand),
    /// Language, when files are sent, what can be done with one's own data
    Settings,
    /// A copy of everything, or erasing everything
    #[command(subcommand)]
    MyData(MyDataCommand),
    /// Airplane mode, also for a running `motcua run`
    #[command(subcommand)]
    Network(NetworkCommand),
    /// Forms as files: checked, shown, compared, tested; needs no phone
    #[command(subcommand)]
    Form(FormCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConsentCommand {
    /// Its text, and whether it still has to be agreed to
    Show,
    /// Agree to the text that was shown; refused when it isn't today's any more
    Accept {
        /// The version that `consent show` told
        version: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogueCommand {
    /// Fetch catalogue, units and keys where they changed
    Refresh,
    /// Search on the phone, marks or not; an empty TEXT lists everything
    Search {
        /// Part of a name, field or code
        text: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProcedureCommand {
    /// Time limit, fees, papers
    Show(ProcedureCode),
    /// Fetch its form, so that it can be filled in without network
    Prepare(ProcedureCode),
}

#[derive(Debug, Args)]
pub(crate) struct ProcedureCode {
    /// The procedure's code, such as 1.001193
    pub(crate) code: String,
}

#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    /// Whom to choose on the e-ID's page (with --browser auto; without it, whom the page proposes)
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<String>,
    /// Who looks at the e-ID's page
    #[arg(long, value_enum, default_value_t = Browser::Auto)]
    pub(crate) browser: Browser,
    /// Only begin: print the page's address and end; any later process completes
    #[arg(long, conflicts_with_all = ["person", "complete"])]
    pub(crate) begin: bool,
    /// Only complete, with the address that the browser came back with; `-` reads it from standard input
    #[arg(long, value_name = "URL", conflicts_with = "person")]
    pub(crate) complete: Option<String>,
}

/// Who looks at the e-ID's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Browser {
    /// Nobody: follow the pages of a loopback portal and allow
    Auto,
    /// You: print the address, wait for the redirect on standard input
    Print,
    /// The system's browser; then as print
    Open,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DraftCommand {
    /// Begin one of a prepared procedure
    New(ProcedureCode),
    /// Drafts, newest first
    List,
    /// Every page with every question that is asked now
    Show(DraftId),
    /// One page
    Page {
        /// The draft
        id: String,
        /// Which page, from 0
        page: u32,
    },
    /// One question, asked now or not
    Question {
        /// The draft
        id: String,
        /// The question's reference, such as /data/child/full_name
        reference: String,
    },
    /// A question's choices whose label fits TEXT
    Choices {
        /// The draft
        id: String,
        /// The question's reference
        reference: String,
        /// Part of a label, marks or not
        #[arg(default_value = "")]
        text: String,
    },
    /// Answer one question; kept before this returns
    Answer {
        /// The draft
        id: String,
        /// The question's reference
        reference: String,
        /// The answer as the form stores it; empty takes it back; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Tell the phone's place to what waits for it (`wanted_places`)
    Place {
        /// The draft
        id: String,
        /// What waits
        reference: String,
        /// `latitude longitude altitude accuracy`; empty: the phone can't tell
        #[arg(allow_hyphen_values = true)]
        place: String,
    },
    /// Put a paper into a slot
    Attach {
        /// The draft
        id: String,
        /// The slot's reference
        reference: String,
        /// The paper; `-` reads standard input
        file: PathBuf,
        /// What the paper is called; the file's own name without it
        #[arg(long)]
        name: Option<String>,
    },
    /// Everything that must be mended before submitting, with its place
    Check(DraftId),
    /// Take the last step back
    Undo(DraftId),
    /// Remove a draft with its papers
    Delete(DraftId),
}

#[derive(Debug, Args)]
pub(crate) struct DraftId {
    /// The draft
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct SubmitArgs {
    /// The draft
    pub(crate) id: String,
    /// The hash that `review` showed; refused when something was changed since. Without it, what is sent is shown here first
    #[arg(long, value_name = "SHA256")]
    pub(crate) view: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// Everything that waits, and why
    List,
    /// Send what can be sent now, and return when nothing more can be done
    Run,
    /// Why one entry waits
    Why {
        /// The entry, or its dossier
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DossierId {
    /// The dossier
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct ResultArgs {
    /// The dossier
    pub(crate) id: String,
    /// Where to put it
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptCommand {
    /// A submitted dossier's receipt
    Show(DossierId),
}

#[derive(Debug, Subcommand)]
pub(crate) enum FeedbackCommand {
    /// Report something; queued like everything else
    New(NewFeedback),
    /// Correct a report that 1022 refused or that was never sent, and queue it again
    Edit {
        /// The report
        id: String,
        #[command(flatten)]
        report: NewFeedback,
    },
    /// Reports, newest first
    List,
    /// One report with its answer
    Show {
        /// The report
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewFeedback {
    /// Which kind: a code of the 1022 list, such as HT
    #[arg(long, value_name = "CODE")]
    pub(crate) service: String,
    /// What is wrong; `-` reads standard input
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: String,
    /// Degrees north
    #[arg(long, allow_negative_numbers = true, requires = "long")]
    pub(crate) lat: Option<f64>,
    /// Degrees east
    #[arg(long, allow_negative_numbers = true, requires = "lat")]
    pub(crate) long: Option<f64>,
    /// The place in words, instead of degrees
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "lat",
        conflicts_with = "lat"
    )]
    pub(crate) address: Option<String>,
    /// A picture of it; an edit without one keeps the picture there is
    #[arg(long, value_name = "FILE")]
    pub(crate) photo: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MyDataCommand {
    /// Write one ZIP with everything that the phone keeps about the person, in clear
    Export {
        /// Where to put it
        file: PathBuf,
    },
    /// Erase everything at once, keys first; what waits to be sent is not sent
    Erase,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum NetworkCommand {
    /// The network is back
    On,
    /// No network from now on
    Off,
}
