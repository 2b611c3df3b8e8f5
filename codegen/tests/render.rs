//! Templates become the files that are expected of them, or an error, never a file with holes.
//!
//! `UPDATE=1 cargo test -p commet-webhooks-codegen` rewrites the expectations.

#[allow(dead_code, reason = "shared with the other tests")]
mod common;

use std::env;
use std::fs;
use std::path::Path;

use commet_webhooks_codegen::render::{MARK, TARGETS, Target, environment, render};
use minijinja::context;

#[test]
fn the_small_catalog_becomes_what_is_expected() {
    let catalog = common::load(&common::small_directory());
    let templates = common::codegen().join("templates");
    let outputs = render(&catalog, &templates, TARGETS).unwrap_or_else(|error| panic!("{error:#}"));
    for (path, text) in outputs {
        let expected = common::small_directory().join("expected").join(&path);
        if env::var_os("UPDATE").is_some() {
            let directory = expected.parent().expect("a file is in a directory");
            fs::create_dir_all(directory).expect("the directory can be made");
            fs::write(&expected, &text).expect("the file can be written");
        }
        let current = fs::read_to_string(&expected).unwrap_or_default();
        let differs = text.lines().zip(current.lines()).position(|(new, old)| new != old);
        assert!(
            text == current,
            "{path}: differs in line {}; see the difference with UPDATE=1 and git diff",
            differs.map_or(text.lines().count().min(current.lines().count()), |line| line) + 1,
        );
    }
}

#[test]
fn every_output_says_near_its_beginning_that_it_is_generated() {
    let catalog = common::load(&common::small_directory());
    let templates = common::codegen().join("templates");
    let outputs = render(&catalog, &templates, TARGETS).expect("the templates are sound");
    for target in TARGETS {
        assert!(outputs.keys().any(|path| path.starts_with(target.output)), "{} is empty", target.output);
    }
    for (path, text) in outputs {
        assert!(text.lines().take(3).any(|line| line.contains(MARK)), "{path}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}: one newline ends a file");
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{path}: a line ends with a space");
    }
}

#[test]
fn an_undefined_name_is_an_error() {
    let environment = environment(Path::new("nowhere"));
    for template in [
        "{{ missing }}",
        "{{ event.missing }}",
        "{% if event.missing %}{% endif %}",
        "{% for x in event.missing %}{% endfor %}",
        "{{ event.name | missing }}",
        "{{ event.nothing }}",
    ] {
        let context = context! { event => context! { name => "a", nothing => () } };
        let outcome = environment.render_str(template, context);
        assert!(outcome.is_err(), "{template} became {outcome:?}");
    }
}

#[test]
fn a_missing_template_is_an_error() {
    let catalog = common::load(&common::small_directory());
    let target = Target { template: "missing.jinja", output: "missing", provider: None };
    let error = render(&catalog, common::codegen(), &[target]).expect_err("there is none");
    assert!(error.to_string().contains("missing.jinja"), "{error}");
}

#[test]
fn a_target_may_see_one_provider() {
    let catalog = common::load(&common::small_directory());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(directory.join("one.jinja"), "{{ provider.provider }} of {{ providers | length }}\n")
        .expect("the template can be written");
    let target = Target { template: "one.jinja", output: "one", provider: Some("creem") };
    let outputs = render(&catalog, directory, &[target]).expect("the template is sound");
    assert_eq!(outputs["one"], "creem of 2\n");
}

#[test]
fn a_template_may_become_several_files_but_none_twice() {
    let catalog = common::load(&common::small_directory());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(directory.join("several.jinja"), "of none\n=== a/b\n\none\n\n=== c\ntwo\n")
        .expect("the template can be written");
    let target = Target { template: "several.jinja", output: "out/", provider: None };
    let outputs = render(&catalog, directory, &[target]).expect("the template is sound");
    let expected = [("out/a/b", "one\n"), ("out/c", "two\n")];
    assert_eq!(
        outputs.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>(),
        expected
    );
    let error = render(&catalog, directory, &[target, target]).expect_err("they overwrite each other");
    assert!(error.to_string().contains("out/a/b is written twice"), "{error}");
}

#[test]
fn filters() {
    let environment = environment(Path::new("nowhere"));
    for (template, expected) in [
        ("{{ 'plan_changed.now' | pascal }}", "PlanChangedNow"),
        ("{{ 'planId' | rust_field }} {{ 'type' | rust_field }}", "plan_id r#type"),
        ("{{ {'a': [1, none, \"<'é\"]} | tojson }}", "{\"a\":[1,null,\"<'é\"]}"),
        ("{{ 'a|b' | cell }}", "a\\|b"),
        ("{{ 5400 | duration }}, {{ 30 | duration }}", "1 h 30 min, 30 s"),
    ] {
        let outcome = environment.render_str(template, ());
        assert_eq!(outcome.ok().as_deref(), Some(expected), "{template}");
    }
}
