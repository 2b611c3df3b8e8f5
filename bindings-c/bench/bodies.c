#include "bodies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes that a turn goes through, about. */
#define TURN 2000000

const char *const kinds[KINDS] = {"small-ascii",   "medium-ascii",   "large-ascii",
                                  "small-unicode", "medium-unicode", "large-unicode"};

static void *checked(void *memory)
{
    if (memory == NULL) {
        perror("memory");
        exit(1);
    }
    return memory;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = checked(malloc(*length + 1));
    if (fread(text, 1, *length, file) != *length || *length == 0) {
        perror(path);
        exit(1);
    }
    fclose(file);
    text[*length] = '\0';
    return text;
}

struct bodies read_bodies(const char *directory, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.jsonl", directory, name);
    size_t size;
    struct bodies bodies = {.name = name};
    bodies.text = read_file(path, &size);
    bodies.passes = TURN / size > 0 ? TURN / size : 1;
    for (const char *at = bodies.text; (at = strchr(at, '\n')) != NULL; at++) {
        bodies.count++;
    }
    bodies.body = checked(calloc(bodies.count + 1, sizeof *bodies.body));
    bodies.length = checked(calloc(bodies.count + 1, sizeof *bodies.length));
    char *at = bodies.text;
    for (size_t number = 0; number < bodies.count; number++) {
        bodies.body[number] = at;
        bodies.length[number] = (size_t)(strchr(at, '\n') - at);
        at += bodies.length[number] + 1;
    }
    return bodies;
}

void free_bodies(struct bodies *bodies)
{
    free(bodies->body);
    free(bodies->length);
    free(bodies->text);
}
