//! The programs of the pages, run as their readers run them; and that what was compiled is what the pages show.

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

const SECRET: &str = "whsec_test";

/// What was compiled of each page.
macro_rules! compiled {
    ($($page:literal: $name:literal),*) => {
        [$(($page, include_str!(concat!(env!("OUT_DIR"), "/", $name, ".rs")))),*]
    };
}

/// A command, in the root of the repository.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."));
    command
}

/// `tests/blocks` prints the blocks of a page, and remembers that they are run.
fn blocks(page: &str, language: &str) -> String {
    let output = command("tests/blocks").args([page, language]).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("pages are text")
}

#[test]
fn the_code_of_every_page_is_compiled() {
    let pages = compiled!(
        "README.md": "readme",
        "core/README.md": "core",
        "axum/README.md": "extractor",
        "docs/migration/rust.md": "migration",
        "docs/frameworks/axum.md": "axum",
        "docs/frameworks/actix-web.md": "actix"
    );
    for (page, code) in pages {
        assert_eq!(blocks(page, "rust"), code, "{page}");
    }
}

#[test]
fn the_program_of_the_front_page_shows_a_payment() {
    let output = Command::new(env!("CARGO_BIN_EXE_readme")).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("user_1 has to pay again: Some("), "{said}");
}

/// The program of a page, while it serves.
struct Server {
    program: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.program.kill().expect("it runs");
        self.program.wait().expect("it ends");
    }
}

impl Server {
    fn start(program: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
        let program = Command::new(program)
            .env("PORT", port.to_string())
            .env("COMMET_WEBHOOK_SECRET", SECRET)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        Self { program, url: format!("http://127.0.0.1:{port}/webhooks/commet") }
    }

    fn post(&self, body: &str, signed: &str) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let signature = commet_webhooks::sign(signed, SECRET).expect("a secret");
        let request = agent.post(&self.url).header("x-commet-signature", signature).content_type("application/json");
        let mut response = request.send(body).expect("an answer");
        (response.status().as_u16(), response.body_mut().read_to_string().expect("a text"))
    }
}

fn answers_as_it_should(program: &str) {
    let mut server = Server::start(program);
    let received = (200, r#"{"received":true}"#.to_owned());
    let refused = |status, code| (status, format!(r#"{{"received":false,"code":"{code}"}}"#));
    let failed = r#"{ "event":"payment.failed","mode":"live","data":{"customerId":"Zoë 🚀","invoiceId":"i","invoiceNumber":"1",
        "subscriptionId":null,"failureCode":null,"failureMessage":null} }"#;
    let large = format!(r#"{{"event":"x","mode":"live","data":{{"text":"{}"}}}}"#, "x".repeat(1 << 19));

    assert_eq!(server.post(failed, failed), received);
    assert_eq!(server.post(&large, &large), received);
    assert_eq!(server.post(failed, &failed.replace(' ', "")), refused(403, "signature_mismatch"));
    assert_eq!(server.post("[]", "[]"), refused(400, "not_an_object"));
    let sandbox = failed.replace("live", "sandbox");
    assert_eq!(server.post(&sandbox, &sandbox), refused(400, "wrong_mode"));
    let huge = large.replace("xx", "xxxx");
    assert_eq!(server.post(&huge, &huge).0, 413);

    let said = server.program.stdout.take().expect("it is ours");
    drop(server);
    let said: Vec<_> = BufReader::new(said).lines().map_while(Result::ok).collect();
    assert_eq!(said, ["Zoë 🚀 has to pay again", "x"]);
}

#[test]
fn the_page_of_axum_is_a_receiver() {
    answers_as_it_should(env!("CARGO_BIN_EXE_axum"));
}

#[test]
fn the_page_of_actix_web_is_a_receiver() {
    answers_as_it_should(env!("CARGO_BIN_EXE_actix"));
}
