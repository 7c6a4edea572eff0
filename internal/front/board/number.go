package board

import (
	"fmt"
	"strconv"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func pad7(n int64) string { return fmt.Sprintf("%07d", n) }
