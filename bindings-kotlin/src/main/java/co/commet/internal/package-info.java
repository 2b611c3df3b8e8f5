/** Not for use outside of this library: it changes without notice. */
@NullMarked
package co.commet.internal;

import org.jspecify.annotations.NullMarked;
