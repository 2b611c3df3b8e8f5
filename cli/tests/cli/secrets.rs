//! Where secrets come from, and where they do not go.

use serde_json::json;

use crate::support::{Run, SECRET, catalog, command, file, finish, run, sign};

const BODY: &[u8] = br#"{"event":"x","data":{}}"#;

#[test]
fn the_known_answer_of_rfc_4231() {
    let run = run(&["sign", "--secret", "Jefe", "-"], b"what do ya want for nothing?");
    assert_eq!(run.stdout, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\n");
}

#[test]
fn from_the_environment_of_the_provider() {
    for (provider, entry) in catalog()["providers"].as_object().expect("providers") {
        let variable = entry["secret_env"].as_str().expect("text");
        let with = |variable: &str, secret: &str| {
            let mut command = command(&["sign", "--provider", provider, "-"]);
            command.env(variable, secret);
            finish(command, BODY)
        };
        assert_eq!(with(variable, SECRET).stdout.trim_end(), sign(BODY), "{provider}");
        let refused = with(variable, " ");
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
        assert!(refused.stderr.starts_with("refused: empty_secret\n"), "{refused:?}");
        let none = with("OTHER", SECRET);
        assert!(none.usage_error().contains(variable), "{none:?}");

        for command in ["sign", "verify"] {
            assert!(
                run(&[command, "--help"], b"").stdout.contains(variable),
                "the help of {command} names {variable}"
            );
        }
    }
}

#[test]
fn options_count_before_the_environment() {
    let mut command = command(&["sign", "--secret", SECRET, "-"]);
    command.env("COMMET_WEBHOOK_SECRET", "another");
    assert_eq!(finish(command, BODY).stdout.trim_end(), sign(BODY));
}

#[test]
fn from_a_file_but_for_one_line_break() {
    for (name, content, code) in [
        ("plain", SECRET.to_owned(), 0),
        ("line", format!("{SECRET}\n"), 0),
        ("windows", format!("{SECRET}\r\n"), 0),
        ("lines", format!("{SECRET}\n\n"), 1),
        ("space", format!("{SECRET} \n"), 1),
    ] {
        let path = file(&format!("secret-{name}"), content.as_bytes());
        let run = run(&["verify", "--json", "--secret-file", &path, "--signature", &sign(BODY), "-"], BODY);
        assert_eq!(run.code, code, "{name}: {run:?}");
    }
    // The wrong option for a secret itself.
    let missing = run(&["verify", "--secret-file", SECRET, "-"], BODY);
    assert!(missing.usage_error().starts_with("cannot read the file that --secret-file names: "));
    assert!(!missing.usage_error().contains(SECRET), "{missing:?}");
}

#[test]
fn rotation() {
    let path = file("secret-old", b"old\n");
    let verify = |options: &[&str]| {
        let signature = sign(BODY);
        let args = [&["verify", "--json", "--signature", &signature, "-"], options].concat();
        run(&args, BODY)
    };
    verify(&["--secret", SECRET, "--secret", "old"]).json(0);
    verify(&["--secret", "old", "--secret", SECRET]).json(0);
    verify(&["--secret", SECRET, "--secret-file", &path]).json(0);
    assert_eq!(
        verify(&["--secret", "old", "--secret", "older"]).json(1)["code"],
        json!("signature_mismatch")
    );
    assert_eq!(verify(&["--secret", SECRET, "--secret", ""]).json(1)["code"], json!("empty_secret"));
    // There is one signature.
    let two = run(&["sign", "--secret", SECRET, "--secret", "old", "-"], BODY);
    assert!(two.usage_error().starts_with("give one secret"), "{two:?}");
}

#[test]
fn secrets_are_never_shown() {
    let secret = "whsec_hush";
    for args in [
        &["verify", "--secret", secret, "-"][..],
        &["verify", "--secret", secret, "--json", "-"],
        &["verify", "--secret", secret, "--signature", "00", "-"],
        &["sign", "--secret", secret, "--secret", secret, "-"],
        &["sign", "--secret", secret, "/no/such/file"],
        &["verify", "--help", "--secret", secret],
    ] {
        let mut command = command(args);
        command.env("COMMET_WEBHOOK_SECRET", secret).env("CREEM_WEBHOOK_SECRET", secret);
        let Run { stdout, stderr, .. } = finish(command, BODY);
        assert!(!stdout.contains(secret) && !stderr.contains(secret), "{args:?}");
    }
}
