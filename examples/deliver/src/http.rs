//! Requests on a connection that is kept.

use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::http::header::CONNECTION;

use crate::deliveries::Delivery;

pub(crate) struct Client {
    agent: Agent,
    base: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// As JSON, or as text where it is none.
    pub(crate) body: Value,
    /// From the first byte of the request to the last one of the answer.
    pub(crate) time: Duration,
    /// Whether the server ends the connection.
    pub(crate) closes: bool,
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(15)))
            .max_idle_connections_per_host(1)
            .build();
        Self { agent: config.into(), base: format!("http://127.0.0.1:{port}") }
    }

    pub(crate) fn post(&self, delivery: &Delivery) -> Result<Answer, ureq::Error> {
        let url = format!("{}{}", self.base, delivery.path);
        let mut request = self.agent.post(url).content_type("application/json");
        for (name, value) in &delivery.headers {
            request = request.header(*name, value);
        }
        let started = Instant::now();
        let mut response = request.send(&delivery.body)?;
        let text = response.body_mut().read_to_string()?;
        let time = started.elapsed();
        let closes = response
            .headers()
            .get(CONNECTION)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"));
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { status: response.status().as_u16(), body, time, closes })
    }
}
