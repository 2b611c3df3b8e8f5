/* Answers, written as JSON. */

#ifndef ANSWER_H
#define ANSWER_H

#include <stdint.h>
#include <stdio.h>

#include "commet.h"

/* A JSON string, or null for nothing. */
void write_text(FILE *out, commet_slice text);

/* `true` or `false`. */
void write_bool(FILE *out, bool value);

/* A time as ISO 8601 in UTC with milliseconds. */
void write_time(FILE *out, int64_t time_ms);

/* A value in the form in which the protocol compares values. */
void write_value(FILE *out, commet_value value);

#endif
