# Every text the core hands to a screen. Message names equal those of vi.ftl; a test holds the two files together.

# Catalogue
catalogue-heading = Procedures
catalogue-empty = No procedure matches “{ $query }”. Try another word, or type the procedure code.
catalogue-none = No catalogue yet. Connect once to download it.
catalogue-as-of = Catalogue downloaded at { $at }
level-ward = Ward level
level-province = Province level
level-ministry = Ministry level
level-school = At the school
online-toan_trinh = Fully online
online-mot_phan = Partly online
online-thong_tin = Information online only
online-online_unspecified = Online
online-none = At the counter only
deadline-working-days = { $days ->
    [one] 1 working day
   *[other] { $days } working days
}
deadline-same-day = Same day (taken in after 15:00: the next working day)
deadline-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
deadline-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
deadline-unknown = As the procedure says
fee-free = No fee, or set by the provincial People's Council
fee-amount = { $amount }
procedure-can-start = Start on this phone
procedure-no-form = This procedure has no form in the app yet; hand it in at the office that decides it.
procedure-item-label = { $name }, { $level }, time limit { $deadline }
channel-ONLINE = Online
channel-POSTAL = By public post
channel-DIRECT = At the one-stop counter

# Drafts
draft-editing = Draft
draft-queued = Waiting to be sent
draft-refused = Not taken by the portal, needs correcting
draft-sent = Submitted
draft-superseded = Replaced by a supplement
frozen-waiting = This dossier is waiting to be sent, so it can only be read. To change it, take it back first.
frozen-refused = The portal didn't take this dossier. To correct it and submit it again, take it back first.
frozen-submitted = This dossier was submitted, so it can only be read.
draft-progress = { $questions ->
    [0] No question has to be answered
   *[other] { $answered } of { $questions } required questions answered
}
draft-item-label = { $title }, { $state }, { $progress }, { $at }
drafts-empty = No drafts yet
form-kept = Saved safely on this phone at { $at }
form-page = Page { $page } of { $pages }
problem-required = This question needs an answer
problem-type = This answer isn't of the right kind
problem-constraint = This answer isn't valid
problems-none = The dossier is complete and can be submitted
problems-count = { $count ->
    [one] 1 thing to correct
   *[other] { $count } things to correct
}
slot-limits = Takes { $types }, { $size } at most
one-of = { $others } or { $last }
file-label = File { $name }, { $detail }
file-picture-label = Picture { $name }, { $detail }
row-name = Row { $number }
row-of-list-name = { $list } { $number }
question-required = Required, not answered yet
question-answered = Answered
question-wrong = Needs correcting
question-read-only = To read only
announce-came = { $count ->
    [one] 1 more question to answer
   *[other] { $count } more questions to answer
}
announce-gone = { $count ->
    [one] 1 question is no longer asked
   *[other] { $count } questions are no longer asked
}

# Review and submit
review-heading = This is everything that will be sent
review-empty-answer = (left empty)

# Outbox
outbox-empty = Nothing is waiting to be sent
outbox-submission = Submit the dossier: { $title }
outbox-supplement = Send the supplement for { $title }
outbox-feedback = Send the report
outbox-withdrawal = Withdraw the dossier: { $title }
outbox-revocation = Sign out at the identity page
outbox-push = Register for notifications
outbox-item-label = { $title }. { $since }. { $reason }
outbox-since = Waiting since { $at }
outbox-files-progress = { $sent } of { $total } sent
waiting-ready = Ready to send
waiting-sending = Being sent
waiting-offline = The phone has no network; it will be sent by itself when there is one
waiting-network-policy = Waiting for Wi-Fi, as you chose not to use mobile data
waiting-sign-in = Sign in to send it
waiting-sign-in-again = Your sign-in has run out; sign in again to send it
waiting-retry = Will be tried again by itself at { $at }
waiting-order = Waiting for the dossier before it
waiting-blocked = Needs you to look at it
waiting-done = Sent
waiting-taken-back = Taken back for editing
waiting-app-too-old = The app needs an update

# Receipt and tracking
receipt-heading = Submitted
receipt-code = Dossier code { $code }
receipt-signed-by-portal = Signed by the public service portal
timeline-heading = Dossier: { $title }
timeline-not-submitted = Not submitted yet
timeline-due = Due { $at }
timeline-overdue = Overdue since { $at }
timeline-paused = The time limit is paused
timeline-contested = There is contradictory evidence: both sides are kept, ask the receiving office
timeline-entry-label = { $at }: { $text }, { $signer }
signed-by-portal = Signed by the public service portal
signed-by-office = Signed by { $office }
signed-by-nobody = Signature not verified
done-by-phone = This phone
phone-draft-begun = Begun
phone-queued = Submit pressed, waiting to be sent
phone-first-sent = Sending began
phone-receipt-verified = Receipt verified
phone-supplement-queued = Supplement queued for sending
phone-withdrawal-asked = Withdrawal asked for
office-of-ward = Public service centre of { $ward }
fact-submitted = Dossier submitted
fact-received = The office has received the dossier
fact-accepted = Dossier accepted
fact-supplement_asked = The office asks for a supplement: { $note }
fact-supplement_received = Supplement submitted
fact-processing_started = In processing
fact-completed = Processed
fact-delivered = Result delivered
fact-refused = Not accepted: { $note }
fact-stopped = Stopped: { $note }
fact-withdrawn = Withdrawn
note-and-reason = { $reason } (in the officer's words: “{ $note }”)
reason-paper_missing = A paper is missing
reason-paper_unreadable = A paper can't be read
reason-answer_wrong = An answer isn't right
reason-not_competent = This office doesn't decide such matters
reason-not_eligible = The conditions aren't met
reason-supplement_missed = No supplement came in time
reason-citizen_request = As the applicant asked
fact-other = Event “{ $event }”
inbox-empty = No messages yet
inbox-dossier = Dossier { $code }: { $status }
inbox-feedback = Report { $code } has changed
inbox-other = New message
inbox-item-label = { $at }: { $text }
inbox-new-item-label = New, { $at }: { $text }
dossier-item-label = { $title }, { $since }, { $status }
dossier-item-with-code-label = { $title }, dossier code { $code }, { $status }
push-healthy = This phone is told at once when there is news
push-missed = { $count ->
    [one] One notification didn't reach this phone; its content is fetched at each sync all the same
   *[other] { $count } notifications didn't reach this phone; their content is fetched at each sync all the same
}
push-unknown = Not known yet whether news comes to this phone by itself. “Load again” shows what is new.

# Feedback 1022
feedback-item-label = { $category }, { $status }, { $at }
feedback-queued = Waiting to be sent
feedback-refused = 1022 has not taken it: correct it and send again. { $why }
feedback-position = Position taken ({ $place })
feedback-expected = An answer is due by { $at }

# Sign-in
session-signed-out = Not signed in. You can fill in forms; sign in only to submit.
session-signing-in = Waiting for you on the identity page
session-signed-in = Signed in: { $name }
session-needed = Your sign-in has run out; sign in again, nothing is lost.

# Failures
failure-line = { $cause } { $remedy } (code { $code })

# Home
home-heading = Home
home-offline = The phone has no network. You can fill in forms and submit; the app sends when there is a network, and nothing is lost.
home-empty = No dossiers yet. Choose a procedure to begin.
home-to-do = For you to do
home-alerts = News
home-drafts = Drafts
home-dossiers = Your dossiers
home-request = The office asks for a supplement
home-request-due = The office asks for a supplement by { $at }
home-request-late = The office asked for a supplement by { $at }, which is past
home-payment = The office asks for a payment
home-sign-in = Sign in to send
home-sign-in-again = Your sign-in has run out; sign in again
home-sign-in-detail = { $count ->
    [one] One thing is waiting for you to sign in
   *[other] { $count } things are waiting for you to sign in
}
home-push = News doesn't reach this phone by itself
home-report = Report: { $category }
home-item-label = { $title }: { $detail }
home-urgent-label = Urgent. { $title }: { $detail }

# First-run consent (version 1)
consent-heading = Before you begin
consent-kept = The app keeps on this phone what you fill in, the papers you attach, submitted dossiers, receipts and messages. All of it is encrypted with a key that is on this phone only.
consent-sent = While you fill in a form, nothing is sent. When you submit, the dossier and its papers go to the public service portal and the receiving office. Reports go to the 1022 centre. When you sign in, the identity app tells the portal who you are. To bring you news, the portal keeps this phone's notification address.
consent-not = The app shows no advertising, sells no data, and passes your data on to nobody else.
consent-rights = By the Law on Personal Data Protection, No. 91/2025/QH15, you have the right to be informed, to agree or not and to withdraw your agreement, to see and correct your data, to ask for a copy, for deletion or for limits, to object, to ask the authorities to protect your data, to complain, denounce and sue, and to claim damages.
consent-how = In Settings, under My data, you can take a copy or delete everything on this phone at any time; deleting also withdraws this agreement. Submitted dossiers are kept by the authorities as the law says; deleting here doesn't delete them there.
consent-accept = I have read this and agree

# Settings
settings-heading = Settings
settings-language = Language
settings-network = When files are sent
settings-network-any = Over any network
settings-network-unmetered = Files only over Wi-Fi or another unmetered network
settings-font = The app's text follows the phone's text size. For larger text, raise it in the phone's settings.
settings-data = My data
settings-data-text = You can take a copy of everything that the app keeps about you, also what you filled in and didn't submit. The copy isn't encrypted: keep it where only you can see it.
export-text = This is a copy of what the Một Cửa app keeps about you on this phone. No password, key or session is in it. Keep it where only you can see it.
erase-warning = Everything that the app keeps on this phone is deleted for good and can't be brought back: drafts, papers, receipts, messages and the session. Submitted dossiers stay with the receiving office.
erase-waiting = { $count ->
    [one] One thing that waits to be sent won't be sent.
   *[other] { $count } things that wait to be sent won't be sent.
}
erase-in-doubt = { $count ->
    [one] One thing was sent and the portal hasn't answered; it may have arrived
   *[other] { $count } things were sent and the portal hasn't answered; they may have arrived
}: if you can, wait for the answer before you delete; if you delete now, ask the receiving office before you submit again.
