# A shell's words around the account: sign-in, session, settings, my data, first-run consent. No variables; names equal those of the .vi.ftl.

session-heading = Account
sign-in-waiting = Confirm on the identity page, then come back here
sign-in-again = Sign in again
sign-out-question = Sign out on this phone? Your drafts stay on the phone.
settings-open = Settings
data-export = Download my data
data-export-done = Your data was saved in one file
data-erase = Delete my data
data-erase-confirm = Delete for good
data-erase-done = All your data on this phone was deleted

# The app's lock
lock-heading = Open Một cửa again
lock-text = You have been away for a while. Please confirm by fingerprint, face or the phone's own code to go on.
lock-open = Confirm

# First run and start
consent-open = What I agreed to
consent-decline = If you don't agree, just close the app: nothing of yours has been kept or sent.
consent-language = Read in another language
start-opening = Opening
start-opening-note = The first time after an update may take a little longer.
start-failed-heading = The app can't open
start-failed-text = What you kept on this phone is still there. Do as it says above, then try again.
too-old-heading = The app needs an update
failure-help = If somebody helps you, read them the error code above. It holds nothing about you.

# Sign-in
sign-in-heading = Sign in
sign-in-open = Open the identity page
sign-in-step-open = 1. The identity page opens in your phone's browser.
sign-in-step-confirm = 2. You confirm there. This app never sees your password.
sign-in-step-return = 3. The phone comes back here by itself.
sign-in-go-on = See the sign-in
sign-in-anew = Start again
sign-in-anew-note = If the identity page is closed, start again. The earlier attempt is void then.
sign-in-completing = Checking your confirmation
sign-in-done = What is waiting will now be sent by itself.
session-subject = Your id on receipts

# My data
data-open = My data
data-export-file = mot-cua-data.zip
data-begin-anew = Start again

# Reports
feedback-empty = You haven't sent a report yet. A pothole, a broken light, rubbish left lying: take a photo and send it to 1022.
feedback-anonymous = You are not signed in: the report is sent without your name.
feedback-named = You are signed in: the report is sent with your name.
feedback-photo-limits = One JPEG or PNG photo, 20 MB at most. A report without a photo is fine too.
action-choose-photo = Choose a photo
action-remove-photo = Remove this photo
feedback-photo-there = The photo is there
feedback-photo-kept = The photo sent before stays, unless you choose another.
feedback-place-how = Use the phone's place, or write an address
feedback-place-there = The phone's place is noted
feedback-place-kept = The place given before stays, unless you give another.
feedback-place-accuracy = Accuracy (metres)
feedback-place-address = Write an address instead
feedback-place-failed = The phone couldn't find its place. Write the address.
feedback-address-hint = House number, street, ward or commune; or a well-known spot nearby.
feedback-description-hint = In short: what is broken, since when. Don't write your ID number.
feedback-send-note = You can send without a network: the report waits on this phone and goes out by itself.
feedback-correct = Correct and send again
feedback-correcting = Correct the report
feedback-answer = The office's answer
feedback-mine = Your report
feedback-number = 1022's report number
feedback-no-number = Not yet
feedback-queued-at = Written at
feedback-note = When there is an answer, the app tells you under Messages.
