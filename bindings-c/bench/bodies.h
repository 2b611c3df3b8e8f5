/* The bodies that are measured, from files that hold one on each line. */

#ifndef BODIES_H
#define BODIES_H

#include <stddef.h>

#define KINDS 6

extern const char *const kinds[KINDS];

struct bodies {
    const char *name;
    size_t count;
    /* How often a turn goes through all of them. */
    size_t passes;
    char **body;
    size_t *length;
    char *text;
};

/* Ends the program if there are none. */
struct bodies read_bodies(const char *directory, const char *name);

void free_bodies(struct bodies *bodies);

#endif
