//! Receives the webhooks of Commet and CREEM, with axum:
//!
//! ```text
//! cargo add commet-webhooks commet-webhooks-axum axum tokio
//! COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… cargo run
//! ```

use std::collections::{HashMap, HashSet};
use std::env;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use commet_webhooks::{Event, Expandable, Webhooks, commet, creem};
use commet_webhooks_axum::{Received, Receiver, WebhookEvent};
use tokio::net::TcpListener;

/// What the application remembers: in a real one two tables, changed in one transaction.
#[derive(Default)]
struct Records {
    /// The idempotency keys of the events that were handled. Providers deliver more than once.
    handled: HashSet<String>,
    /// Who may come in.
    access: HashMap<String, bool>,
}

/// The state of a route: what verifies its requests, and what they change.
#[derive(Clone)]
struct App {
    receiver: Receiver,
    records: Arc<Mutex<Records>>,
}

impl FromRef<App> for Receiver {
    fn from_ref(app: &App) -> Self {
        app.receiver.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let records = Arc::default();
    let app = |webhooks| App { receiver: Receiver::new(webhooks), records: Arc::clone(&records) };
    // Fails here, and not when a webhook arrives, where a secret is not set.
    let commet = app(Webhooks::commet(env::var("COMMET_WEBHOOK_SECRET").unwrap_or_default())?);
    let creem = app(Webhooks::creem(env::var("CREEM_WEBHOOK_SECRET").unwrap_or_default())?);
    let routes = Router::new()
        .route("/webhooks/commet", post(receive).with_state(commet))
        .route("/webhooks/creem", post(receive).with_state(creem));

    let port = env::var("PORT").map_or(Ok(8080), |port| port.parse())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}

/// Whatever reaches this is authentic; the extractor has refused the rest.
async fn receive(State(app): State<App>, WebhookEvent(event): WebhookEvent) -> Received {
    let mut records = app.records.lock().unwrap_or_else(PoisonError::into_inner);
    let what = format!("{} as {}", event.event_type(), event.idempotency_key());
    if !records.handled.insert(event.idempotency_key()) {
        println!("repeated {what}");
    } else if let Some(reason) = event.untyped_reason() {
        // Newer than this program, perhaps. Its data is all there: `event.data()`.
        println!("untyped {what}: {reason}");
    } else {
        handle(&event, &mut records.access);
        println!("handled {what}");
    }
    Received
}

fn handle(event: &Event<'_>, access: &mut HashMap<String, bool>) {
    match event.commet() {
        commet::Data::SubscriptionActivated(data) => set(access, data.customer_id, true),
        commet::Data::SubscriptionCanceled(data) => set(access, data.customer_id, false),
        commet::Data::PaymentFailed(data) => println!("remind {}: {:?}", data.customer_id, data.failure_code),
        _ => {}
    }
    match event.creem() {
        creem::Data::SubscriptionPaid(data) | creem::Data::SubscriptionExpired(data) => {
            let customer = match data.customer {
                Some(Expandable::Id(id)) => id,
                Some(Expandable::Object(customer)) => customer.id,
                None => return,
            };
            set(access, customer, event.grants_access() == Some(true));
        }
        _ => {}
    }
}

fn set(access: &mut HashMap<String, bool>, customer: &str, granted: bool) {
    println!("{customer} {} access", if granted { "has" } else { "has no" });
    access.insert(customer.to_owned(), granted);
}
