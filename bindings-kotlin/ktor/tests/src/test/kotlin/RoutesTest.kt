import co.commet.creem.CreemHandlers
import co.commet.events.CommetHandlers
import co.commet.ktor.commetWebhooks
import co.commet.ktor.creemWebhooks
import co.commet.resources.CreemWebhooks
import co.commet.resources.Webhooks
import co.commet.webhooks.WebhookOptions
import io.ktor.serialization.jackson.jackson
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.EmbeddedServer
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.plugins.contentnegotiation.ContentNegotiation
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

private const val SECRET = "whsec_test"
private const val SIGNATURE = "X-Commet-Signature"
private const val RECEIVED = """200 {"received":true}"""

/** The routes in servers, each of which listens on a free port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {

    private val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    private val calls = CopyOnWriteArrayList<String>()
    private val bodies = CopyOnWriteArrayList<ByteArray>()
    private val errors = CopyOnWriteArrayList<Exception>()

    private val commet = CommetHandlers(WebhookOptions.builder().secret(SECRET).mode("live").build())
        .onSubscriptionCanceled { _, data -> calls += "canceled ${data.customerId}" }
        .onPaymentFailed { _, _ -> error("the database is away") }
        .onEvent { event, _ ->
            if (event.type == "interrupted") {
                Thread.sleep(1000)
                throw InterruptedException()
            }
            calls += if (Thread.currentThread().isInterrupted) "of another's thread" else event.type
            bodies += event.rawBody
        }
        .onError { _, error -> errors += error }
    private val creem = CreemHandlers(WebhookOptions.of(SECRET)).onEvent { event, _ -> calls += "${event.provider} ${event.type}" }

    private val running = listOf(CIO, Netty).map { engine ->
        embeddedServer(engine, port = 0, host = "127.0.0.1") {
            install(ContentNegotiation) { jackson() }
            routing {
                commetWebhooks("/webhooks/commet", commet)
                route("/shop") { creemWebhooks("/webhooks/creem", creem) }
            }
        }.start()
    }

    private fun servers() = running.map { Server(it) }

    inner class Server(private val server: EmbeddedServer<*, *>) {
        private val port = runBlocking { server.engine.resolvedConnectors().first().port }

        fun send(body: BodyPublisher, vararg headers: String, path: String = "/webhooks/commet"): HttpResponse<String> {
            val request = HttpRequest.newBuilder(URI("http://127.0.0.1:$port$path")).POST(body)
            headers.asList().chunked(2) { (name, value) -> request.header(name, value) }
            return client.send(request.build(), BodyHandlers.ofString())
        }

        fun post(body: ByteArray, vararg headers: String, path: String = "/webhooks/commet"): String {
            val response = send(BodyPublishers.ofByteArray(body), *headers, path = path)
            assertTrue(response.headers().firstValue("Content-Type").orElseThrow().startsWith("application/json"))
            return "${response.statusCode()} ${response.body()}"
        }

        override fun toString() = server.engine::class.simpleName!!
    }

    @AfterAll
    fun stop() = running.forEach { it.stop(0, 1000) }

    @BeforeEach
    fun forget() {
        calls.clear()
        bodies.clear()
        errors.clear()
    }

    /** An event with text beyond ASCII and white space that a JSON library would not write. */
    private fun event(type: String, data: String = "{}", mode: String = "live") =
        """{ "event": "$type", "timestamp": "2026-03-25T14:30:00.000Z", "organizationId": "Ñandú 🎉","mode":"$mode","id":"evt_1","data":$data}
        """.toByteArray()

    private fun sign(body: ByteArray) = Webhooks().sign(body, SECRET)

    @ParameterizedTest
    @MethodSource("servers")
    fun `answers an interrupted handler, and interrupts no other request`(server: Server) {
        val threads = Executors.newCachedThreadPool()
        fun post(type: String) = threads.submit<String> { server.post(event(type), SIGNATURE, sign(event(type))) }
        // As many as Dispatchers.IO has threads, so that the others wait for one.
        val interrupted = List(64) { post("interrupted") }
        Thread.sleep(500)
        val others = List(64) { post("brand.new") }
        assertEquals(setOf("""500 {"received":false}"""), interrupted.map { it.get() }.toSet())
        assertEquals(setOf(RECEIVED), others.map { it.get() }.toSet())
        assertEquals(setOf("brand.new"), calls.toSet())
        threads.shutdown()
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `receives the bytes as they came`(server: Server) {
        val body = event(
            "subscription.canceled",
            """{"subscriptionId":"sub_1","customerId":"José","status":"canceled","cancelReason":null}""",
        )
        for (header in listOf(SIGNATURE, SIGNATURE.lowercase(), SIGNATURE.uppercase())) {
            for (type in listOf("application/json", "text/plain; charset=ISO-8859-1", "application/x-www-form-urlencoded")) {
                assertEquals(RECEIVED, server.post(body, header, sign(body), "Content-Type", type))
            }
            // In chunks: the server does not know the length beforehand.
            assertEquals(200, server.send(BodyPublishers.ofInputStream { body.inputStream() }, header, sign(body)).statusCode())
        }
        assertEquals(24, calls.size)
        assertEquals(listOf("canceled José", "subscription.canceled"), calls.take(2))
        bodies.forEach { assertArrayEquals(body, it) }
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `gives unknown events to the catch-all, of both providers`(server: Server) {
        val body = event("brand.new")
        assertEquals(RECEIVED, server.post(body, SIGNATURE, sign(body)))
        val other = """{"id":"evt_1","eventType":"brand.newer","created_at":1728734325927,"object":{}}""".toByteArray()
        val signature = CreemWebhooks().sign(other, SECRET)
        assertEquals(RECEIVED, server.post(other, "Creem-Signature", signature, path = "/shop/webhooks/creem"))
        assertEquals(listOf("brand.new", "CREEM brand.newer"), calls)
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `refuses what is not authentic`(server: Server) {
        fun refused(code: String) = """403 {"received":false,"code":"$code"}"""
        val body = event("brand.new")
        assertEquals(refused("missing_signature"), server.post(body))
        assertEquals(refused("signature_mismatch"), server.post(body, SIGNATURE, "0".repeat(64)))
        assertEquals(refused("malformed_signature"), server.post(body, SIGNATURE, sign(body), SIGNATURE, sign(body)))
        assertEquals(refused("empty_body"), server.post(ByteArray(0), SIGNATURE, sign(ByteArray(0))))
        assertTrue(calls.isEmpty())
        assertEquals(4, errors.size)
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `refuses what cannot be read`(server: Server) {
        val bodies = mapOf(
            "not_an_object" to "[1]".toByteArray(),
            "invalid_utf8" to "{\"event\":\"\u00ff\"}".toByteArray(Charsets.ISO_8859_1),
            "wrong_mode" to event("brand.new", mode = "sandbox"),
        )
        for ((code, body) in bodies) {
            assertEquals("""400 {"received":false,"code":"$code"}""", server.post(body, SIGNATURE, sign(body)))
        }
        assertTrue(calls.isEmpty())
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `reads one mebibyte`(server: Server) {
        fun text(length: Int) = event("brand.new", """{"text":"${"x".repeat(length)}"}""")
        val room = (1 shl 20) - text(0).size
        val larger = text(room + 1)
        assertEquals(RECEIVED, text(room).let { server.post(it, SIGNATURE, sign(it)) })
        assertEquals("""413 {"received":false,"code":"body_too_large"}""", server.post(larger, SIGNATURE, sign(larger)))
        assertEquals(413, server.send(BodyPublishers.ofInputStream { larger.inputStream() }, SIGNATURE, sign(larger)).statusCode())
    }

    @ParameterizedTest
    @MethodSource("servers")
    fun `asks for the event again when a handler fails`(server: Server) {
        val body = event(
            "payment.failed",
            """{"invoiceId":"inv_1","invoiceNumber":"1","customerId":"user_1","subscriptionId":null,"failureCode":null,"failureMessage":null}""",
        )
        assertEquals("""500 {"received":false}""", server.post(body, SIGNATURE, sign(body)))
        assertEquals("the database is away", errors.single().message)
        assertTrue(calls.isEmpty())
    }
}
