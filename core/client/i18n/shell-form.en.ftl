# A shell's words around a form: the page of questions, file slots, review and submit. No variables; names equal those of the .vi.ftl.

form-problems = Places to mend
form-show-problems = Show the places to mend
form-go-to-problem = Go to this place
form-check = Check the dossier
form-review = Review before submitting
form-row-add = Add a row
form-row-remove = Remove this row
form-choose = Choose
form-choose-one = Choose one
form-choose-many = Choose one or more
form-search-choices = Search the list
form-pick-date = Choose a date
form-pick-time = Choose a time
form-use-my-place = Use my location
form-scan-code = Scan a code
form-move-up = Move up
form-move-down = Move down
form-guidance = More guidance
form-acknowledge = I confirm
form-read-only = Read only
form-file-none = No file yet
form-file-replace = Choose another file
review-submit = Submit the dossier
review-edit = Change this answer
