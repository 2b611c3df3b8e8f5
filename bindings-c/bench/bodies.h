/*
 * Distinct bodies of a given size, as in benches/src/bodies.rs: repeating one body would flatter
 * caches and branch predictors.
 */

#ifndef BODIES_H
#define BODIES_H

#include <stdbool.h>
#include <stddef.h>

/* The size of a body, and how many of them a round goes through. */
struct shape {
    const char *name;
    int features;
    int count;
};

#define SHAPES 3
extern const struct shape shapes[SHAPES];

/* A body, to be freed; its names are ASCII or not. */
char *make_body(const struct shape *shape, int number, bool ascii, size_t *length);

#endif
