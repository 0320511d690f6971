# A shell's words around the account: sign-in, session, settings, my data, first-run consent. No variables; names equal those of the .vi.ftl.

session-heading = Account
sign-in-waiting = Confirm in the identity app, then come back here
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
