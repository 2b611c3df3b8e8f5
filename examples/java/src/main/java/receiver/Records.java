package receiver;

import co.commet.webhooks.WebhookEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application remembers: in a real one two tables, changed in one transaction. */
class Records {

    private static final Logger log = LoggerFactory.getLogger(Records.class);

    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> access = new ConcurrentHashMap<>();

    /** Remembers an event; whether it has not come before. Providers deliver more than once. */
    boolean first(WebhookEvent<?> event) {
        return handled.add(event.getIdempotencyKey());
    }

    void setAccess(String customer, boolean granted) {
        access.put(customer, granted);
        log.info("{} {} access", customer, granted ? "has" : "has no");
    }
}
