//! Whether a subscription's event grants access.

use crate::author::Suite;
use crate::said::{Said, commet_body, commet_event, creem_body, creem_event};
use crate::vectors::{Case, VectorFile};

/// Every status of a Commet subscription, some that are none, and whether it grants access.
const STATUSES: &[(&str, &str, bool)] = &[
    ("active", "active", true),
    ("trialing", "trialing", true),
    ("past-due", "past_due", true),
    ("draft", "draft", false),
    ("pending-payment", "pending_payment", false),
    ("paused", "paused", false),
    ("canceled", "canceled", false),
    ("expired", "expired", false),
    ("unknown", "frozen", false),
    ("empty", "", false),
    ("case", "Active", false),
    ("space", "active ", false),
    ("british", "cancelled", false),
    ("pending", "pending", false),
];

/// Every event of a Commet subscription that has a status, and the data it needs besides the ids.
const SUBSCRIPTION_EVENTS: &[(&str, &str)] = &[
    ("subscription.created", r#""planId":"plan_1","planName":"Pro","startDate":null,"name":null"#),
    ("subscription.activated", r#""name":null,"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"invoiceCurrency":"usd""#),
    ("subscription.reactivated", r#""name":null,"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"invoiceCurrency":"usd""#),
    ("subscription.pause_scheduled", r#""mode":"period_end","effectiveAt":"2026-09-01T00:00:00.000Z","resumeAt":null"#),
    ("subscription.pause_updated", r#""effectiveAt":"2026-09-01T00:00:00.000Z","resumeAt":null"#),
    ("subscription.pause_revoked", r#""note":"no more is needed""#),
    ("subscription.paused", r#""mode":"immediate","effectiveAt":"2026-09-01T00:00:00.000Z","resumeAt":null"#),
    ("subscription.resumed", r#""mode":"immediate","resumedAt":"2026-09-01T00:00:00.000Z","invoiceId":null"#),
    ("subscription.resume_failed", r#""invoiceId":"inv_1","failedAt":"2026-09-01T00:00:00.000Z""#),
    ("subscription.canceled", r#""cancelReason":null"#),
    ("subscription.updated", r#""cancelReason":null"#),
    ("subscription.cancellation_scheduled", r#""cancelReason":null,"effectiveAt":"2026-09-01T00:00:00.000Z""#),
    ("subscription.cancellation_revoked", r#""note":"no more is needed""#),
    (
        "subscription.plan_change_scheduled",
        r#""currentPlan":{"id":"plan_1","name":"Pro"},"scheduledPlan":{"id":"plan_2","name":"Max"},"billingInterval":null,"scheduledBillingInterval":null,"effectiveAt":"2026-09-01T00:00:00.000Z""#,
    ),
    (
        "subscription.plan_change_revoked",
        r#""currentPlan":{"id":"plan_1","name":"Pro"},"revokedPlan":{"id":"plan_2","name":"Max"},"billingInterval":null,"revokedBillingInterval":null"#,
    ),
    ("subscription.past_due", r#""invoiceId":"inv_1","invoiceNumber":"INV-1""#),
];

/// Every CREEM event, and whether it grants access where it says so.
pub(super) const CREEM_ACCESS: &[(&str, Option<bool>)] = &[
    ("checkout.completed", None),
    ("refund.created", None),
    ("dispute.created", None),
    ("subscription.active", Some(true)),
    ("subscription.trialing", Some(true)),
    ("subscription.paid", Some(true)),
    ("subscription.canceled", Some(false)),
    ("subscription.expired", Some(false)),
    ("subscription.paused", Some(false)),
    ("subscription.unpaid", None),
    ("subscription.update", None),
    ("subscription.past_due", None),
    ("subscription.scheduled_cancel", None),
    ("customer_credits.exhausted", None),
    ("credits.granted", None),
    ("credits.consumed", None),
    ("credits.auto_recharged", None),
];

/// Whether a Commet event grants access, given its data's status.
pub(super) fn commet_access(event: &str, status: Option<&str>) -> Option<bool> {
    let status = status.filter(|_| event.starts_with("subscription."))?;
    Some(matches!(status, "active" | "trialing" | "past_due"))
}

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite =
        Suite::new("access", "Whether the customer should have access: for Commet by the status in a subscription's event, for CREEM by the event.");
    by_status(&mut suite);
    by_event(&mut suite);
    no_status(&mut suite);
    creem(&mut suite);
    suite.finish()
}

fn with_status(status: &str) -> String {
    format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","status":{status},"cancelReason":null}}"#)
}

fn by_status(suite: &mut Suite) {
    suite.section("CommetStatus", "active and trialing grant access, past_due leaves it in grace; any other status denies it.");
    for (name, status, grants) in STATUSES {
        let body = commet_body("subscription.updated", &with_status(&format!("\"{status}\"")));
        let comment = format!("status {status:?}");
        suite.commet(&format!("status-{name}"), &comment).body(body).accepted(commet_event("subscription.updated").access(*grants));
    }
    suite
        .commet("status-escaped", "escapes are decoded first")
        .body(commet_body("subscription.updated", &with_status(r#""\u0061ctive""#)))
        .accepted(commet_event("subscription.updated").access(true));
    suite
        .commet("status-duplicate", "of duplicate keys the last wins")
        .body(commet_body("subscription.updated", r#"{"status":"active","subscriptionId":"sub_1","customerId":"cus_1","status":"canceled"}"#))
        .accepted(commet_event("subscription.updated").access(false));
    suite
        .commet("status-untyped", "the status counts even where the data does not fit")
        .body(commet_body("subscription.updated", r#"{"status":"active"}"#))
        .accepted(commet_event("subscription.updated").typed(false).access(true));
}

fn by_event(suite: &mut Suite) {
    suite.section("CommetEvent", "Every event whose name starts with subscription. is judged by its status, and no other is.");
    for (event, rest) in SUBSCRIPTION_EVENTS {
        for (status, grants) in [("active", true), ("past_due", true), ("canceled", false)] {
            let data = format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","status":"{status}",{rest}}}"#);
            let name = format!("{event}-{status}");
            let comment = "the status decides, whatever the event is called";
            suite.commet(&name, comment).body(commet_body(event, &data)).accepted(commet_event(event).access(grants));
        }
    }
    for (event, status, grants) in [
        ("subscription.frozen", "active", Some(true)),
        ("subscription.frozen", "canceled", Some(false)),
        ("subscription.update", "trialing", Some(true)),
        ("subscription", "active", None),
        ("subscriptions.updated", "active", None),
        ("Subscription.updated", "active", None),
        ("my.subscription.updated", "active", None),
    ] {
        let data = format!(r#"{{"status":"{status}"}}"#);
        let name = format!("unknown-{event}-{status}");
        suite.commet(&name, "an unknown event, by its name").body(commet_body(event, &data)).accepted(commet_event(event).unknown().access(grants));
    }
    for (event, data) in [
        (
            "trial.started",
            r#"{"subscriptionId":"sub_1","customerId":"cus_1","status":"trialing","planId":"plan_1","planName":"Pro","trialEndsAt":"2026-09-01T00:00:00.000Z"}"#,
        ),
        ("trial.converted", r#"{"subscriptionId":"sub_1","customerId":"cus_1","status":"active","planId":"plan_1","planName":"Pro"}"#),
        (
            "invoice.upcoming",
            r#"{"subscriptionId":"sub_1","customerId":"cus_1","status":"active","planId":"plan_1","planName":"Pro","billingInterval":null,"currentPeriodEnd":"2026-09-01T00:00:00.000Z"}"#,
        ),
        ("customer.state_changed", r#"{"customerId":"cus_1","trigger":"plan_change","status":"active","features":[],"seats":[]}"#),
        ("payment_link.created", r#"{"paymentId":"pay_1","status":"active","amount":1,"currency":"usd","description":"x"}"#),
    ] {
        suite.commet(event, "a status, but no subscription's event").body(commet_body(event, data)).accepted(commet_event(event));
    }
}

fn no_status(suite: &mut Suite) {
    suite.section("CommetNoStatus", "A subscription's event without a string for its status says nothing about access.");
    let event = "subscription.updated";
    for (name, status) in [("null", "null"), ("number", "1"), ("true", "true"), ("array", r#"["active"]"#), ("object", r#"{"active":true}"#)] {
        let body = commet_body(event, &with_status(status));
        suite.commet(&format!("no-status-{name}"), "the status is no string").body(body).accepted(commet_event(event).typed(false));
    }
    suite
        .commet("no-status-absent", "the status is absent")
        .body(commet_body(event, r#"{"subscriptionId":"sub_1","customerId":"cus_1"}"#))
        .accepted(commet_event(event).typed(false));
    suite
        .commet("no-status-plan-changed", "this event has none")
        .body(commet_body(
            "subscription.plan_changed",
            r#"{"subscriptionId":"sub_1","customerId":"cus_1","previousPlan":{"id":"plan_1","name":"Pro"},"currentPlan":{"id":"plan_2","name":"Max"}}"#,
        ))
        .accepted(commet_event("subscription.plan_changed"));
    suite
        .commet("no-status-elsewhere", "only data.status counts")
        .body(r#"{"event":"subscription.frozen","status":"active","data":{"subscription":{"status":"active"}}}"#)
        .accepted(Said::event("subscription.frozen").unknown());
}

fn creem(suite: &mut Suite) {
    suite.section("CreemEvent", "active, trialing and paid grant access; canceled, expired and paused deny it; others say nothing.");
    for (event, grants) in CREEM_ACCESS {
        let comment = "the event decides, whatever the object is";
        suite.creem(&format!("creem-{event}-untyped"), comment).body(creem_body(event, "{}")).accepted(creem_event(event).typed(false).access(*grants));
        if event.starts_with("subscription.") {
            for status in ["active", "canceled"] {
                let body = creem_body(event, &format!(r#"{{"id":"sub_1","status":"{status}"}}"#));
                let name = format!("creem-{event}-{status}");
                suite.creem(&name, comment).body(body).accepted(creem_event(event).access(*grants));
            }
        }
    }
    for event in ["subscription.frozen", "subscription.activated", "subscription.Active", "active"] {
        let body = creem_body(event, r#"{"id":"sub_1","status":"active"}"#);
        suite.creem(&format!("creem-unknown-{event}"), "an unknown event says nothing").body(body).accepted(creem_event(event).unknown());
    }
}
