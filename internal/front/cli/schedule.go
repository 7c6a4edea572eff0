package cli

var scheduleVerb = &verb{name: "schedule", max: -1, run: runSchedule, flags: []flag{{"network", "", "cli.value.file"}}}

func runSchedule(c *call) int {
	path := c.get("network", "")
	if c.set("network") == (len(c.args) > 0) {
		return c.misuse(&usage{"cli.usage.schedule", nil})
	}
	return runNetwork(c, path)
}
