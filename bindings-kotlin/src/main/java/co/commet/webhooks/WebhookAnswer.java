package co.commet.webhooks;

/**
 * What to answer the provider with.
 *
 * @param status the HTTP status
 * @param body JSON
 */
public record WebhookAnswer(int status, String body) {

    /** The media type of the body. */
    public static final String CONTENT_TYPE = "application/json";

    static final WebhookAnswer RECEIVED = new WebhookAnswer(200, "{\"received\":true}");
    static final WebhookAnswer FAILED = new WebhookAnswer(500, "{\"received\":false}");
    static final WebhookAnswer CUT_SHORT = new WebhookAnswer(400, "{\"received\":false}");

    static WebhookAnswer refused(WebhookException error) {
        return new WebhookAnswer(error.getHttpStatus(), "{\"received\":false,\"code\":\"" + error.getCode() + "\"}");
    }
}
