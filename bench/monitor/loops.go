package monitor

// The loops below are what a programmer would write for one policy and one form of log. They read the same bytes as the monitor.

// scan calls each for every line "@STAMP name(i...)", with the name's first letter, its length and the first number.
func scan(log []byte, each func(stamp int64, name byte, arg int64)) {
	for pos := 0; pos < len(log); {
		pos++ // '@'
		var stamp, arg int64
		for ; log[pos] != ' '; pos++ {
			stamp = stamp*10 + int64(log[pos]-'0')
		}
		pos += 3 // to the third letter, in which req and rel differ
		name := log[pos]
		for log[pos] != '(' {
			pos++
		}
		for pos++; log[pos] >= '0'; pos++ {
			arg = arg*10 + int64(log[pos]-'0')
		}
		for log[pos] != '\n' {
			pos++
		}
		pos++
		each(stamp, name, arg)
	}
}

// loops are by the name of the policy. Each counts the verdicts.
var loops = map[string]func(log []byte) int{
	"P1_deadline": func(log []byte) int {
		type request struct{ stamp, id int64 }
		var queue []request
		head, found := 0, 0
		done := map[int64]int64{} // the last stamp of a release
		scan(log, func(stamp int64, name byte, id int64) {
			for ; head < len(queue) && stamp-queue[head].stamp > 1000; head++ {
				if at, ok := done[queue[head].id]; !ok || at < queue[head].stamp || at > queue[head].stamp+1000 {
					found++
				}
				delete(done, queue[head].id)
			}
			if head > 4096 {
				queue = queue[:copy(queue, queue[head:])]
				head = 0
			}
			switch name {
			case 'q':
				queue = append(queue, request{stamp, id})
			case 'l':
				done[id] = stamp
			}
		})
		return found
	},
	"P2_precond": func(log []byte) int {
		found := 0
		seen := map[int64]struct{}{}
		scan(log, func(_ int64, name byte, id int64) {
			switch name {
			case 'q':
				seen[id] = struct{}{}
			case 'l':
				if _, ok := seen[id]; !ok {
					found++
				}
			}
		})
		return found
	},
	"P4_late": func(log []byte) int {
		type request struct{ stamp, id int64 }
		var queue []request
		head, found := 0, 0
		last := map[int64]int64{}
		scan(log, func(stamp int64, name byte, id int64) {
			for ; head < len(queue) && stamp-queue[head].stamp > 1000; head++ {
				if r := queue[head]; last[r.id] == r.stamp {
					delete(last, r.id)
				}
			}
			if head > 4096 {
				queue = queue[:copy(queue, queue[head:])]
				head = 0
			}
			switch name {
			case 'q':
				queue = append(queue, request{stamp, id})
				last[id] = stamp
			case 'l':
				if _, ok := last[id]; !ok {
					found++
				}
			}
		})
		return found
	},
}
