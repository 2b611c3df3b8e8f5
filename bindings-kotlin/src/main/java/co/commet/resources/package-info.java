/** The webhooks of each provider. */
@NullMarked
package co.commet.resources;

import org.jspecify.annotations.NullMarked;
