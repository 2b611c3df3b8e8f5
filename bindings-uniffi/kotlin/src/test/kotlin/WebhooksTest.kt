import co.commet.uniffi.Header
import co.commet.uniffi.Provider
import co.commet.uniffi.ReceiveOptions
import co.commet.uniffi.Value
import co.commet.uniffi.WebhookException
import co.commet.uniffi.Webhooks
import co.commet.uniffi.receive
import co.commet.uniffi.sign
import co.commet.uniffi.verify
import co.commet.uniffi.verifyAndParse
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

private const val SECRET = "whsec_test"
private val BODY = """
    {"id":"whev_1","event":"subscription.activated","timestamp":"2026-03-25T14:30:00.000Z","mode":"live",
     "organizationId":"org_1","data":{"zeta":1,"status":"active","name":"Zoë 🎉","big":18446744073709551615,
     "half":0.5,"list":[null,true]}}
""".toByteArray()

private operator fun Value.get(key: String): Value? =
    (this as? Value.Object)?.entries?.find { it.key == key }?.value

class WebhooksTest {
    private val webhooks = Webhooks(Provider.COMMET, listOf(SECRET))

    private fun signed(body: ByteArray = BODY) = listOf(Header("x-commet-signature", webhooks.sign(body)))

    @Test
    fun `an event arrives with its values`() {
        val event = webhooks.receive(BODY, signed())
        assertEquals("subscription.activated", event.type)
        assertEquals(listOf("whev_1", "whev_1"), listOf(event.id, event.idempotencyKey))
        assertEquals(1774449000000, event.timeMs)
        assertEquals("2026-03-25T14:30:00.000Z", event.time)
        assertEquals(listOf("live", "org_1", "granted"), listOf(event.mode, event.organizationId, event.access))
        assertEquals(true, event.grantsAccess)
        assertTrue(event.known)
        assertEquals(event.data, event.raw["data"])
        assertEquals(Value.Text("Zoë 🎉"), event.data["name"])
        assertEquals(Value.Unsigned(ULong.MAX_VALUE), event.data["big"])
        assertEquals(Value.Double(0.5), event.data["half"])
        assertEquals(Value.Array(listOf(Value.Null, Value.Bool(true))), event.data["list"])
        assertEquals(
            listOf("zeta", "status", "name", "big", "half", "list"),
            assertIs<Value.Object>(event.data).entries.map { it.key },
        )
    }

    @Test
    fun `a failure says what is wrong, and no secret`() {
        val error = assertFailsWith<WebhookException.Failed> {
            webhooks.receive(BODY, signed(), ReceiveOptions(mode = "sandbox"))
        }
        assertEquals(listOf("wrong_mode", "refused"), listOf(error.code, error.kind))
        assertEquals(400.toUShort(), error.httpStatus)
        assertFalse(error.reason.isBlank() || error.hint.isBlank() || SECRET in error.message)
        val broken = "{\"event\":1,\"data\":{}}".toByteArray()
        assertEquals("event", assertFailsWith<WebhookException.Failed> { webhooks.receive(broken, signed(broken)) }.field)
        for (secrets in listOf(emptyList(), listOf(" "))) {
            val empty = assertFailsWith<WebhookException.Failed> { Webhooks(Provider.CREEM, secrets) }
            assertEquals("empty_secret", empty.code)
        }
    }

    @Test
    fun `garbage is refused and throws nothing else`() {
        for (garbage in listOf(null, "", "\uD800", "é".repeat(64), "0".repeat(64))) {
            assertFalse(webhooks.verify(BODY, garbage))
            assertNull(webhooks.verifyAndParse(BODY, garbage))
            val headers = listOfNotNull(garbage?.let { Header("\uDC00", it) }, garbage?.let { Header("X-Commet-Signature", it) })
            assertFailsWith<WebhookException.Failed> { webhooks.receive(BODY, headers) }
        }
        assertFalse(verify(ByteArray(0), sign(ByteArray(1), SECRET), SECRET))
    }

    @Test
    fun `functions do as methods do`() {
        val signature = sign(BODY, SECRET)
        assertEquals(webhooks.sign(BODY), signature)
        assertTrue(verify(BODY, signature.uppercase(), SECRET))
        assertFalse(verify(BODY, signature, "another"))
        assertEquals(webhooks.verifyAndParse(BODY, signature), verifyAndParse(BODY, signature, SECRET))
        assertEquals(webhooks.receive(BODY, signed()), receive(Provider.COMMET, BODY, signed(), SECRET))
    }

    @Test
    fun `time is the system's, or what a test says`() {
        val day = 24uL * 60uL * 60uL
        val old = assertFailsWith<WebhookException.Failed> {
            webhooks.receive(BODY, signed(), ReceiveOptions(maxAgeSeconds = day))
        }
        assertEquals("too_old", old.code)
        webhooks.receive(BODY, signed(), ReceiveOptions(maxAgeSeconds = day, nowMs = 1774449060000))
        for ((now, code) in listOf(Long.MIN_VALUE to "from_the_future", Long.MAX_VALUE to "too_old")) {
            val error = assertFailsWith<WebhookException.Failed> {
                webhooks.receive(BODY, signed(), ReceiveOptions(maxAgeSeconds = day, nowMs = now))
            }
            assertEquals(code, error.code)
        }
    }

    @Test
    fun `many threads share one object, and small stacks hold deep bodies`() {
        val levels = 127
        val deep = ("{\"event\":\"x\",\"data\":" + "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels)).toByteArray()
        val threads = Executors.newFixedThreadPool(8) { Thread(null, it, "small", 256 * 1024) }
        try {
            val calls = List(200) { Callable { webhooks.receive(deep, signed(deep)).type } }
            assertEquals(List(200) { "x" }, threads.invokeAll(calls).map { it.get() })
        } finally {
            threads.shutdown()
        }
    }

    @Test
    fun `what the README shows`() {
        val body = """{"event":"payment.failed","data":{"customerId":"user_1"}}""".toByteArray()
        val headers = mapOf("X-Commet-Signature" to webhooks.sign(body))
        assertEquals("payment.failed user_1", describe(webhooks, body, headers))
        assertTrue(describe(webhooks, BODY, headers).startsWith("403 signature_mismatch: "))
    }
}
