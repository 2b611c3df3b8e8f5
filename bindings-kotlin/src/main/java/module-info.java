/** Verifies and decodes the webhooks of Commet and CREEM. */
module co.commet {
    requires static transitive org.jspecify;

    exports co.commet;
    exports co.commet.creem;
    exports co.commet.events;
    exports co.commet.resources;
    exports co.commet.webhooks;
}
