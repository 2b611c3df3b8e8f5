package tape

import (
	"math"
	"time"
)

// Of a number, from here on milliseconds are meant, and seconds below.
const firstMilliseconds = 1e11

// The years that ISO 8601 writes with four digits, in milliseconds since 1970.
var (
	firstYear = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	afterYear = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
)

func inYears(millis int64) (int64, bool) {
	return millis, firstYear <= millis && millis < afterYear
}

func numberTime(value float64) (millis int64, fits bool) {
	if value < firstMilliseconds {
		value *= 1000
	}
	value = math.Floor(value)
	if value < float64(firstYear) || value >= float64(afterYear) {
		return 0, false
	}
	return int64(value), true
}

// parseTime reads ISO 8601 as the C library does: a date, and perhaps a time with a fraction of a
// second, which is cut to milliseconds, and an offset, which is UTC where there is none.
func parseTime(text string) (millis int64, fits bool) {
	s := scanner{text, true}
	year := s.digits()*100 + s.digits()
	s.expect("-")
	month := s.digits()
	s.expect("-")
	day := s.digits()
	if !s.fits || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	var hour, minute, second, fraction, offset int
	if s.rest != "" {
		s.expect("Tt ")
		hour = s.digits()
		s.expect(":")
		minute = s.digits()
		s.expect(":")
		second = s.digits()
		fraction = s.fraction()
		offset = s.offset()
	}
	if !s.fits || s.rest != "" || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	seconds := (days(year, month, day)*24+hour)*3600 + (minute-offset)*60 + second
	return inYears(int64(seconds)*1000 + int64(fraction))
}

func daysIn(year, month int) int {
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 29
	}
	return [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
}

// days is the number of days since 1970-01-01 of a date.
func days(year, month, day int) int {
	// Years that begin in March have the leap day at their end. One era of 400 years more keeps
	// all numbers positive.
	year += 400
	if month <= 2 {
		year--
	}
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	return year*365 + year/4 - year/100 + year/400 + dayOfYear - 719468 - 146097
}

type scanner struct {
	rest string
	fits bool
}

// digits reads two of them.
func (s *scanner) digits() int {
	if len(s.rest) < 2 || !isDigit(s.rest[0]) || !isDigit(s.rest[1]) {
		s.fits = false
		return 0
	}
	value := int(s.rest[0]-'0')*10 + int(s.rest[1]-'0')
	s.rest = s.rest[2:]
	return value
}

// expect reads one of some characters.
func (s *scanner) expect(characters string) byte {
	if s.rest != "" {
		for index := range len(characters) {
			if character := s.rest[0]; character == characters[index] {
				s.rest = s.rest[1:]
				return character
			}
		}
	}
	s.fits = false
	return 0
}

// fraction reads the milliseconds after the seconds, if there are any.
func (s *scanner) fraction() int {
	if s.rest == "" || s.rest[0] != '.' && s.rest[0] != ',' {
		return 0
	}
	s.rest = s.rest[1:]
	millis, count := 0, 0
	for ; s.rest != "" && isDigit(s.rest[0]); count++ {
		if count < 3 {
			millis = millis*10 + int(s.rest[0]-'0')
		}
		s.rest = s.rest[1:]
	}
	for range 3 - min(count, 3) {
		millis *= 10
	}
	s.fits = s.fits && count > 0
	return millis
}

// offset reads the minutes by which the time is ahead of UTC: Z, ±hh, ±hhmm or ±hh:mm.
func (s *scanner) offset() int {
	if s.rest == "" {
		return 0
	}
	sign := s.expect("Zz+-")
	if sign != '+' && sign != '-' {
		return 0
	}
	hours, minutes := s.digits(), 0
	if s.rest != "" {
		if s.rest[0] == ':' {
			s.rest = s.rest[1:]
		}
		minutes = s.digits()
	}
	s.fits = s.fits && hours <= 23 && minutes <= 59
	if sign == '-' {
		return -(hours*60 + minutes)
	}
	return hours*60 + minutes
}

func isDigit(character byte) bool { return '0' <= character && character <= '9' }
