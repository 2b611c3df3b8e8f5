#include "answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct entry {
    commet_slice key;
    commet_value value;
};

void write_text(FILE *out, commet_slice text)
{
    if (text.data == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (size_t at = 0; at < text.len; at++) {
        const unsigned char byte = (unsigned char)text.data[at];
        if (byte == '"' || byte == '\\') {
            fprintf(out, "\\%c", byte);
        } else if (byte < ' ') {
            fprintf(out, "\\u%04x", byte);
        } else {
            fputc(byte, out);
        }
    }
    fputc('"', out);
}

void write_bool(FILE *out, bool value)
{
    fputs(value ? "true" : "false", out);
}

void write_time(FILE *out, int64_t time_ms)
{
    const int64_t millis = (time_ms % 1000 + 1000) % 1000;
    const time_t seconds = (time_t)((time_ms - millis) / 1000);
    struct tm utc;
    if (gmtime_r(&seconds, &utc) == NULL) {
        abort();
    }
    fprintf(out, "\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
            utc.tm_hour, utc.tm_min, utc.tm_sec, (int)millis);
}

static int compare_keys(const void *one, const void *other)
{
    const commet_slice *left = &((const struct entry *)one)->key;
    const commet_slice *right = &((const struct entry *)other)->key;
    const int order = memcmp(left->data, right->data, left->len < right->len ? left->len : right->len);
    return order != 0 ? order : (left->len > right->len) - (left->len < right->len);
}

static void write_object(FILE *out, commet_value object)
{
    const size_t length = commet_value_length(object);
    struct entry *entries = calloc(length + 1, sizeof *entries);
    commet_cursor cursor = commet_value_each(object);
    size_t count = 0;
    if (entries == NULL) {
        abort();
    }
    while (count < length && commet_cursor_next(&cursor, &entries[count].key, &entries[count].value)) {
        count++;
    }
    qsort(entries, count, sizeof *entries, compare_keys);
    fputs("{\"o\":[", out);
    for (size_t at = 0; at < count; at++) {
        fputs(at == 0 ? "[" : ",[", out);
        write_text(out, entries[at].key);
        fputc(',', out);
        write_value(out, entries[at].value);
        fputc(']', out);
    }
    fputs("]}", out);
    free(entries);
}

static void write_array(FILE *out, commet_value array)
{
    commet_cursor cursor = commet_value_each(array);
    commet_value element;
    const char *separator = "";
    fputc('[', out);
    while (commet_cursor_next(&cursor, NULL, &element)) {
        fputs(separator, out);
        write_value(out, element);
        separator = ",";
    }
    fputc(']', out);
}

void write_value(FILE *out, commet_value value)
{
    bool boolean = false;
    double number = 0;
    uint64_t bits = 0;
    switch (commet_value_type(value)) {
    case COMMET_BOOL:
        commet_value_bool(value, &boolean);
        write_bool(out, boolean);
        break;
    case COMMET_NUMBER:
        commet_value_double(value, &number, NULL);
        memcpy(&bits, &number, sizeof bits);
        fprintf(out, "{\"n\":\"%016" PRIx64 "\"}", bits);
        break;
    case COMMET_STRING:
        write_text(out, commet_value_string(value));
        break;
    case COMMET_ARRAY:
        write_array(out, value);
        break;
    case COMMET_OBJECT:
        write_object(out, value);
        break;
    default:
        fputs("null", out);
    }
}
