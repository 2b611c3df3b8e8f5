"""The generated interface as a Python program uses it; its directory is in PYTHONPATH."""

import copy
import gc
import pickle
import unittest

from commet_webhooks import Entry, Header, Provider, ReceiveOptions, Value, WebhookError, Webhooks, sign, verify

BODY = '{"event":"usage.changed","data":{"name":"Zoë","count":1}}'.encode()


class WebhooksTest(unittest.TestCase):
    webhooks = Webhooks(Provider.COMMET, ["whsec_test"])

    def receive(self, signature, **options):
        headers = [Header(name="x-commet-signature", value=signature)]
        return self.webhooks.receive(BODY, headers, ReceiveOptions(**options))

    def test_a_signed_event_arrives(self):
        event = self.receive(self.webhooks.sign(BODY))
        self.assertEqual(event.type, "usage.changed")
        entries = [Entry(key="name", value=Value.TEXT("Zoë")), Entry(key="count", value=Value.INTEGER(1))]
        self.assertEqual(event.data, Value.OBJECT(entries))

    def test_others_are_refused(self):
        for signature, mode, code in [
            ("0" * 64, None, "signature_mismatch"),
            ("\udc80", None, "malformed_signature"),
            (self.webhooks.sign(BODY), "live", "wrong_mode"),
        ]:
            with self.assertRaises(WebhookError.Failed) as raised:
                self.receive(signature, mode=mode)
            self.assertEqual(raised.exception.code, code)
        self.assertFalse(verify(BODY, None, "whsec_test"))

    def test_copies_free_nothing(self):
        for _ in range(20):
            copy.copy(self.webhooks), copy.deepcopy(self.webhooks)
        gc.collect()
        others = [Webhooks(Provider.COMMET, [f"another {index}"]) for index in range(50)]
        self.assertEqual(self.webhooks.sign(BODY), sign(BODY, "whsec_test"))
        self.assertEqual(len(others), 50)
        self.assertRaises(TypeError, pickle.dumps, self.webhooks)

    def test_a_str_is_no_list_of_secrets(self):
        for arguments in [(Provider.COMMET, "whsec_test"), ("whsec_test", ["whsec_test"])]:
            with self.assertRaises(TypeError) as raised:
                Webhooks(*arguments)
            self.assertNotIn("whsec_test", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
