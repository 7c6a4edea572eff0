package board

// WebhooksView is the page of the programs that are told what changes.
type WebhooksView struct {
	Rows  []WebhookRow
	Users []string // whose sight one may have, beside the public

	URL, User, Wrong string // as it was sent, and why it was refused
	Added, Secret    string // what was just added; the secret is shown once
	Rotated, Until   string // what has just got another secret, and until when the one before is taken too
	Tried, Outcome   string // what was just tried
}

// WebhookRow is one address.
type WebhookRow struct {
	ID, URL, Sees, By, Added, State string
	Stopped                         bool
	Calls                           []WebhookCall // the newest first
}

// WebhookCall is one attempt.
type WebhookCall struct {
	When, ID, How string
	Failed        bool
}
