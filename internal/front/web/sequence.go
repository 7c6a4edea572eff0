package web

func (s *server) sequenceRoutes() []route {
	return []route{
		{method: "GET", pattern: "/a/{agreement}/sequence", needs: anybody, live: true, page: s.sequence, kept: true},
	}
}

// sequence answers with the order of the steps of one text, by a reading of it where one is asked for.
func (s *server) sequence(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	id, reading := r.PathValue("agreement"), r.values.Get("reading")
	if a, _ := run.Agreement(id); a == nil {
		return nil, errNotFound
	}
	if reading != "" && !run.HasReading(id, reading) {
		return nil, &badValue{"board.sequence.readings", clip(reading)}
	}
	v := run.SequencePage(r.rd, id, reading)
	if v == nil {
		return nil, errNotFound
	}
	title := r.rd.W.Bare().Text("board.sequence.title") + " · " + v.Head.Title
	return &answer{page: "sequence", section: "agreements", title: title, body: v, run: run}, nil
}
