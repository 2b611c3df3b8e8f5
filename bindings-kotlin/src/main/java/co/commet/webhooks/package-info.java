/** What all providers' webhooks have in common: events, options, handlers and exceptions. */
@NullMarked
package co.commet.webhooks;

import org.jspecify.annotations.NullMarked;
