/** The clients of the providers' documentation: {@link co.commet.Commet} and {@link co.commet.Creem}. */
@NullMarked
package co.commet;

import org.jspecify.annotations.NullMarked;
