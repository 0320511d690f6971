# Words of the screens that a shell sets itself (buttons, labels, general states), by name; no variables. Names equal those of the .vi.ftl; a test holds the two files together.

app-name = Một cửa

# Buttons
action-back = Back
action-next = Next
action-previous = Previous page
action-cancel = Cancel
action-continue = Go on
action-done = Done
action-remove = Remove
action-undo = Undo
action-retry = Try again
action-refresh = Load again
action-clear-search = Clear the search
action-send = Send
action-show-more = Show more
action-show-less = Show less
action-sign-in = Sign in
action-sign-out = Sign out
action-take-photo = Take a photo
action-choose-file = Choose a file
action-remove-file = Remove this file
action-open-settings = Open the phone's settings
action-update-app = Update the app

# General words
word-yes = Yes
word-no = No
word-required = Required
word-new = New
word-urgent = Urgent

# General states
state-loading = Loading
state-working = Working, one moment please
state-nothing-found = Nothing found
state-copied = Copied
state-deleted = Deleted
state-saved = Saved
failure-heading = That didn't work
failure-code-label = Error code

# Tabs
tab-home = Home
tab-catalogue = Procedures
tab-feedback = Reports
tab-inbox = Messages
tab-me = Me

# The system's notifications
channel-dossiers = News of dossiers
channel-reports = Answers to reports
channel-sending = Sending
notice-news = There is news for you
notice-sending = Sending what waits

# What the systems show by themselves when a permission is asked; core/client/tests/platform_words.rs writes their files
platform-camera-use = The camera takes photos of papers for a dossier, and of what you report to 1022.
platform-location-use = Your location says which place a report is about, and answers questions about places in a form.
