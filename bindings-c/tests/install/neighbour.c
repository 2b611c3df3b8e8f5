/* Linked to our static library and to another one that is written in Rust. */

#include <commet.h>

bool neighbour_works(void);

int main(void)
{
    char signature[COMMET_SIGNATURE_SIZE];
    return commet_sign("x", 1, "secret", 6, signature) == COMMET_OK && neighbour_works() ? 0 : 1;
}
